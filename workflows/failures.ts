import { ApplicationFailure, isCancellation } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import { FAILURES, type FailureType, isFailureType } from '../domain/failures.ts';

/** The failure type and message of an activity's error; `Internal` for an unknown type. */
export function failureOf(error: unknown): { type: FailureType; message: string } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && isFailureType(cause.type)) {
    return { type: cause.type, message: cause.message };
  }
  return { type: 'Internal', message: FAILURES.Internal.sentence };
}

/** A detail of the failure that an activity ended with; undefined if there is none. */
export function detailOf(error: unknown, name: string): unknown {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const details: unknown = cause instanceof ApplicationFailure ? cause.details?.[0] : undefined;
  return details !== null && typeof details === 'object' ? Reflect.get(details, name) : undefined;
}

/** The failure with which an update rejects its caller. */
export function refusal(type: FailureType): ApplicationFailure {
  return ApplicationFailure.nonRetryable(FAILURES[type].sentence, type);
}

/** The failure of an activity as the answer to an update: whoever waits for it gets a code and a sentence. */
export function refusalOf(error: unknown): ApplicationFailure {
  // The account is being removed.
  if (isCancellation(error)) return refusal('WrongState');
  return refusal(failureOf(error).type);
}
