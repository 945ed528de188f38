import { ApplicationFailure } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import { FAILURES, type FailureType, isFailureType } from '../domain/failures.ts';

/** What an activity failed with, in our vocabulary; `Internal` for what is not of it. */
export function failureOf(error: unknown): { type: FailureType; message: string } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && isFailureType(cause.type)) {
    return { type: cause.type, message: cause.message };
  }
  return { type: 'Internal', message: FAILURES.Internal.sentence };
}

/** A verdict that a caller waits for. */
export function refusal(type: FailureType): ApplicationFailure {
  return ApplicationFailure.nonRetryable(FAILURES[type].sentence, type);
}
