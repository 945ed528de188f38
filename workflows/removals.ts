/** The guard against mass removal: a person decides, in minutes or in weeks. */
import { condition } from '@temporalio/workflow';
import type { Account } from './account.ts';
import { withAttention } from './attention.ts';

interface HeldRemovals {
  readonly users: number;
  readonly groups: number;
}

/**
 * Asks whether the removals for which the run was held may be published.
 * Somebody who asks for a check instead wants the tenant to be read anew: it
 * may have been mended.
 */
export async function removalsDecided(
  account: Account,
  held: HeldRemovals,
): Promise<'allow' | 'reject' | 'readAnew'> {
  const checks = account.checkRequests;
  const answered = () => decisionOf(account) !== null || account.checkRequests !== checks;
  account.change({}, 'synchronization.removalsHeld');
  // The store knows that the run is held before we do, so the answer may be here already.
  if (!answered()) {
    await withAttention(account, 'removalsHeld', sentenceOf(held), () => condition(answered));
  }
  const decision = decisionOf(account);
  account.decidedRemovals = null;
  if (decision) account.change({}, ACTIONS[decision]);
  return decision ?? 'readAnew';
}

const ACTIONS = {
  allow: 'synchronization.removalsAllowed',
  reject: 'synchronization.removalsRejected',
} as const;

/** A decision on another run does not count. */
function decisionOf({ decidedRemovals, view }: Account): keyof typeof ACTIONS | null {
  return decidedRemovals?.runId === view.runId ? decidedRemovals.decision : null;
}

function sentenceOf({ users, groups }: HeldRemovals): string {
  const parts = [counted(users, 'user'), counted(groups, 'group')].filter((part) => part !== null);
  return `The last synchronization would remove ${parts.join(' and ')} from the directory. Nothing was removed. Look at whom it concerns, then allow or reject it.`;
}

function counted(count: number, noun: string): string | null {
  if (count === 0) return null;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
