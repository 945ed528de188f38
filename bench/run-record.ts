/** The records of synchronization runs, read beside the product. */
import type { Kysely } from 'kysely';
import { EventEmitter, once } from 'node:events';
import type { SyncRun } from '../store/runs.ts';
import type { Database } from '../store/schema.ts';
import type { Bench } from './topology.ts';

export interface RunRecord {
  readonly users: number;
  readonly groups: number;
  readonly memberships: number;
  readonly pages: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** To Microsoft, each item of a batch for one. */
  readonly requests: number;
  readonly throttled: number;
  /** Seconds from the request to the end of each phase. */
  readonly phases: Readonly<Record<string, number>>;
}

/**
 * Returns when the newest run that began after the request can be read as
 * published. It is looked at when something has changed: to ask all the time
 * would take a processor from what is measured.
 * @throws Error when it ends otherwise
 */
export async function whenPublished(
  { production: { db }, changes }: Bench,
  requestedAt: number,
): Promise<{ seconds: number; record: RunRecord }> {
  const seen = new EventEmitter();
  const unsubscribe = changes.subscribe(() => seen.emit('change'));
  try {
    for (;;) {
      const changed = once(seen, 'change');
      const run = await newestRun(db, requestedAt);
      if (run?.outcome === 'published') return resultOf(run, requestedAt);
      if (run && run.outcome !== 'running') throw new Error(`The run ended as ${run.outcome}`);
      await changed;
    }
  } finally {
    unsubscribe();
  }
}

const newestRun = (db: Kysely<Database>, requestedAt: number): Promise<SyncRun | undefined> =>
  db
    .selectFrom('sync_runs')
    .selectAll()
    .where('started_at', '>=', new Date(requestedAt))
    .orderBy('started_at', 'desc')
    .executeTakeFirst();

function resultOf(run: SyncRun, requestedAt: number): { seconds: number; record: RunRecord } {
  const now = Date.now();
  const { users, groups, memberships, pages, requests, throttled } = run;
  const { added, changed, removed } = run;
  const since = (at: Date | null) => ((at?.getTime() ?? requestedAt) - requestedAt) / 1000;
  const phases = {
    begun: since(run.started_at),
    users: since(run.groups_at),
    groups: since(run.publishing_at),
    published: since(run.ended_at),
  };
  const counts = { users, groups, memberships, pages, requests, throttled };
  const record = { ...counts, added, changed, removed, phases };
  return { seconds: (now - requestedAt) / 1000, record };
}
