import { expect, test } from 'vitest';
import { formatIn } from './format.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const before = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

test.each([
  [5, 'this minute', 'este minuto'],
  [90, '1 minute ago', 'hace 1 minuto'],
  [3 * 3600, '3 hours ago', 'hace 3 horas'],
  [25 * 3600, 'yesterday', 'ayer'],
])('%i seconds ago reads as “%s” and “%s”', (seconds, english, spanish) => {
  expect(formatIn('en').ago(before(seconds), NOW)).toBe(english);
  expect(formatIn('es').ago(before(seconds), NOW)).toBe(spanish);
});

test('after a week the date is shown', () => {
  expect(formatIn('en').ago(before(8 * 86_400), NOW)).toContain('Nov 16, 2026');
});

test('numbers are grouped by the conventions of the language', () => {
  expect(formatIn('en').number(1_234_567)).toBe('1,234,567');
  expect(formatIn('es').number(1_234_567)).toBe('1.234.567');
});
