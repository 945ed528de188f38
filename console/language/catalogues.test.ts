import { expect, test } from 'vitest';
import { catalogue as english } from './en/index.ts';
import { catalogue as spanish } from './es/index.ts';

/** Every text with its path. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, part]) => textsOf(part, `${path}.${key}`));
}

const placeholdersIn = (text: string) => (text.match(/\{\{[^}]*\}\}/g) ?? []).toSorted();

const spanishTexts = new Map(textsOf(spanish));

test('every text exists in both languages with the same placeholders', () => {
  for (const [path, text] of textsOf(english)) {
    const translated = spanishTexts.get(path);
    expect(translated, path).toBeTruthy();
    expect(placeholdersIn(translated ?? ''), path).toEqual(placeholdersIn(text));
  }
});

test('no text of three or more words is left in English', () => {
  const left = textsOf(english).filter(
    ([path, text]) => /\w+ \w+ \w+/.test(text) && spanishTexts.get(path) === text,
  );
  expect(left).toEqual([]);
});
