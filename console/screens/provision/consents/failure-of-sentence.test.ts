import { expect, test } from 'vitest';
import { FAILURES } from '../../../../domain/failures.ts';
import { failureOfSentence } from './failure-of-sentence.ts';

test('recognizes our own sentences only', () => {
  expect(failureOfSentence(FAILURES.GrantNotVisible.sentence)).toBe('GrantNotVisible');
  expect(failureOfSentence('AADSTS7000229: The client is missing.')).toBeNull();
});
