import { expect, test } from 'vitest';
import { removalProgress } from './removal-steps.ts';

const progress = (...args: Parameters<typeof removalProgress>) =>
  removalProgress(...args).map((entry) => entry.progress);

test('before a step is told, the first one is under way', () => {
  expect(progress(null)).toEqual(['current', 'pending', 'pending', 'pending']);
});

test('what came before the current step is done', () => {
  expect(progress('releaseTenant')).toEqual(['done', 'done', 'current', 'pending']);
});
