import { FAILURES, type FailureType, isFailureType } from '../../../../domain/failures.ts';

/** Which of our own failures a sentence stands for, or null for a text of somebody else's. */
export function failureOfSentence(text: string): FailureType | null {
  const types = Object.keys(FAILURES).filter(isFailureType);
  return types.find((type) => FAILURES[type].sentence === text) ?? null;
}
