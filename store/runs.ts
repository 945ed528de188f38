import { type Kysely, type Selectable, sql, type UpdateObject } from 'kysely';
import type { Method } from '../domain/account.ts';
import type { SkippedItem } from '../domain/directory.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { MAX_SKIPPED_SHOWN, SKIPPED_REREAD_INTERVAL } from '../domain/limits.ts';
import { refuseRemoved } from './refuse-removed.ts';
import { announce, announcement } from './change-feed.ts';
import type {
  Database,
  FullReason,
  ListStream,
  ReadMode,
  SyncOutcome,
  SyncPhase,
  SyncStream,
} from './schema.ts';
import type { RowKind } from './row-kinds.ts';
import { dropStaging, endedRunsInStaging, stage, type StagedItems } from './staging.ts';

export type SyncRun = Selectable<Database['syncRuns']>;

/** The right to write to a run. A later lease invalidates it. */
export interface Lease {
  readonly runId: string;
  /** The run's number, which its staged rows carry. */
  readonly run: number;
  readonly organizationId: string;
  readonly fence: number;
}

/** The progress of one shard of a stream. */
export interface Checkpoint {
  readonly shard: string;
  readonly cursor: unknown;
  readonly done: boolean;
  /** Items read so far, including skipped ones. */
  readonly items: number;
  readonly skipped: number;
}

/** One page of a shard: its rows and the next cursor, stored together or not at all. */
export interface Page extends StagedItems {
  readonly stream: SyncStream;
  readonly shard: string;
  readonly cursor: unknown;
  readonly done: boolean;
  readonly skipped?: readonly SkippedItem[];
}

/** The cost of reading since it was last stored. */
export interface Cost {
  readonly requests: number;
  readonly units: number;
  readonly throttled: number;
  readonly waitedMs: number;
}

export const NO_COST: Cost = { requests: 0, units: 0, throttled: 0, waitedMs: 0 };

/** Synchronization runs: leases, checkpoints and staging. `createDirectory` publishes them. */
export function createRuns(db: Kysely<Database>) {
  return {
    /**
     * Starts a run. Idempotent. Earlier runs determine what it reads in full and
     * what by delta.
     * @throws ProvostError WrongState if the account is being removed.
     */
    begin: (run: NewRun): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, run.accountId);
        for (const runId of await endedRunsInStaging(trx, run.accountId))
          await dropStaging(trx, runId);
        await trx
          .insertInto('syncRuns')
          .values({
            runId: run.runId,
            accountId: run.accountId,
            organizationId: run.organizationId,
            method: run.method,
            phase: run.copies === 'sites' ? 'sites' : 'users',
            outcome: 'running',
            ...(await modesOf(trx, run)),
          })
          .onConflict((conflict) => conflict.column('runId').doNothing())
          .execute();
      }),

    /**
     * Takes over the run for a phase and records when that phase was first entered.
     * A lease taken while reading groups stays in that phase.
     * @throws ProvostError LeaseLost if the run has ended.
     */
    lease: (runId: string, phase: RunPhase): Promise<Lease> =>
      db.transaction().execute(async (trx) => {
        const startColumn = PHASE_START[phase];
        const row = await trx
          .updateTable('syncRuns')
          .set({
            fence: sql`fence + 1`,
            phase: phase === 'users' ? READ_PHASE : phase,
            [startColumn]: sql`coalesce(${sql.ref(startColumn)}, ${new Date()}::timestamptz)`,
            waitingUntil: null,
            waitingReason: null,
          })
          .where('runId', '=', runId)
          .where('outcome', '=', 'running')
          .returning(['number', 'fence', 'organizationId'])
          .executeTakeFirst();
        if (!row) throw new ProvostError('LeaseLost');
        await announce(trx, { organizationId: row.organizationId, topic: 'account' });
        const { number: run, fence, organizationId } = row;
        return { runId, run, fence, organizationId };
      }),

    /** Enters the groups phase, after the users were read. Idempotent. */
    enterGroups: (lease: Lease): Promise<void> =>
      claimAndAnnounce(db, lease, { phase: 'groups', groupsAt: sql`coalesce(groups_at, now())` }),

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

    /** How many distinct users, groups or sites the lists have staged. */
    async countStaged({ run }: Lease, stream: ListStream): Promise<number> {
      const id = sql.ref(ID_OF[stream]);
      const { rows } = await sql<{ count: number }>`
        select count(distinct ${id})::int as count from ${sql.table(`staged_${stream}`)}
        where run = ${run}::int and step = 0`.execute(db);
      return rows[0]?.count ?? 0;
    },

    /** How many distinct users, groups or sites are staged, after the changes. */
    async countSettled({ run }: Lease, stream: ListStream): Promise<number> {
      const id = sql.ref(ID_OF[stream]);
      const { rows } = await sql<{ count: number }>`
        select count(*) filter (where not removed)::int as count from (
          select distinct on (${id}) removed from ${sql.table(`staged_${stream}`)}
          where run = ${run}::int order by ${id}, step desc) newest`.execute(db);
      return rows[0]?.count ?? 0;
    },

    /** Begins to read a list once more, in a new shard. What was skipped before will be again. */
    readListAgain: (lease: Lease, stream: ListStream, shard: string): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, { restarts: sql`restarts + 1` });
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

    /**
     * Counts a look for a token that was in vain, or a failure that waiting does not fix.
     * @returns how many there were since the last progress
     */
    async count(lease: Lease, what: 'doubts' | 'failures'): Promise<number> {
      const row = await claiming(db, lease, { [what]: sql`${sql.ref(what)} + 1` })
        .returning(what)
        .executeTakeFirst();
      if (!row) throw new ProvostError('LeaseLost');
      return row[what];
    },

    /** The next doubt is the first one again. */
    endDoubt: (lease: Lease): Promise<void> => claim(db, lease, { doubts: 0 }),

    /** Discards what the streams have staged, in one transaction. They are read again from the beginning. */
    restart: (lease: Lease, streams: readonly SyncStream[]): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, { restarts: sql`restarts + 1` });
        await discard(trx, lease, streams);
      }),

    /** Resets one shard's checkpoint. Its rows are staged again, which is harmless. */
    restartShard: (lease: Lease, stream: ListStream, shard: Checkpoint): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, {
          restarts: sql`restarts + 1`,
          [stream]: sql`${sql.ref(stream)} - ${shard.items}`,
        });
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

    /** Ids of staged groups in order: from `from` (inclusive) to `to` (exclusive), and after `after`. */
    async stagedGroupIds(
      { run }: Lease,
      range: { after: string | null; from: string; to: string | null },
      limit: number,
    ): Promise<string[]> {
      let query = db
        .selectFrom('stagedGroups')
        .select('groupId')
        .distinct()
        .where('run', '=', run)
        .where('groupId', '>=', range.from);
      if (range.after) query = query.where('groupId', '>', range.after);
      if (range.to) query = query.where('groupId', '<', range.to);
      const rows = await query.orderBy('groupId').limit(limit).execute();
      return rows.map((row) => row.groupId);
    },

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

    /** Ends a run without publishing it, and drops its staged rows. Idempotent. */
    end: (runId: string, outcome: Exclude<SyncOutcome, 'running' | 'published'>): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('heldRemovals').where('runId', '=', runId).execute();
        await trx
          .updateTable('syncRuns')
          .set({ outcome, endedAt: new Date(), fence: sql`fence + 1` })
          .where('runId', '=', runId)
          .where('outcome', '=', 'running')
          .execute();
        await dropStaging(trx, runId);
      }),

    /** Cancels the account's running runs. */
    async cancelAll(accountId: string): Promise<void> {
      const running = await db
        .selectFrom('syncRuns')
        .select('runId')
        .where('accountId', '=', accountId)
        .where('outcome', '=', 'running')
        .execute();
      for (const { runId } of running) await this.end(runId, 'cancelled');
    },

    /** Drops staged rows of the account's ended runs. */
    async tidy(accountId: string): Promise<void> {
      for (const runId of await endedRunsInStaging(db, accountId)) await dropStaging(db, runId);
    },

    /** Runs of an account started before a time, newest first. */
    list(accountId: string, page: { limit: number; before: Date | null }): Promise<SyncRun[]> {
      const query = db.selectFrom('syncRuns').selectAll().where('accountId', '=', accountId);
      return (page.before ? query.where('startedAt', '<', page.before) : query)
        .orderBy('startedAt', 'desc')
        .orderBy('runId')
        .limit(page.limit)
        .execute();
    },

    async byId(runId: string): Promise<SyncRun | null> {
      const row = await db
        .selectFrom('syncRuns')
        .selectAll()
        .where('runId', '=', runId)
        .executeTakeFirst();
      return row ?? null;
    },
  };
}

/** Each phase of a run, with the column of its start time. */
const PHASE_START = {
  users: 'usersAt',
  groups: 'groupsAt',
  sites: 'sitesAt',
  publishing: 'publishingAt',
} as const satisfies Record<Exclude<SyncPhase, 'done'>, keyof SyncRun>;
export type RunPhase = keyof typeof PHASE_START;

export const RUN_PHASES = [
  'users',
  'groups',
  'sites',
  'publishing',
] as const satisfies readonly RunPhase[];

const READ_PHASE = sql<SyncPhase>`case when groups_at is null then 'users' else 'groups' end`;

/** The phases that the run has entered, in order. Each ends when the next one starts or the run ends. */
export function phasesOf(
  run: SyncRun,
): { phase: RunPhase; startedAt: Date; endedAt: Date | null }[] {
  const entered = RUN_PHASES.flatMap((phase) => {
    const startedAt = run[PHASE_START[phase]];
    return startedAt ? [{ phase, startedAt }] : [];
  });
  return entered.map((entry, index) => ({
    ...entry,
    endedAt: entered[index + 1]?.startedAt ?? run.endedAt,
  }));
}

const ID_OF = { users: 'userId', groups: 'groupId', sites: 'siteId' } as const;

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

interface NewRun {
  readonly runId: string;
  readonly accountId: string;
  readonly organizationId: string;
  readonly method: Method;
  /** What the account's service copies: users and groups, unless it says `sites`. */
  readonly copies?: 'users' | 'sites';
  /** True after a failure that a person tries to overcome: what was stored may be what made it fail. */
  readonly retried?: boolean;
}

async function modesOf(db: Kysely<Database>, { accountId, method, copies, retried }: NewRun) {
  const cursors = await db
    .selectFrom('directoryCursors')
    .select('stream')
    .where('accountId', '=', accountId)
    .execute();
  const modeOf = (of: ListStream): ReadMode =>
    cursors.some(({ stream }) => stream === of) ? 'delta' : 'full';
  const modesWith = (mode: (of: ListStream) => ReadMode) =>
    copies === 'sites'
      ? { usersRead: null, groupsRead: null, sitesRead: mode('sites') }
      : { usersRead: mode('users'), groupsRead: mode('groups'), sitesRead: null };
  const modes = modesWith(modeOf);
  const whole = modesWith(() => 'full');
  if (retried) return { ...whole, fullReason: 'retried' } as const;
  if (method === 'selected') return modes;
  if (Object.values(modes).includes('full')) return { ...modes, fullReason: 'first' } as const;
  if (!(await skippedIsDue(db, accountId))) return modes;
  return { ...whole, fullReason: 'skipped' } as const;
}

/**
 * Delta does not report a skipped item again until it changes, so only a full read
 * finds it: in the next run, then rarely, because some items stay unreadable. Carried items need none.
 */
async function skippedIsDue(db: Kysely<Database>, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    with published as (
      select started_at, skipped > carried as lost, full_reason, 'full' in (users_read, groups_read, sites_read) as whole
      from sync_runs where account_id = ${accountId}::uuid and outcome = 'published'
    )
    select exists (
      select from published where lost
        and started_at >= (select max(started_at) from published where whole)
    ) and not exists (
      select from published where full_reason = 'skipped'
        and started_at > ${new Date(Date.now() - SKIPPED_REREAD_INTERVAL)}::timestamptz
    ) as due`.execute(db);
  return rows[0]?.due ?? false;
}

/** Whether more items are staged, or more shards complete, than at any time before. */
async function hasProgressed(db: Kysely<Database>, { runId }: Lease): Promise<boolean> {
  const { rows } = await sql`
    with staged as (
      select (sum(items) + count(*) filter (where done))::int as items
      from sync_streams where run_id = ${runId}::uuid
    )
    update sync_runs set most_items = staged.items, doubts = 0, failures = 0 from staged
    where run_id = ${runId}::uuid and staged.items > most_items returning 1`.execute(db);
  return rows.length > 0;
}

type RunChanges = UpdateObject<Database, 'syncRuns', 'syncRuns'>;

/** Fencing: changes the run only if the lease is the newest and the run has not ended. */
export async function claim(
  db: Kysely<Database>,
  lease: Lease,
  changes: RunChanges,
): Promise<void> {
  const held = await claiming(db, lease, changes).executeTakeFirst();
  if (!held) throw new ProvostError('LeaseLost');
}

/** The same, and announces the change on commit. */
export async function claimAndAnnounce(
  db: Kysely<Database>,
  lease: Lease,
  changes: RunChanges,
): Promise<void> {
  const held = await db
    .with('held', () => claiming(db, lease, changes))
    .selectFrom('held')
    .select(announcement({ organizationId: lease.organizationId, topic: 'account' }))
    .executeTakeFirst();
  if (!held) throw new ProvostError('LeaseLost');
}

const claiming = (db: Kysely<Database>, { runId, fence }: Lease, changes: RunChanges) =>
  db
    .updateTable('syncRuns')
    .set(changes)
    .where('runId', '=', runId)
    .where('fence', '=', fence)
    .where('outcome', '=', 'running')
    .returning('runId');

/**
 * Fencing for parallel transactions of one lease: the run cannot be taken over or
 * ended before the transaction ends.
 */
export async function shareLease(db: Kysely<Database>, lease: Lease): Promise<void> {
  const held = await db
    .selectFrom('syncRuns')
    .select('runId')
    .where('runId', '=', lease.runId)
    .where('fence', '=', lease.fence)
    .where('outcome', '=', 'running')
    .forShare()
    .executeTakeFirst();
  if (!held) throw new ProvostError('LeaseLost');
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

function countersOf(pages: readonly Page[]): RunChanges {
  const changes = (added: (page: Page) => number | undefined) =>
    sumOf(pages.map((page) => added(page) ?? 0));
  const users =
    changes(({ users: read }) => read?.length) - changes((page) => page.removedUserIds?.length);
  const groups =
    changes(({ groups: read }) => read?.length) - changes((page) => page.removedGroupIds?.length);
  const memberships = changes((page) => page.memberships?.length);
  const sites =
    changes(({ sites: read }) => read?.length) - changes((page) => page.removedSiteIds?.length);
  const skipped = changes((page) => page.skipped?.length);
  return {
    users: sql`users + ${users}`,
    groups: sql`groups + ${groups}`,
    memberships: sql`memberships + ${memberships}`,
    sites: sql`sites + ${sites}`,
    pages: sql`pages + ${pages.length}`,
    skipped: sql`skipped + ${skipped}`,
  };
}

function spentColumns({ requests, units, throttled, waitedMs }: Cost): RunChanges {
  return {
    requests: sql`requests + ${requests}`,
    resourceUnits: sql`resource_units + ${units}`,
    throttled: sql`throttled + ${throttled}`,
    waitedMs: sql`waited_ms + ${Math.round(waitedMs)}`,
  };
}

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
  // A decision was on the removals of what was staged.
  const counters = Object.fromEntries([...tables].map((table) => [table, 0]));
  await claim(db, lease, { ...counters, removalsAllowed: false });
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
  return sumOf(
    [users, groups, memberships, sites, skipped, ...gone].map((items) => items?.length ?? 0),
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
