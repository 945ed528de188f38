import { expect, test } from 'vitest';
import { shortName } from './short-name.ts';

test('a usual name is shown as it is', () => {
  expect(shortName('Contoso Security')).toBe('Contoso Security');
});

test('a long name is cut', () => {
  expect(shortName('a'.repeat(1000))).toBe(`${'a'.repeat(48)}…`);
});

test('a character of several code points is not split', () => {
  const family = '👩‍👩‍👧‍👦';
  expect(shortName(family.repeat(100))).toBe(`${family.repeat(4)}…`);
});

test('a thousand combining marks are cut too', () => {
  expect(shortName(`a${'\u0301'.repeat(999)}`).length).toBeLessThan(50);
});

test('a name from right to left cannot change the order of the sentence', () => {
  expect(shortName('שלום')).toBe('\u2068שלום\u2069');
  expect(shortName('\u202Egnp.exe')).toBe('\u2068\u202Egnp.exe\u2069');
});
