import { FAILURES, type FailureType, isFailureType } from '../../../../domain/failures.ts';

/** The failure type whose English sentence this is, or null for any other text, such as one from Microsoft. */
export function failureOfSentence(text: string): FailureType | null {
  const types = Object.keys(FAILURES).filter(isFailureType);
  return types.find((type) => FAILURES[type].sentence === text) ?? null;
}
