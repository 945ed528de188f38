import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const CONSOLE = join(import.meta.dirname, '..');
/** Attributes that are shown or read out by screen readers. */
const READ = new Set(['aria-label', 'aria-description', 'alt', 'title', 'placeholder', 'label']);
const LETTER = /\p{L}/u;
const ENTITY = /&\w+;/g;

/** Hard-coded texts of a component: between tags, or in one of the attributes above. */
function textsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const between = ts.isJsxText(node) ? node.text.replaceAll(ENTITY, '') : '';
    if (LETTER.test(between)) found.push(between.trim());
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer) {
      const text = ts.isStringLiteral(node.initializer) ? node.initializer.text : '';
      if (LETTER.test(text)) found.push(text);
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('x.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

test('finds hard-coded texts between tags and in attributes', () => {
  expect(textsIn('<p title="Hello">{t("x")} <b>world</b></p>')).toEqual(['Hello', 'world']);
});

test('no component has hard-coded texts: all texts are in the catalogues', async () => {
  const files = await readdir(CONSOLE, { recursive: true });
  const components = files.filter((file) => file.endsWith('.tsx'));
  expect(components.length).toBeGreaterThan(20);
  for (const file of components) {
    expect(textsIn(await readFile(join(CONSOLE, file), 'utf8')), file).toEqual([]);
  }
});
