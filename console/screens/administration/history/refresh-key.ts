import type { Account } from '../../../api/client.ts';

/** Changes when the account changes in a way that the history records, unlike the counters of a synchronization. */
export function refreshKey(account: Account | null): string {
  if (!account) return 'none';
  const { state, stateSince, removalStep, synchronization, consents, schedule } = account;
  const { attention, canaryMailbox, quarantine } = account;
  const checked = [canaryMailbox, quarantine?.since, quarantine?.findings, quarantine?.allowList];
  const steps = consents.map(({ status, changedAt, administrator, link }) => [
    status,
    changedAt,
    administrator,
    link?.createdAt ?? null,
  ]);
  const runId = synchronization?.runId ?? null;
  const problem = attention?.reason ?? null;
  return JSON.stringify([state, stateSince, problem, removalStep, runId, schedule, checked, steps]);
}
