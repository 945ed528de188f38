import { type Kysely, sql } from 'kysely';
import type { Method } from '../domain/account.ts';
import type { SkippedItem } from '../domain/directory.ts';
import { ProvostError } from '../domain/failures.ts';
import { announce } from './change-feed.ts';
import { type Going, hold, type RemovalGuard } from './held-removals.ts';
import { type Ids, type Merged, merge, type Rule } from './merge.ts';
import { parkMemberships, removeStrays } from './parked-memberships.ts';
import { GROUPS, MEMBERSHIPS, ROW_KINDS, USERS } from './row-kinds.ts';
import { claim, type Lease, type SyncRun } from './runs.ts';
import type { Database, ReadMode, SyncStream } from './schema.ts';
import { dropStaging, settle } from './staging.ts';

/** What publishing came to: what there is now, or what it would have removed had it not been held. */
export interface Published {
  readonly held: boolean;
  readonly users: number;
  readonly groups: number;
}

/** The published directory of each account. */
export function createDirectory(db: Kysely<Database>) {
  return {
    /**
     * Makes the account's directory equal to what the run staged, in one
     * transaction: readers see the old one or the new one, and wait for
     * nothing. Nothing is removed unless every stream was read to its end, and
     * not more than the guard lets pass; then the run is held.
     * @throws ProvostError IncompleteRun or LeaseLost; the signal's reason.
     */
    async publish(
      lease: Lease,
      run: SyncRun,
      guard: RemovalGuard,
      signal?: AbortSignal,
    ): Promise<Published> {
      const large = run.users + run.groups + run.memberships > BULK;
      // Beforehand, not within: its lock would last as long as the transaction, and others would wait.
      if (large) await analyzeStaged(db);
      const published = await db.transaction().execute(async (trx) => {
        await claim(trx, lease, { phase: 'publishing' });
        await requireComplete(trx, run);
        if (large) await prepareBulk(trx);
        const ids = { run: run.number, accountId: run.account_id };
        if (await somethingChanged(trx, run.run_id)) await settleAll(trx, run.number);
        const rules = rulesOf(run);
        const { held, going } = await hold(trx, lease, run, rules, guard);
        if (held) return { held, users: 0, groups: 0, ...going, written: 0 };
        const changes = await mergeAll(trx, ids, rules, going, signal);
        await keepDeltaLinks(trx, run);
        if (!large) await dropStaging(trx, run.run_id);
        await trx.deleteFrom('held_removals').where('run_id', '=', run.run_id).execute();
        await claim(trx, lease, {
          ...countersOf(changes),
          phase: 'done',
          outcome: 'published',
          ended_at: new Date(),
        });
        await announce(trx, { organizationId: run.organization_id, topic: 'account' });
        const { users, groups } = changes;
        return {
          held: false,
          users: users.total,
          groups: groups.total,
          written: writtenBy(changes),
        };
      });
      if (published.written > BULK) await tidy(db);
      const { held, users, groups } = published;
      return { held, users, groups };
    },

    /** The delta link from which the next run goes on, or null. */
    async cursor(accountId: string, stream: 'users' | 'groups'): Promise<string | null> {
      const row = await db
        .selectFrom('directory_cursors')
        .select('delta_link')
        .where('account_id', '=', accountId)
        .where('stream', '=', stream)
        .executeTakeFirst();
      return row?.delta_link ?? null;
    },

    /** How many users and groups are published. */
    async count(accountId: string): Promise<{ users: number; groups: number }> {
      return {
        users: await countOf(db, 'directory_users', accountId),
        groups: await countOf(db, 'directory_groups', accountId),
      };
    },

    /** Published users in the order of their principal names, after `after`. */
    users: (accountId: string, after: string, limit: number) =>
      db
        .selectFrom('directory_users')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('user_principal_name', '>', after)
        .orderBy('user_principal_name')
        .limit(limit)
        .execute(),

    /** Deletes the account's directory, its runs and what they staged. */
    remove: (accountId: string): Promise<void> =>
      db.transaction().execute(async (trx) => {
        const runs = await trx
          .selectFrom('sync_runs')
          .select('run_id')
          .where('account_id', '=', accountId)
          .execute();
        for (const { run_id } of runs) await dropStaging(trx, run_id);
        for (const table of ACCOUNT_TABLES) {
          await trx.deleteFrom(table).where('account_id', '=', accountId).execute();
        }
      }),
  };
}

/** Rows written at once after which the tables are tidied. */
const BULK = 10_000;

/**
 * PostgreSQL advises it after bulk loads: until then pages far down a list are
 * read slowly. A server would come to it by itself; PGlite would not.
 */
async function tidy(db: Kysely<Database>): Promise<void> {
  await sql`vacuum (analyze, skip_locked) directory_users, directory_groups, directory_memberships`.execute(
    db,
  );
}

const ACCOUNT_TABLES = [
  'directory_users',
  'directory_groups',
  'directory_memberships',
  'directory_cursors',
  'held_removals',
  'parked_memberships',
  'mailboxes',
  'sync_runs',
] as const;

/** Of the columns that are joined and sorted by: to look at all of them takes three times as long. */
async function analyzeStaged(db: Kysely<Database>): Promise<void> {
  const tables = ROW_KINDS.map(({ name, key }) =>
    sql.raw(`staged_${name} (${['run', 'step', 'removed', ...key].join(', ')})`),
  );
  await sql`analyze ${sql.join(tables)}`.execute(db);
}

/** Of what was just staged PostgreSQL knows nothing, and would compare each row with each. */
async function settleAll(db: Kysely<Database>, run: number): Promise<void> {
  await sql`set local enable_nestloop = off`.execute(db);
  for (const kind of ROW_KINDS) await settle(db, kind, run);
  await sql`set local enable_nestloop = on`.execute(db);
}

/** Memory for sorting and joining whole tenants, for this transaction alone. Compiling its few statements would cost more than it saves. */
async function prepareBulk(db: Kysely<Database>): Promise<void> {
  await sql`set local work_mem = '512MB'`.execute(db);
  await sql`set local jit = off`.execute(db);
}

type Rules = Readonly<Record<'users' | 'groups' | 'memberships', Rule>>;

/** An item that could not be read is not an item that is gone. */
function rulesOf(run: SyncRun): Rules {
  const { users_read, groups_read, skipped_items, skipped } = run;
  const ruleOf = (read: ReadMode, ...kinds: SkippedItem['kind'][]): Rule => {
    const items = skipped_items.filter(({ kind }) => kinds.includes(kind));
    const spared = items.flatMap(({ id }) => id ?? []);
    const known = spared.length === items.length && skipped_items.length === skipped;
    return { read, removeMissing: known, spared };
  };
  return {
    users: ruleOf(users_read, 'user'),
    groups: ruleOf(groups_read, 'group'),
    // Whose group made no sense, and who made none as a member.
    memberships: ruleOf(groups_read, 'group', 'member'),
  };
}

type Changes = Readonly<Record<'users' | 'groups' | 'memberships', Merged>>;

async function mergeAll(
  db: Kysely<Database>,
  ids: Ids,
  rules: Rules,
  going: Going | null,
  signal?: AbortSignal,
): Promise<Changes> {
  const users = await merge(db, USERS, ids, rules.users, going?.users);
  signal?.throwIfAborted();
  const groups = await merge(db, GROUPS, ids, rules.groups, going?.groups);
  const gone = await parkMemberships(db, ids, rules.groups);
  if (users.removed > 0) await forgetMailboxes(db, ids);
  signal?.throwIfAborted();
  const memberships = await merge(db, MEMBERSHIPS, ids, rules.memberships);
  const strays = users.removed > 0 ? await removeStrays(db, ids) : 0;
  const removed = memberships.removed + gone + strays;
  return {
    users,
    groups,
    memberships: { ...memberships, removed, total: memberships.total - strays },
  };
}

async function forgetMailboxes(db: Kysely<Database>, { accountId }: Ids): Promise<void> {
  await sql`
    delete from mailboxes m where m.account_id = ${accountId}::uuid and not exists (
      select from directory_users u where u.account_id = m.account_id and u.user_id = m.user_id)`.execute(
    db,
  );
}

function countersOf({ users, groups, memberships }: Changes) {
  return {
    users: users.total,
    groups: groups.total,
    memberships: memberships.total,
    added: users.added,
    changed: users.changed,
    removed: users.removed,
    groups_added: groups.added,
    groups_changed: groups.changed,
    groups_removed: groups.removed,
    memberships_added: memberships.added,
    memberships_removed: memberships.removed,
  };
}

const writtenBy = (changes: Changes) =>
  Object.values(changes).reduce(
    (sum, { added, changed, removed }) => sum + added + changed + removed,
    0,
  );

/** Whether anything was said beside the lists. */
async function somethingChanged(db: Kysely<Database>, runId: string): Promise<boolean> {
  const row = await db
    .selectFrom('sync_streams')
    .select('run_id')
    .where('run_id', '=', runId)
    .where('stream', 'in', ['userChanges', 'groupChanges'])
    .where('items', '>', 0)
    .executeTakeFirst();
  return row !== undefined;
}

/** Where the next run goes on: kept only together with what was read up to there. */
async function keepDeltaLinks(db: Kysely<Database>, run: SyncRun): Promise<void> {
  await sql`
    insert into directory_cursors (account_id, stream, delta_link, taken_at)
    select ${run.account_id}::uuid, case stream when 'userChanges' then 'users' else 'groups' end, cursor ->> 'delta', now()
    from sync_streams
    where run_id = ${run.run_id}::uuid and stream in ('userChanges', 'groupChanges') and cursor ->> 'delta' is not null
    on conflict (account_id, stream) do update set delta_link = excluded.delta_link, taken_at = excluded.taken_at`.execute(
    db,
  );
}

/** Streams that must have been read to their end before a run may be published. */
function requiredStreams(run: SyncRun): readonly SyncStream[] {
  if (run.method === ('selected' satisfies Method)) return ['targets'];
  const users: SyncStream[] = run.users_read === 'full' ? ['users'] : [];
  const groups: SyncStream[] = run.groups_read === 'full' ? ['groups', 'memberships'] : [];
  return [...users, 'userChanges', ...groups, 'groupChanges'];
}

async function requireComplete(db: Kysely<Database>, run: SyncRun): Promise<void> {
  const rows = await db
    .selectFrom('sync_streams')
    .select(['stream', ({ fn }) => fn<boolean>('bool_and', ['done']).as('done')])
    .where('run_id', '=', run.run_id)
    .groupBy('stream')
    .execute();
  const missing = requiredStreams(run).filter(
    (stream) => !rows.some((row) => row.stream === stream && row.done),
  );
  if (missing.length > 0) {
    throw new ProvostError('IncompleteRun', undefined, { details: { missing } });
  }
}

async function countOf(
  db: Kysely<Database>,
  table: 'directory_users' | 'directory_groups',
  accountId: string,
): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
