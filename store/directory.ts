import { type Kysely } from 'kysely';
import { type Published, publish } from './publish.ts';
import type { RemovalGuard } from './held-removals.ts';
import type { Lease, SyncRun } from './runs.ts';
import type { Database, ListStream } from './schema.ts';
import { dropStaging } from './staging.ts';

/** The published directory of each account. */
export function createDirectory(db: Kysely<Database>) {
  return {
    /** See `publish`. */
    publish: (
      lease: Lease,
      run: SyncRun,
      guard: RemovalGuard,
      signal?: AbortSignal,
    ): Promise<Published> => publish(db, { lease, run, guard, signal }),

    /** The delta link that the next run starts from, or null. */
    async cursor(accountId: string, stream: ListStream): Promise<string | null> {
      const row = await db
        .selectFrom('directory_cursors')
        .select('delta_link')
        .where('account_id', '=', accountId)
        .where('stream', '=', stream)
        .executeTakeFirst();
      return row?.delta_link ?? null;
    },

    /** Changed items that the last run skipped, as its cursor had them. */
    async carried(accountId: string, stream: ListStream): Promise<unknown> {
      const row = await db
        .selectFrom('directory_cursors')
        .select('carried')
        .where('account_id', '=', accountId)
        .where('stream', '=', stream)
        .executeTakeFirst();
      return row?.carried ?? [];
    },

    /** Deletes the account's directory, its runs and their staged rows. */
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

const ACCOUNT_TABLES = [
  'directory_users',
  'directory_groups',
  'directory_memberships',
  'directory_sites',
  'directory_cursors',
  'held_removals',
  'parked_memberships',
  'mailboxes',
  'canary_mailboxes',
  'sync_runs',
] as const;
