import type { Account } from '../../../api/client.ts';

/** Differs whenever something happened that the history tells of; counters of a run that goes on are not. */
export function refreshKey(account: Account | null): string {
  if (!account) return 'none';
  const { state, stateSince, removalStep, synchronization, consents, schedule } = account;
  const steps = consents.map(({ status, changedAt, administrator, link }) => [
    status,
    changedAt,
    administrator,
    link?.createdAt ?? null,
  ]);
  const runId = synchronization?.runId ?? null;
  return JSON.stringify([state, stateSince, removalStep, runId, schedule, steps]);
}
