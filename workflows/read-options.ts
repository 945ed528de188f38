/** Task queue and priority of long reads. */
import { type ActivityOptions, workflowInfo } from '@temporalio/workflow';
import { synchronizationQueueOf } from '../domain/task-queues.ts';
import type { Account } from './account.ts';
import type { Occasion } from './progress.ts';

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
): Pick<ActivityOptions, 'taskQueue' | 'priority'> {
  return {
    taskQueue: synchronizationQueueOf(workflowInfo().taskQueue),
    priority: {
      priorityKey: publishing ? PUBLISHING : PRIORITIES[occasion],
      fairnessKey: account.view.organizationId,
    },
  };
}
