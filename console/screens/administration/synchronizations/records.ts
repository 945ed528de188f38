import type { Account, Synchronization } from '../../../api/client.ts';

/** Differs whenever a record began or ended, or waits for a decision; its counters come with the account. */
export function recordsKey({ synchronization: run }: Pick<Account, 'synchronization'>): string {
  return JSON.stringify(run && [run.runId, run.outcome, run.held?.since ?? null]);
}

/** The records with what the live events know better about the newest one. */
export function withLatest(
  records: readonly Synchronization[],
  latest: Synchronization | null,
): readonly Synchronization[] {
  return records.map((record) => (record.runId === latest?.runId ? latest : record));
}
