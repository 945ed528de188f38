/** What a run counts while it reads, and what it tells of its progress. */
import { type Kysely, sql } from 'kysely';
import { type FailureType, ProvostError } from '../../domain/failures.ts';
import type { Database, SyncRun, SyncStream } from '../schema.ts';
import { claim, claimAndAnnounce, claiming, type Lease, type RunChanges } from './lease.ts';
import type { Page } from './page.ts';

/** The cost of reading since it was last stored. */
export interface Cost {
  readonly requests: number;
  readonly units: number;
  readonly throttled: number;
  readonly waitedMs: number;
}

export const NO_COST: Cost = { requests: 0, units: 0, throttled: 0, waitedMs: 0 };

export function createCounters(db: Kysely<Database>) {
  return {
    /**
     * Counts a look for a token that was in vain, or a failure that waiting does not fix.
     * @returns how many there were since the last progress
     */
    async count(lease: Lease, what: 'doubts' | 'failures'): Promise<number> {
      const row = await claiming(db, lease, increments({ [what]: 1 }))
        .returning(what)
        .executeTakeFirst();
      if (!row) throw new ProvostError('LeaseLost');
      return row[what];
    },

    /** The next doubt is the first one again. */
    endDoubt: (lease: Lease): Promise<void> => claim(db, lease, { doubts: 0 }),

    /** Stores the number of users that Microsoft reports. */
    async expectUsers(lease: Lease, total: number): Promise<void> {
      await claim(db, lease, { totalUsers: total });
    },

    /** Stores until when the run waits, and why. The next lease clears it. */
    wait: (lease: Lease, until: Date, reason: FailureType, spent = NO_COST): Promise<void> =>
      claimAndAnnounce(db, lease, {
        waitingUntil: until,
        waitingReason: reason,
        ...spentColumns({
          ...spent,
          waitedMs: spent.waitedMs + Math.max(0, until.getTime() - Date.now()),
        }),
      }),
  };
}

type Amounts = { readonly [Column in keyof SyncRun]?: number };

/** Adds to counters of a run. */
export const increments = (amounts: Amounts): RunChanges =>
  Object.fromEntries(
    Object.entries(amounts).map(([column, amount]) => [
      column,
      sql`${sql.ref(column)} + ${amount}`,
    ]),
  );

export const spentColumns = ({ requests, units, throttled, waitedMs }: Cost): RunChanges =>
  increments({ requests, resourceUnits: units, throttled, waitedMs: Math.round(waitedMs) });

/** What was read. What was removed is no less of it: the publication counts that. */
export function countersOf(pages: readonly Page[]): RunChanges {
  const count = (itemsOf: (page: Page) => { readonly length: number } | undefined) =>
    pages.reduce((sum, page) => sum + (itemsOf(page)?.length ?? 0), 0);
  return {
    ...increments({
      users: count(({ users }) => users),
      groups: count(({ groups }) => groups),
      memberships: count(({ memberships }) => memberships),
      pages: pages.length,
      skipped: count(({ skipped }) => skipped),
    }),
    sites: sitesRead(pages),
  };
}

/**
 * A whole read goes through the list and through all changes, side by side, and then asks for drives: each site
 * is counted once, in the list.
 */
function sitesRead(pages: readonly Page[]) {
  const counted = (streams: readonly SyncStream[]) =>
    pages
      // Other shards of the changes only complete what was read.
      .filter(
        ({ stream, shard }) => streams.includes(stream) && (stream === 'sites' || shard === ''),
      )
      .reduce((sum, { sites = [] }) => sum + sites.length, 0);
  return sql<number>`sites + ${counted(['sites', 'targets'])}::int
    + case when sites_read = 'full' then 0 else ${counted(['siteChanges'])}::int end`;
}

/** Whether more items are staged, or more shards complete, than at any time before. */
export async function hasProgressed(db: Kysely<Database>, { runId }: Lease): Promise<boolean> {
  const { rows } = await sql`
    with staged as (
      select (sum(items) + count(*) filter (where done))::int as items
      from sync_streams where run_id = ${runId}::uuid
    )
    update sync_runs set most_items = staged.items, doubts = 0, failures = 0 from staged
    where run_id = ${runId}::uuid and staged.items > most_items returning 1`.execute(db);
  return rows.length > 0;
}
