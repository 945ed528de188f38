import { expect, test } from 'vitest';
import { durationIn } from './duration.ts';

test('writes the two largest units', () => {
  expect(durationIn('en', 12_400)).toBe('12 sec');
  expect(durationIn('en', 72_000)).toBe('1 min 12 sec');
  expect(durationIn('en', 3_723_000)).toBe('1 hr 2 min');
  expect(durationIn('es', 72_000)).toBe('1 min 12 s');
});

test('is never negative, however clocks differ', () => {
  expect(durationIn('en', -5000)).toBe('0 sec');
});
