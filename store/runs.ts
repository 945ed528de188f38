import { type Kysely, type Selectable, sql, type UpdateObject } from 'kysely';
import type { Method } from '../domain/account.ts';
import type { DirectoryGroup, DirectoryUser, Membership } from '../domain/directory.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { GROUPS, MEMBERSHIPS, stage, unstage, USERS } from './bulk.ts';
import { refuseRemoved } from './accounts.ts';
import { announce } from './change-feed.ts';
import type { Database, SyncOutcome, SyncPhase, SyncStream } from './schema.ts';

export type SyncRun = Selectable<Database['sync_runs']>;

/** The right to write to a run. Whoever takes it later makes it void. */
export interface Lease {
  readonly runId: string;
  readonly organizationId: string;
  readonly fence: number;
}

/** One page of a stream: its rows and where to go on, stored together or not at all. */
export interface Page {
  readonly stream: SyncStream;
  readonly cursor: unknown;
  readonly done: boolean;
  readonly users?: readonly DirectoryUser[];
  readonly groups?: readonly DirectoryGroup[];
  readonly memberships?: readonly Membership[];
  readonly removedUserIds?: readonly string[];
  readonly removedGroupIds?: readonly string[];
  readonly removedMemberships?: readonly Membership[];
  readonly skipped?: number;
}

/** Synchronization runs: leases, checkpoints and staging. Publishing is the directory's. */
export function createRuns(db: Kysely<Database>) {
  return {
    /**
     * Opens a run; repeating it is harmless.
     * @throws ProvostError WrongState when the account is being removed.
     */
    begin: (run: {
      runId: string;
      accountId: string;
      organizationId: string;
      method: Method;
    }): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await refuseRemoved(trx, run.accountId);
        await trx
          .insertInto('sync_runs')
          .values({
            run_id: run.runId,
            account_id: run.accountId,
            organization_id: run.organizationId,
            method: run.method,
            phase: 'users',
            outcome: 'running',
          })
          .onConflict((conflict) => conflict.column('run_id').doNothing())
          .execute();
      }),

    /**
     * Takes the run over from whoever held it, for a phase whose beginning is kept when it is the first time.
     * @throws ProvostError LeaseLost when the run has ended.
     */
    lease: (runId: string, phase: RunPhase): Promise<Lease> =>
      db.transaction().execute(async (trx) => {
        const begun = PHASE_BEGUN[phase];
        const row = await trx
          .updateTable('sync_runs')
          .set({
            fence: sql`fence + 1`,
            phase,
            [begun]: sql`coalesce(${sql.ref(begun)}, ${new Date()}::timestamptz)`,
            waiting_until: null,
            waiting_reason: null,
          })
          .where('run_id', '=', runId)
          .where('outcome', '=', 'running')
          .returning(['fence', 'organization_id'])
          .executeTakeFirst();
        if (!row) throw new ProvostError('LeaseLost');
        await announce(trx, { organizationId: row.organization_id, topic: 'account' });
        return { runId, fence: row.fence, organizationId: row.organization_id };
      }),

    /** Where a stream stands, or null before its first page. */
    async checkpoint(
      runId: string,
      stream: SyncStream,
    ): Promise<{ cursor: unknown; done: boolean } | null> {
      const row = await db
        .selectFrom('sync_streams')
        .select(['cursor', 'done'])
        .where('run_id', '=', runId)
        .where('stream', '=', stream)
        .executeTakeFirst();
      return row ?? null;
    },

    /**
     * Stores a page with its checkpoint in one transaction.
     * @throws ProvostError LeaseLost when another worker has taken the run over.
     */
    savePage: (lease: Lease, page: Page): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, {
          users: sql`users + ${(page.users?.length ?? 0) - (page.removedUserIds?.length ?? 0)}`,
          groups: sql`groups + ${(page.groups?.length ?? 0) - (page.removedGroupIds?.length ?? 0)}`,
          memberships: sql`memberships + ${page.memberships?.length ?? 0}`,
          pages: sql`pages + 1`,
          skipped: sql`skipped + ${page.skipped ?? 0}`,
        });
        await stageRows(trx, lease.runId, page);
        await saveCheckpoint(trx, lease.runId, page);
        await announce(trx, { organizationId: lease.organizationId, topic: 'account' });
      }),

    /** Forgets what streams have staged, all of them or none, so that they are read from their beginning. */
    restart: (lease: Lease, streams: readonly SyncStream[]): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, { restarts: sql`restarts + 1` });
        for (const stream of streams) {
          const counter = STREAM_COUNTER[stream];
          await claim(trx, lease, { [counter]: 0 });
          await trx.deleteFrom(`staged_${counter}`).where('run_id', '=', lease.runId).execute();
          await trx
            .deleteFrom('sync_streams')
            .where('run_id', '=', lease.runId)
            .where('stream', '=', stream)
            .execute();
        }
      }),

    /** Ids of staged groups behind `after`, in order. */
    async stagedGroupIds(runId: string, after: string | null, limit: number): Promise<string[]> {
      let query = db.selectFrom('staged_groups').select('group_id').where('run_id', '=', runId);
      if (after) query = query.where('group_id', '>', after);
      const rows = await query.orderBy('group_id').limit(limit).execute();
      return rows.map((row) => row.group_id);
    },

    /** How many users Microsoft says there are. */
    async expectUsers(lease: Lease, total: number): Promise<void> {
      await claim(db, lease, { total_users: total });
    },

    /** Says until when the run waits, and for what. The next lease clears it. */
    wait: (lease: Lease, until: Date, reason: FailureType): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await claim(trx, lease, { waiting_until: until, waiting_reason: reason });
        await announce(trx, { organizationId: lease.organizationId, topic: 'account' });
      }),

    /** Ends a run that is not to be published, and drops what it staged. Repeating it is harmless. */
    end: (runId: string, outcome: Exclude<SyncOutcome, 'running' | 'published'>): Promise<void> =>
      db.transaction().execute(async (trx) => {
        await trx
          .updateTable('sync_runs')
          .set({ outcome, ended_at: new Date(), fence: sql`fence + 1` })
          .where('run_id', '=', runId)
          .where('outcome', '=', 'running')
          .execute();
        await dropStaging(trx, runId);
      }),

    /** Ends whatever the account still has running, as cancelled. */
    async cancelAll(accountId: string): Promise<void> {
      const running = await db
        .selectFrom('sync_runs')
        .select('run_id')
        .where('account_id', '=', accountId)
        .where('outcome', '=', 'running')
        .execute();
      for (const { run_id } of running) await this.end(run_id, 'cancelled');
    },

    async byId(runId: string): Promise<SyncRun | null> {
      const row = await db
        .selectFrom('sync_runs')
        .selectAll()
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return row ?? null;
    },
  };
}

/** Each phase of a run, with the column that says when it began. */
const PHASE_BEGUN = {
  users: 'users_at',
  groups: 'groups_at',
  publishing: 'publishing_at',
} as const satisfies Record<Exclude<SyncPhase, 'done'>, keyof SyncRun>;
export type RunPhase = keyof typeof PHASE_BEGUN;

export const RUN_PHASES = ['users', 'groups', 'publishing'] as const satisfies readonly RunPhase[];

/** The phases that the run has entered, in order; each ends where the next one begins, or the run does. */
export function phasesOf(
  run: SyncRun,
): { phase: RunPhase; startedAt: Date; endedAt: Date | null }[] {
  const entered = RUN_PHASES.flatMap((phase) => {
    const startedAt = run[PHASE_BEGUN[phase]];
    return startedAt ? [{ phase, startedAt }] : [];
  });
  return entered.map((entry, index) => ({
    ...entry,
    endedAt: entered[index + 1]?.startedAt ?? run.ended_at,
  }));
}

const STREAM_COUNTER = {
  users: 'users',
  targets: 'users',
  groups: 'groups',
  memberships: 'memberships',
} as const satisfies Record<SyncStream, string>;

type RunChanges = UpdateObject<Database, 'sync_runs', 'sync_runs'>;

/** Fencing: a change counts only while the lease is the newest and the run is open. */
export async function claim(
  db: Kysely<Database>,
  lease: Lease,
  changes: RunChanges,
): Promise<void> {
  const held = await db
    .updateTable('sync_runs')
    .set(changes)
    .where('run_id', '=', lease.runId)
    .where('fence', '=', lease.fence)
    .where('outcome', '=', 'running')
    .returning('run_id')
    .executeTakeFirst();
  if (!held) throw new ProvostError('LeaseLost');
}

/** Deletes everything that a run has staged, and its checkpoints. */
export async function dropStaging(db: Kysely<Database>, runId: string): Promise<void> {
  await db.deleteFrom('staged_users').where('run_id', '=', runId).execute();
  await db.deleteFrom('staged_groups').where('run_id', '=', runId).execute();
  await db.deleteFrom('staged_memberships').where('run_id', '=', runId).execute();
  await db.deleteFrom('sync_streams').where('run_id', '=', runId).execute();
}

async function stageRows(db: Kysely<Database>, runId: string, page: Page): Promise<void> {
  await stage(db, USERS, runId, page.users ?? []);
  await stage(db, GROUPS, runId, page.groups ?? []);
  await stage(db, MEMBERSHIPS, runId, page.memberships ?? []);
  const gone = (page.removedMemberships ?? []).map(({ groupId, memberId }) => ({
    group_id: groupId,
    member_id: memberId,
  }));
  await unstage(db, MEMBERSHIPS, runId, gone);
  const userIds = page.removedUserIds ?? [];
  await unstage(
    db,
    USERS,
    runId,
    userIds.map((user_id) => ({ user_id })),
  );
  // Groups do not say that a member was deleted from the directory.
  await unstage(
    db,
    MEMBERSHIPS,
    runId,
    userIds.map((member_id) => ({ member_id })),
  );
  const groupIds = (page.removedGroupIds ?? []).map((group_id) => ({ group_id }));
  await unstage(db, GROUPS, runId, groupIds);
  await unstage(db, MEMBERSHIPS, runId, groupIds);
}

async function saveCheckpoint(db: Kysely<Database>, runId: string, page: Page): Promise<void> {
  const row = { cursor: JSON.stringify(page.cursor), done: page.done };
  await db
    .insertInto('sync_streams')
    .values({ ...row, run_id: runId, stream: page.stream })
    .onConflict((conflict) => conflict.columns(['run_id', 'stream']).doUpdateSet(row))
    .execute();
}
