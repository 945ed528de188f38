import { expect, test } from 'vitest';
import { FAILURES } from '../../../../domain/failures.ts';
import { failureOfSentence } from './failure-of-sentence.ts';

test('knows our own sentences and leaves those of others alone', () => {
  expect(failureOfSentence(FAILURES.EwsBlocked.sentence)).toBe('EwsBlocked');
  expect(failureOfSentence('AADSTS7000229: The client is missing.')).toBeNull();
});
