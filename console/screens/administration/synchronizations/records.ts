import type { Account, Synchronization } from '../../../api/client.ts';

/** Changes whenever a record starts, ends or is held. Counters do not count: they arrive with the account. */
export function recordsKey({ synchronization }: Pick<Account, 'synchronization'>): string {
  return JSON.stringify(
    synchronization && [
      synchronization.runId,
      synchronization.outcome,
      synchronization.held?.since ?? null,
    ],
  );
}

/** The records, with the newest one replaced by its live version. */
export function withLatest(
  records: readonly Synchronization[],
  latest: Synchronization | null,
): readonly Synchronization[] {
  return records.map((record) => (record.runId === latest?.runId ? latest : record));
}
