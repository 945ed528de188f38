/** Where long readings wait, and who goes first. */
import { type ActivityOptions, workflowInfo } from '@temporalio/workflow';
import { synchronizationQueueOf } from '../domain/task-queues.ts';
import type { Account } from './account.ts';

/** Why a synchronization begins. */
export type Occasion = 'first' | 'requested' | 'scheduled';

/** Temporal's priority keys, 1 to 5: an organization that nobody protects yet, then one where a person waits. */
const PRIORITIES: Record<Occasion | 'mailboxes', number> = {
  first: 2,
  requested: 3,
  scheduled: 4,
  mailboxes: 5,
};
/** Publishing is short, and what was read is not to grow old. */
const PUBLISHING = 1;

/** On the queue of the readings, by priority, and within one priority fairly among the organizations. */
export function readingOptions(
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
