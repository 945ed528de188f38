import type { Account } from '../../api/client.ts';

/** A synchronization that waits for a decision, with how many it would remove out of the published total. */
export interface Held {
  readonly runId: string;
  readonly startedAt: string;
  readonly users: HeldCount;
  readonly groups: HeldCount;
}

interface HeldCount {
  readonly count: number;
  readonly total: number;
}

type Parts = Pick<Account, 'attention' | 'synchronization' | 'directory'>;

/** Whether the account waits for a decision on removals. */
export const waitsForDecision = ({ attention }: Pick<Account, 'attention'>): boolean =>
  attention?.reason === 'removalsHeld';

/** The held synchronization; null if nothing is held or the counts have not arrived yet. */
export function heldSynchronizationOf(account: Parts): Held | null {
  const { synchronization, directory } = account;
  if (!waitsForDecision(account) || !synchronization?.held || !directory) return null;
  const { runId, startedAt, held } = synchronization;
  return {
    runId,
    startedAt,
    users: { count: held.users, total: directory.users },
    groups: { count: held.groups, total: directory.groups },
  };
}
