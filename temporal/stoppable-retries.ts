/** Retries of a client's calls, which must end before its connection does. */
import { setTimeout as delay } from 'node:timers/promises';
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

/** Timers may be early by less than a millisecond. */
const MARGIN_MS = 10;

/**
 * The SDK's retries, except that none follows after `stop`. A retry on a closed connection throws
 * where nothing can catch it, and ends the process.
 */
export function stoppableRetries() {
  const retries = defaultGrpcRetryOptions();
  let stopped = false;
  let lastRetryAt = 0;
  return {
    interceptor: makeGrpcRetryInterceptor({
      retryableDecider: (attempt, status) => !stopped && retries.retryableDecider(attempt, status),
      delayFunction(attempt, status) {
        const wait = retries.delayFunction(attempt, status);
        lastRetryAt = Math.max(lastRetryAt, performance.now() + wait);
        return wait;
      },
    }),
    /** Resolves when each retry that was already due has begun: at most 6 seconds. */
    async stop(): Promise<void> {
      stopped = true;
      const remaining = lastRetryAt - performance.now();
      if (remaining > 0) await delay(remaining + MARGIN_MS);
    },
  };
}
