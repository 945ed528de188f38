import type { Account } from '../../api/client.ts';

/** The synchronization that waits for a decision, and how many of how many it would remove. */
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

/** Whether the account waits for somebody to decide on removals. */
export const waitsForDecision = ({ attention }: Pick<Account, 'attention'>): boolean =>
  attention?.reason === 'removalsHeld';

/** What is to be decided; null where nothing is, or its counts are not known yet. */
export function heldOf(account: Parts): Held | null {
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
