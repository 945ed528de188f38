import { expect, test } from 'vitest';
import { common as english } from './en/common.ts';
import { common as spanish } from './es/common.ts';
import { formatIn } from './format.ts';

const en = formatIn('en', english.justNow);
const es = formatIn('es', spanish.justNow);

const NOW = Date.parse('2026-11-24T12:00:00Z');
const before = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

test.each([
  [5, 'just now', 'hace un momento'],
  [90, '1 minute ago', 'hace 1 minuto'],
  [3 * 3600, '3 hours ago', 'hace 3 horas'],
  [25 * 3600, 'yesterday', 'ayer'],
])('%i seconds ago reads as “%s” and “%s”', (seconds, inEnglish, inSpanish) => {
  expect(en.ago(before(seconds), NOW)).toBe(inEnglish);
  expect(es.ago(before(seconds), NOW)).toBe(inSpanish);
});

test('after a week the date is shown', () => {
  expect(en.ago(before(8 * 86_400), NOW)).toContain('Nov 16, 2026');
});

test('numbers are grouped by the conventions of the language', () => {
  expect(en.number(1_234_567)).toBe('1,234,567');
  expect(es.number(1_234_567)).toBe('1.234.567');
});
