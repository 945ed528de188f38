import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { ActivityInterceptors } from '@temporalio/worker';
import { FAILURES, ProvostError } from '../domain/failures.ts';

/**
 * Converts a ProvostError to an ApplicationFailure: its type decides whether it is
 * retried, Microsoft's Retry-After decides when. Other errors are bugs or network
 * problems; they pass unchanged and are retried.
 */
export function createFailureInterceptor(): ActivityInterceptors {
  return {
    inbound: {
      async execute(input, next) {
        try {
          return await next(input);
        } catch (error) {
          throw error instanceof ProvostError ? toApplicationFailure(error) : error;
        }
      },
    },
  };
}

function toApplicationFailure(error: ProvostError): ApplicationFailure {
  const failure = FAILURES[error.type];
  const benign = 'benign' in failure && failure.benign;
  return ApplicationFailure.create({
    type: error.type,
    message: error.message,
    nonRetryable: !failure.retried,
    details: [error.details],
    cause: error.cause instanceof Error ? error.cause : undefined,
    ...(error.retryAfter !== null && { nextRetryDelay: error.retryAfter }),
    ...(benign && { category: ApplicationFailureCategory.BENIGN }),
  });
}
