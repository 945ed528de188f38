/** The records of synchronization runs, read directly from the database. */
import type { Kysely } from 'kysely';
import { EventEmitter, once } from 'node:events';
import type { Database, SyncRun } from '../store/schema.ts';
import type { Bench } from './topology.ts';

export interface RunRecord {
  readonly users: number;
  readonly groups: number;
  readonly memberships: number;
  readonly pages: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Requests to Microsoft. Each item of a batch counts. */
  readonly requests: number;
  readonly throttled: number;
  /** Seconds from the request to the end of each phase. */
  readonly phases: Readonly<Record<string, number>>;
}

/** In milliseconds. A run that announces nothing for so long has stopped. */
const LONGEST_SILENCE = 15 * 60_000;

/**
 * Waits until the newest run since the request is published. Reads the run only
 * after change notifications, because polling would take processor time from
 * the measurement.
 * @throws Error if the run ends with another outcome, or changes nothing for 15 minutes
 */
export async function whenPublished(
  { production: { db }, changes }: Bench,
  requestedAt: number,
): Promise<{ seconds: number; record: RunRecord }> {
  const seen = new EventEmitter();
  const unsubscribe = changes.subscribe(() => seen.emit('change'));
  try {
    for (;;) {
      const changed = once(seen, 'change', { signal: AbortSignal.timeout(LONGEST_SILENCE) });
      // Awaited below. Until then a failure must not count as unhandled.
      changed.catch(() => undefined);
      const run = await newestRun(db, requestedAt);
      if (run?.outcome === 'published') return resultOf(run, requestedAt);
      if (run && run.outcome !== 'running') throw new Error(`The run ended as ${run.outcome}`);
      await changed.catch((cause: unknown) => {
        throw new Error('The run announced no change for 15 minutes', { cause });
      });
    }
  } finally {
    unsubscribe();
  }
}

const newestRun = (db: Kysely<Database>, requestedAt: number): Promise<SyncRun | undefined> =>
  db
    .selectFrom('syncRuns')
    .selectAll()
    .where('startedAt', '>=', new Date(requestedAt))
    .orderBy('startedAt', 'desc')
    .executeTakeFirst();

function resultOf(run: SyncRun, requestedAt: number): { seconds: number; record: RunRecord } {
  const now = Date.now();
  const { users, groups, memberships, pages, requests, throttled } = run;
  const { added, changed, removed } = run;
  const since = (at: Date | null) => ((at?.getTime() ?? requestedAt) - requestedAt) / 1000;
  const phases = {
    begun: since(run.startedAt),
    users: since(run.groupsAt),
    groups: since(run.publishingAt),
    published: since(run.endedAt),
  };
  const counts = { users, groups, memberships, pages, requests, throttled };
  const record = { ...counts, added, changed, removed, phases };
  return { seconds: (now - requestedAt) / 1000, record };
}
