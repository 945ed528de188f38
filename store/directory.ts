import { type Kysely, sql } from 'kysely';
import type { Method } from '../domain/account.ts';
import { ProvostError } from '../domain/failures.ts';
import { GROUPS, MEMBERSHIPS, merge, USERS } from './bulk.ts';
import { announce } from './change-feed.ts';
import { claim, dropStaging, type Lease, type SyncRun } from './runs.ts';
import type { Database, SyncStream } from './schema.ts';

/** Streams that must have been read to their end before a run may be published. */
const REQUIRED_STREAMS = {
  all: ['users', 'groups', 'memberships'],
  selected: ['targets'],
} as const satisfies Record<Method, readonly SyncStream[]>;

/** The published directory of each account. */
export function createDirectory(db: Kysely<Database>) {
  return {
    /**
     * Replaces the account's directory by what the run staged, in one
     * transaction: readers see the old one or the new one. Nothing is removed
     * unless every stream was read to its end.
     * @returns how many users and groups there are now.
     * @throws ProvostError IncompleteRun or LeaseLost.
     */
    async publish(lease: Lease, run: SyncRun): Promise<{ users: number; groups: number }> {
      const published = await db.transaction().execute(async (trx) => {
        await claim(trx, lease, { phase: 'publishing' });
        await requireComplete(trx, run);
        const ids = { runId: run.run_id, accountId: run.account_id };
        // An item that could not be read is not an item that is gone.
        const rule = { removeMissing: run.skipped === 0 };
        const users = await merge(trx, USERS, ids, rule);
        const groups = await merge(trx, GROUPS, ids, rule);
        const memberships = await merge(trx, MEMBERSHIPS, ids, rule);
        await dropStaging(trx, run.run_id);
        await claim(trx, lease, {
          phase: 'done',
          outcome: 'published',
          ended_at: new Date(),
          users: users.total,
          groups: groups.total,
          memberships: memberships.total,
          added: users.added,
          changed: users.changed,
          removed: users.removed,
        });
        await announce(trx, { organizationId: run.organization_id, topic: 'account' });
        const written = [users, groups, memberships].map(
          ({ added, changed, removed }) => added + changed + removed,
        );
        return { users: users.total, groups: groups.total, written: sumOf(written) };
      });
      if (published.written > BULK) await tidy(db);
      return { users: published.users, groups: published.groups };
    },

    /** Keeps the delta link from which the next synchronization goes on. */
    async saveCursor(accountId: string, stream: 'users' | 'groups', link: string): Promise<void> {
      const row = { delta_link: link, taken_at: new Date() };
      await db
        .insertInto('directory_cursors')
        .values({ ...row, account_id: accountId, stream })
        .onConflict((conflict) => conflict.columns(['account_id', 'stream']).doUpdateSet(row))
        .execute();
    },

    /** The delta link that was kept last, else null. */
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

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

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
  'sync_runs',
] as const;

async function requireComplete(db: Kysely<Database>, run: SyncRun): Promise<void> {
  const done = await db
    .selectFrom('sync_streams')
    .select('stream')
    .where('run_id', '=', run.run_id)
    .where('done', '=', true)
    .execute();
  const missing = REQUIRED_STREAMS[run.method].filter(
    (stream) => !done.some((row) => row.stream === stream),
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
