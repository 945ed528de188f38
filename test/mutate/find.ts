/** Finds the refusals of the product. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { describes, describingConstants } from './answers.ts';
import { bounds, fences } from './fences.ts';
import { calls, guards, throws, validators, verdicts } from './guards.ts';
import { enclosingName, oneLine, type Refusal, type Rule } from './refusal.ts';

export const FOLDERS = ['api', 'workflows', 'activities', 'microsoft', 'store'];

const RULES: readonly Rule[] = [guards, throws, verdicts, calls, validators, fences, bounds];

/** @returns the refusals of the checkout in `root`, in the order of files and lines. */
export async function findRefusals(root: string): Promise<Refusal[]> {
  const sources = await Promise.all(
    (await productFiles(root)).map(async (file) =>
      parse(file, await readFile(join(root, file), 'utf8')),
    ),
  );
  return refusalsOf(sources);
}

export const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

export function refusalsOf(sources: readonly ts.SourceFile[]): Refusal[] {
  const describing = describingConstants(sources);
  const found = sources.flatMap((source) => {
    const inFile: Omit<Refusal, 'id'>[] = [];
    const visit = (node: ts.Node): void => {
      if (!describes(node, describing)) inFile.push(...RULES.flatMap((rule) => apply(rule, node)));
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(source, visit);
    return inFile.toSorted((a, b) => a.removal.start - b.removal.start);
  });
  return found.map((refusal, index) => ({ id: index + 1, ...refusal }));
}

function apply(rule: Rule, node: ts.Node): Omit<Refusal, 'id'>[] {
  const source = node.getSourceFile();
  return rule(node).map(({ shown, removal, record }) => ({
    file: source.fileName,
    line: source.getLineAndCharacterOfPosition(removal.start).line + 1,
    code: oneLine(`${enclosingName(node)}: ${typeof shown === 'string' ? shown : shown.getText()}`),
    removal,
    record,
  }));
}

async function productFiles(root: string): Promise<string[]> {
  const names = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((name) => join(folder, name)),
    ),
  );
  return names
    .flat()
    .filter((name) => name.endsWith('.ts') && !NOT_THE_PRODUCT.test(name))
    .toSorted();
}

/** Migrations run once, on data that the next one knows. */
const NOT_THE_PRODUCT = /\.(test|fixture|d)\.ts$|\/(testing|migrations)\//;
