/** Runs from their beginning to their end, and those that ended. */
import { type Kysely, sql } from 'kysely';
import type { Method } from '../../domain/account.ts';
import { SKIPPED_REREAD_INTERVAL } from '../../domain/limits.ts';
import { refuseRemoved } from '../refuse-removed.ts';
import type { Database, ListStream, ReadMode, SyncOutcome, SyncRun } from '../schema.ts';
import { dropStaging, endedRunsInStaging } from '../staging.ts';

export function createHistory(db: Kysely<Database>) {
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

    /** Ends a run without publishing it, and drops its staged rows. Idempotent. */
    end: (runId: string, outcome: Unpublished): Promise<void> => end(db, runId, outcome),

    /** Cancels the account's running runs. */
    async cancelAll(accountId: string): Promise<void> {
      const running = await db
        .selectFrom('syncRuns')
        .select('runId')
        .where('accountId', '=', accountId)
        .where('outcome', '=', 'running')
        .execute();
      for (const { runId } of running) await end(db, runId, 'cancelled');
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

type Unpublished = Exclude<SyncOutcome, 'running' | 'published'>;

const end = (db: Kysely<Database>, runId: string, outcome: Unpublished): Promise<void> =>
  db.transaction().execute(async (trx) => {
    await trx.deleteFrom('heldRemovals').where('runId', '=', runId).execute();
    await trx
      .updateTable('syncRuns')
      .set({ outcome, endedAt: new Date(), fence: sql`fence + 1` })
      .where('runId', '=', runId)
      .where('outcome', '=', 'running')
      .execute();
    await dropStaging(trx, runId);
  });

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
      select started_at, skipped > carried as lost, full_reason, licensed and 'full' in (users_read, groups_read, sites_read) as whole
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
