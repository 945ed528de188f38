/** All activity timeouts and retry policies. */
import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { RetryPolicy } from '@temporalio/common';
import type { Activities } from '../activities/activities.ts';
import { NON_RETRYABLE_FAILURES } from '../domain/failures.ts';
import { GRANT_WAIT } from '../domain/limits.ts';
import { WEBHOOK_ATTEMPTS } from '../domain/webhooks.ts';
import { MAIL_ATTEMPTS } from '../domain/mails.ts';

const retry: RetryPolicy = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '1 minute',
  nonRetryableErrorTypes: [...NON_RETRYABLE_FAILURES],
};

/** Short writes to our own database. Retried without limit. */
const records = { startToCloseTimeout: '30 seconds', retry } as const;

export const { recordAccount } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  // Longer retry intervals use a timer, instead of heartbeating the workflow task event by event.
  localRetryThreshold: '5 seconds',
  retry,
});

export const { claimTenant } = proxyActivities<Activities>({
  ...records,
  summary: 'Bind the tenant to this organization',
});

export const { claimMethod } = proxyActivities<Activities>({
  ...records,
  summary: 'Agree on one method with the other services',
});

export const { notify } = proxyActivities<Activities>({
  ...records,
  summary: 'Notify the organization',
});

/** Waits until a cancelled check has ended, so that it records nothing after a removal. */
const checks = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '20 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry,
} as const;

/**
 * Each attempt checks once, and retries do the waiting: hours of propagation add no history
 * events, and a crashed worker loses nothing.
 */
export const { waitForGrant, verifyGrant } = proxyActivities<Activities>({
  ...checks,
  scheduleToCloseTimeout: GRANT_WAIT,
  summary: 'Check with Microsoft whether the permissions work',
});

/** As above, but without a time limit: a person was asked to act, and until then the account waits. */
export const { waitForGrant: waitForRegrant, verifyGrant: verifyRegrant } =
  proxyActivities<Activities>({
    ...checks,
    summary: 'Check with Microsoft whether the permissions work again',
  });

/** Each attempt checks once, and retries do the waiting: hours of good health add no history events. */
export const { watchHealth } = proxyActivities<Activities>({
  ...checks,
  summary: 'Check from time to time that everything works',
});

/** A bounded proof, and one that lasts until an adapter works or the account is removed. */
export const { proveQuarantine, proveQuarantine: waitForQuarantine } = proxyActivities<Activities>({
  ...checks,
  summary: 'Quarantine and restore a message of ours',
});

/**
 * Long reads. Cancellation is delivered by heartbeats, so these must be frequent. A cancelled
 * read is awaited, so that nothing is written after a removal. Task queue and priority are
 * set per call by `readOptions`.
 */
const syncReads = {
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '20 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry,
} as const;

export const {
  synchronizeDirectory,
  synchronizeTargets,
  synchronizeSites,
  synchronizeSiteTargets,
  synchronizeDriveTargets,
} = proxyActivities<Activities>({
  ...syncReads,
  summary: 'Read the tenant page by page into staging',
});

export const { publishDirectory } = proxyActivities<Activities>({
  ...syncReads,
  summary: 'Publish the staged directory',
});

export const { clearStaging } = proxyActivities<Activities>({
  ...records,
  startToCloseTimeout: '10 minutes',
  summary: 'Clear what was staged',
});

/** Each attempt looks once, and retries do the waiting. */
export const { waitForDrives } = proxyActivities<Activities>({
  ...checks,
  summary: 'Look whether a OneDrive has been created',
});

/** Limited to half a day: it is optional, and runs again after the next synchronization. */
export const { classifyMailboxes } = proxyActivities<Activities>({
  ...syncReads,
  scheduleToCloseTimeout: '12 hours',
  summary: 'Determine the mailbox kinds that licenses do not tell',
});

export const { allowHeldRemovals, rejectHeldRemovals } = proxyActivities<Activities>({
  ...records,
  summary: 'Record the decision on the removals',
});

/**
 * Each attempt sends once and says when the next one is due. The intervals below are for attempts
 * that did not get so far, because a worker died or our database was down: they grow as the others do.
 */
export const { deliverWebhook } = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: {
    initialInterval: '5 seconds',
    backoffCoefficient: 5,
    maximumInterval: '1 day',
    maximumAttempts: WEBHOOK_ATTEMPTS,
    nonRetryableErrorTypes: [...NON_RETRYABLE_FAILURES],
  },
  summary: 'Send an event to a webhook',
});

export const { giveUpWebhook } = proxyActivities<Activities>({
  ...records,
  summary: 'Disable the webhook and tell the organization',
});

/** The steps of a removal, in the order of `REMOVAL_STEPS`. Heartbeats distinguish a slow worker from a dead one. */
export const removalSteps = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '20 seconds',
  retry,
  summary: 'Remove the account',
});

/** One attempt at the mail server each. The activity says how long to wait until the next one. */
export const { sendMail } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { ...retry, maximumInterval: '12 hours', maximumAttempts: MAIL_ATTEMPTS },
  summary: 'Send the mail',
});

export const { recordMailFailure } = proxyActivities<Activities>({
  ...records,
  summary: 'Record that the mail could not be delivered',
});

export const { mailConsentLink, remindOfConsentLink, expireConsentLink } =
  proxyActivities<Activities>({ ...records, summary: 'Write about the consent link' });
