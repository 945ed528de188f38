import { expect, test } from 'vitest';
import { removalProgress } from './removal-steps.ts';

const progress = (...args: Parameters<typeof removalProgress>) =>
  removalProgress(...args).map((entry) => entry.progress);

test('before a step is reported, the first one is current', () => {
  expect(progress(null)).toEqual(['current', 'pending', 'pending', 'pending']);
});

test('the steps before the current one are done', () => {
  expect(progress('releaseTenant')).toEqual(['done', 'done', 'current', 'pending']);
});

test('a step that failed is said to have failed', () => {
  expect(progress('deleteDirectory', true)).toEqual(['done', 'failed', 'pending', 'pending']);
});
