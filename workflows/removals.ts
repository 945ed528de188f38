/** The guard against mass removal: an administrator decides, in minutes or in weeks. */
import { condition } from '@temporalio/workflow';
import type { Account } from './account.ts';
import { withAttention } from './attention.ts';

export type Decision = 'allow' | 'reject' | 'readAgain';

interface HeldRemovals {
  readonly users: number;
  readonly groups: number;
}

/**
 * Waits for the decision on the removals of a held synchronization. A check that is requested instead
 * means that the tenant should be read again, because it may have been fixed.
 */
export async function waitForDecision(account: Account, message: string): Promise<Decision> {
  const { progress } = account;
  const waits = account.state === 'attentionRequired';
  const asked = waits ? progress.asked.checkRequests : progress.checkRequests;
  const answered = () => decisionOf(account) !== null || progress.checkRequests !== asked;
  if (!waits) account.change({}, 'synchronization.removalsHeld');
  // The store knows before the workflow that the synchronization is held, so the decision may already be here.
  if (waits || !answered()) {
    await withAttention(account, 'removalsHeld', message, () => condition(answered));
  }
  const decision = decisionOf(account);
  account.progress.decidedRemovals = null;
  if (decision) account.change({}, ACTIONS[decision]);
  return decision ?? 'readAgain';
}

const ACTIONS = {
  allow: 'synchronization.removalsAllowed',
  reject: 'synchronization.removalsRejected',
} as const;

/** Ignores a decision on another synchronization. */
function decisionOf({ progress: { decidedRemovals }, view }: Account): keyof typeof ACTIONS | null {
  return decidedRemovals?.runId === view.runId ? decidedRemovals.decision : null;
}

export function sentenceOf({ users, groups }: HeldRemovals): string {
  const parts = [counted(users, 'user'), counted(groups, 'group')].filter((part) => part !== null);
  return `The last synchronization would remove ${parts.join(' and ')} from the directory. Nothing was removed. Review the affected users and groups, then allow or reject the removals.`;
}

function counted(count: number, noun: string): string | null {
  if (count === 0) return null;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
