import { expect, test } from 'vitest';
import { elapsed, formatDuration } from './duration.ts';

test.each([
  [-5, '0 sec'],
  [420, '0.4 sec'],
  [12_000, '12 sec'],
  [59_700, '1 min 0 sec'],
  [192_400, '3 min 12 sec'],
  [3_599_900, '1 hr 0 min'],
  [7_500_000, '2 hr 5 min'],
])('%i ms reads as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds, 'en')).toBe(text);
});

test('durations follow the conventions of the language', () => {
  expect(formatDuration(420, 'es')).toBe('0,4 s');
});

test('without an end the duration counts until now', () => {
  const begun = '2026-05-01T10:00:00.000Z';
  expect(elapsed(begun, '2026-05-01T10:00:05.000Z')).toBe(5000);
  expect(elapsed(begun, null, Date.parse('2026-05-01T10:01:00.000Z'))).toBe(60_000);
});
