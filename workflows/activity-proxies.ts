/** The only timeouts and retries of the product. */
import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { RetryPolicy } from '@temporalio/common';
import type { Activities } from '../activities/activities.ts';
import { NON_RETRYABLE_FAILURES } from '../domain/failures.ts';
import { GRANT_WAIT } from '../domain/limits.ts';

const retry: RetryPolicy = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '1 minute',
  nonRetryableErrorTypes: [...NON_RETRYABLE_FAILURES],
};

/** Writes to our own database: short, and tried until it is up again. */
const records = { startToCloseTimeout: '30 seconds', retry } as const;

export const { recordAccount } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  // Behind a longer pause a timer waits, not a workflow task that is kept alive event by event.
  localRetryThreshold: '5 seconds',
  retry,
});

export const { claimTenant } = proxyActivities<Activities>({
  ...records,
  summary: 'Bind the tenant to this organization',
});

export const { notify } = proxyActivities<Activities>({
  ...records,
  summary: 'Tell the organization',
});

/** A look that is called off is awaited, so that it says nothing behind a removal. */
const looks = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '20 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry,
} as const;

/**
 * One attempt looks once; the attempts are the waiting. So hours of propagation
 * cost no history, and a worker that dies loses nothing.
 */
export const { waitForGrant } = proxyActivities<Activities>({
  ...looks,
  scheduleToCloseTimeout: GRANT_WAIT,
  summary: 'Look for the granted permissions in our own app-only token',
});

/** As above, without an end: it lasts until the access is mended or the account removed. */
export const { waitForGrant: waitForRegrant, verifyGrant } = proxyActivities<Activities>({
  ...looks,
  summary: 'Prove the access by using it',
});

/**
 * Long readings. The heartbeat carries the cancellation, so it must be frequent;
 * a cancelled reading is awaited, so that nothing is written behind a removal.
 * Each call says where it waits and before whom: `readingOptions`.
 */
const readings = {
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '20 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry,
} as const;

export const { synchronizeDirectory, synchronizeTargets } = proxyActivities<Activities>({
  ...readings,
  summary: 'Read the tenant page by page into staging',
});

export const { publishDirectory } = proxyActivities<Activities>({
  ...readings,
  summary: 'Replace the published directory by what was staged',
});

/** Given up after half a day: it is a refinement, and comes again after the next synchronization. */
export const { classifyMailboxes } = proxyActivities<Activities>({
  ...readings,
  scheduleToCloseTimeout: '12 hours',
  summary: 'Ask Microsoft about the mailboxes that licences do not explain',
});

export const { allowRemovals, rejectRemovals } = proxyActivities<Activities>({
  ...records,
  summary: 'Note the decision on the removals',
});

/** The steps of a removal, in the order of `REMOVAL_STEPS`. The heartbeat tells a worker that is slow from one that is gone. */
export const removal = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '20 seconds',
  retry,
  summary: 'Remove the account',
});
