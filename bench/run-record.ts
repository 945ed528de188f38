/** The records of synchronization runs, read beside the product. */
import type { Kysely } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../store/schema.ts';

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

const POLL = 5;

/**
 * Returns when the newest run that began after the request can be read as published.
 * @throws Error when it ends otherwise
 */
export async function whenPublished(
  db: Kysely<Database>,
  requestedAt: number,
): Promise<{ seconds: number; record: RunRecord }> {
  for (;;) {
    const run = await db
      .selectFrom('sync_runs')
      .selectAll()
      .where('started_at', '>=', new Date(requestedAt))
      .orderBy('started_at', 'desc')
      .executeTakeFirst();
    const now = Date.now();
    if (run && run.outcome !== 'running' && run.outcome !== 'published') {
      throw new Error(`The run ended as ${run.outcome}`);
    }
    if (run?.outcome === 'published') {
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
    await delay(POLL);
  }
}
