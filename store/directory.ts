import { type Kysely } from 'kysely';
import { type Published, publish } from './publish.ts';
import type { RemovalGuard } from './held-removals.ts';
import type { Lease } from './runs/lease.ts';
import type { Database, ListStream, SyncRun } from './schema.ts';
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
        .selectFrom('directoryCursors')
        .select('deltaLink')
        .where('accountId', '=', accountId)
        .where('stream', '=', stream)
        .executeTakeFirst();
      return row?.deltaLink ?? null;
    },

    /** Changed items that the last run skipped, as its cursor had them. */
    async carried(accountId: string, stream: ListStream): Promise<unknown> {
      const row = await db
        .selectFrom('directoryCursors')
        .select('carried')
        .where('accountId', '=', accountId)
        .where('stream', '=', stream)
        .executeTakeFirst();
      return row?.carried ?? [];
    },

    /** Deletes the account's directory, its runs and their staged rows. */
    remove: (accountId: string): Promise<void> =>
      db.transaction().execute(async (trx) => {
        const runs = await trx
          .selectFrom('syncRuns')
          .select('runId')
          .where('accountId', '=', accountId)
          .execute();
        for (const { runId } of runs) await dropStaging(trx, runId);
        for (const table of ACCOUNT_TABLES) {
          await trx.deleteFrom(table).where('accountId', '=', accountId).execute();
        }
      }),
  };
}

const ACCOUNT_TABLES = [
  'directoryUsers',
  'directoryGroups',
  'directoryMemberships',
  'directorySites',
  'directoryCursors',
  'heldRemovals',
  'parkedMemberships',
  'mailboxes',
  'canaryMailboxes',
  'syncRuns',
] as const;
