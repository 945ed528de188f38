/** Task queue and priority of long reads. */
import { workflowInfo } from '@temporalio/workflow';
import { synchronizationQueueOf } from '../../domain/task-queues.ts';
import type { Account } from '../account/account.ts';
import type { ReadOptions } from './copy.ts';
import type { Occasion } from './requests.ts';

/** Temporal's priority keys, 1 (first) to 5: unprotected organizations first, then those where a person waits. */
const PRIORITIES: Record<Occasion | 'mailboxes', number> = {
  first: 2,
  requested: 3,
  scheduled: 4,
  mailboxes: 5,
};
/** Publishing is short, and should not let staged data become stale. */
const PUBLISHING = 1;

/** Options for the queue of long reads: by priority, and fair among organizations within a priority. */
export function readOptions(
  account: Account,
  occasion: keyof typeof PRIORITIES,
  publishing = false,
): ReadOptions {
  return {
    taskQueue: synchronizationQueueOf(workflowInfo().taskQueue),
    priority: {
      priorityKey: publishing ? PUBLISHING : PRIORITIES[occasion],
      fairnessKey: account.view.organizationId,
    },
  };
}
