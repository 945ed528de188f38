/** How far each shard of a stream was read, stored with the rows that were read. */
import { type Kysely, sql } from 'kysely';
import { MAX_SKIPPED_SHOWN } from '../../domain/limits.ts';
import type { RowKind } from '../row-kinds.ts';
import type { Database, FullReason, ListStream, SyncStream } from '../schema.ts';
import { stage } from '../staging.ts';
import { countersOf, hasProgressed, increments, NO_COST, spentColumns } from './counters.ts';
import { claim, claimAndAnnounce, type Lease } from './lease.ts';
import type { Checkpoint, Page } from './page.ts';

export function createCheckpoints(db: Kysely<Database>) {
  return {
    /** The checkpoints of a stream's shards; none before the stream was planned. */
    checkpoints: (runId: string, stream: SyncStream): Promise<Checkpoint[]> =>
      db
        .selectFrom('syncStreams')
        .select(['shard', 'cursor', 'done', 'items', 'skipped'])
        .where('runId', '=', runId)
        .where('stream', '=', stream)
        .orderBy('shard')
        .execute(),

    /** Discards what `streams` have staged, and saves `shards` as the first checkpoints. */
    plan: (lease: Lease, streams: readonly SyncStream[], shards: readonly Page[]): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, { phase: sql`phase` });
        if (streams.length > 0) await discard(trx, lease, streams);
        await saveCheckpoints(trx, lease.runId, shards);
      }),

    /** Ends the reading of `streams` without items: the tenant has no license for the service. */
    endUnlicensed: (
      lease: Lease,
      streams: readonly SyncStream[],
      shards: readonly Page[],
    ): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await discard(trx, lease, streams);
        await claim(trx, lease, { licensed: false });
        await saveCheckpoints(trx, lease.runId, shards);
      }),

    /** Begins to read a list once more, in a new shard. What was skipped before will be again. */
    readListAgain: (lease: Lease, stream: ListStream, shard: string): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, increments({ restarts: 1 }));
        await trx
          .updateTable('syncStreams')
          .set({ skipped: 0 })
          .where('runId', '=', lease.runId)
          .where('stream', '=', stream)
          .execute();
        await forgetSkipped(trx, lease);
        const page = { stream, shard, step: 0, cursor: null, done: false };
        await saveCheckpoints(trx, lease.runId, [page]);
      }),

    /**
     * Stores pages with their checkpoints and the cost of reading them, in one transaction.
     * The lease is claimed last: a worker that is stopped while it loads rows, for which PostgreSQL
     * has no timeout, must not hold a lock on the run.
     * @returns whether the run has come further than ever before
     * @throws ProvostError LeaseLost if another worker has taken over the run.
     */
    savePages: (lease: Lease, pages: readonly Page[], spent = NO_COST): Promise<boolean> =>
      db.transaction().execute(async (trx) => {
        await stage(trx, lease.run, pages);
        await claimAndAnnounce(trx, lease, { ...countersOf(pages), ...spentColumns(spent) });
        await saveSkipped(trx, lease, pages);
        await saveCheckpoints(trx, lease.runId, pages);
        return hasProgressed(trx, lease);
      }),

    /** Discards what the streams have staged, in one transaction. They are read again from the beginning. */
    restart: (lease: Lease, streams: readonly SyncStream[]): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, increments({ restarts: 1 }));
        await discard(trx, lease, streams);
      }),

    /** Resets one shard's checkpoint. Its rows are staged again, which is harmless. */
    restartShard: (lease: Lease, stream: ListStream, shard: Checkpoint): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, increments({ restarts: 1, [stream]: -shard.items }));
        await trx
          .updateTable('syncStreams')
          .set({ cursor: JSON.stringify(null), items: 0, skipped: 0, done: false })
          .where('runId', '=', lease.runId)
          .where('stream', '=', stream)
          .where('shard', '=', shard.shard)
          .execute();
        await forgetSkipped(trx, lease);
      }),

    /** Switches users, groups or sites to a full read, because the changes since the last run cannot be determined. */
    readInFull: (lease: Lease, of: ListStream, reason: FullReason): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, { [`${of}Read`]: 'full', fullReason: reason });
        await discard(trx, lease, STREAMS_OF[of]);
      }),
  };
}

/** What the rows of a stream are counted and staged as. Targets are users, or sites. */
const COUNTED_AS: Readonly<Record<SyncStream, readonly RowKind<never>['name'][]>> = {
  users: ['users'],
  userChanges: ['users'],
  groups: ['groups'],
  groupChanges: ['groups'],
  memberships: ['memberships'],
  sites: ['sites'],
  siteChanges: ['sites'],
  targets: ['users', 'sites'],
};

const STREAMS_OF = {
  users: ['users', 'userChanges'],
  groups: ['groups', 'memberships', 'groupChanges'],
  sites: ['sites', 'siteChanges'],
} as const satisfies Record<string, readonly SyncStream[]>;

/** Stores the first items that could not be read, for an administrator to check. */
async function saveSkipped(
  db: Kysely<Database>,
  lease: Lease,
  pages: readonly Page[],
): Promise<void> {
  const skipped = pages
    .flatMap(({ stream, shard, skipped: items = [] }) =>
      items.map((item) => ({ ...item, stream, shard })),
    )
    .slice(0, MAX_SKIPPED_SHOWN);
  if (skipped.length === 0) return;
  await sql`
    update sync_runs set skipped_items = skipped_items || ${JSON.stringify(skipped)}::text::jsonb
    where run_id = ${lease.runId}::uuid
      and jsonb_array_length(skipped_items) + ${skipped.length} <= ${MAX_SKIPPED_SHOWN}`.execute(
    db,
  );
}

async function discard(
  db: Kysely<Database>,
  lease: Lease,
  streams: readonly SyncStream[],
): Promise<void> {
  const tables = new Set(streams.flatMap((stream) => COUNTED_AS[stream]));
  // A decision was on the removals of what was staged, and a missing license on what was found.
  const counters = Object.fromEntries([...tables].map((table) => [table, 0]));
  await claim(db, lease, { ...counters, heldRemovalsAllowed: false, licensed: true });
  for (const table of tables) {
    await sql`delete from ${sql.table(`staged_${table}`)} where run = ${lease.run}::int`.execute(
      db,
    );
  }
  await db
    .deleteFrom('syncStreams')
    .where('runId', '=', lease.runId)
    .where('stream', 'in', [...streams])
    .execute();
  await forgetSkipped(db, lease);
}

/** Shards that were discarded or begin anew have skipped nothing yet. */
async function forgetSkipped(db: Kysely<Database>, { runId }: Lease): Promise<void> {
  await sql`
    update sync_runs r set
      skipped = (select coalesce(sum(s.skipped), 0)::int from sync_streams s where s.run_id = r.run_id),
      skipped_items = (
        select coalesce(jsonb_agg(item), '[]') from jsonb_array_elements(r.skipped_items) item
        where exists (
          select from sync_streams s where s.run_id = r.run_id and s.skipped > 0
            and s.stream = item ->> 'stream' and s.shard = item ->> 'shard'))
    where r.run_id = ${runId}::uuid`.execute(db);
}

/** The number of items in a page, including removed and skipped ones. */
function itemsOf(page: Page): number {
  const { users, groups, memberships, sites, skipped } = page;
  const { removedUserIds, removedGroupIds, removedMemberships, removedSiteIds } = page;
  const gone = [removedUserIds, removedGroupIds, removedMemberships, removedSiteIds];
  return [users, groups, memberships, sites, skipped, ...gone].reduce(
    (sum, items) => sum + (items?.length ?? 0),
    0,
  );
}

/** The last page of a shard determines its checkpoint. */
async function saveCheckpoints(
  db: Kysely<Database>,
  runId: string,
  pages: readonly Page[],
): Promise<void> {
  const last = new Map<string, { page: Page; items: number; skipped: number }>();
  for (const page of pages) {
    const key = `${page.stream}/${page.shard}`;
    const before = last.get(key) ?? { items: 0, skipped: 0 };
    const items = before.items + itemsOf(page);
    last.set(key, { page, items, skipped: before.skipped + (page.skipped?.length ?? 0) });
  }
  const rows = [...last.values()].map(({ page: { stream, shard, cursor, done }, ...counts }) => ({
    runId,
    stream,
    shard,
    cursor: JSON.stringify(cursor),
    done,
    ...counts,
  }));
  if (rows.length === 0) return;
  await db
    .insertInto('syncStreams')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['runId', 'stream', 'shard']).doUpdateSet({
        cursor: sql`excluded.cursor`,
        done: sql`excluded.done`,
        items: sql`sync_streams.items + excluded.items`,
        skipped: sql`sync_streams.skipped + excluded.skipped`,
      }),
    )
    .execute();
}
