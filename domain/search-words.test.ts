import { expect, test } from 'vitest';
import { isSearchable, searchWords } from './search-words.ts';

test.each([
  ['Sales', ['sales']],
  [' R&D  #1 ', ['r', 'd', '1']],
  ['"Human Res*" NOT -emea', ['human', 'res', 'not', 'emea']],
  ['title:año', ['title', 'año']],
  ['an\u0303o', ['año']],
  ['東京オフィス', ['東京オフィス']],
  ['*** """ 🙂 \u0301', []],
])('the words of %j are %j', (text, words) => {
  expect(searchWords(text)).toEqual(words);
});

test.each([
  ['Sal', true],
  ['R&D 1', true],
  ['東京オ', true],
  ['Sa', false],
  ['S* a*', false],
  ['***', false],
  ['"""', false],
  ['🙂🙂🙂', false],
  ['ा\u0301\u0302\u0303', false],
  ['', false],
])('whether %j is enough to search for: %s', (text, enough) => {
  expect(isSearchable(searchWords(text))).toBe(enough);
});
