/** Leases: of all workers that ever took a run, only the last one writes to it. */
import { type Kysely, sql, type UpdateObject } from 'kysely';
import { ProvostError } from '../../domain/failures.ts';
import { announce, announcement } from '../change-feed.ts';
import type { Database, SyncPhase } from '../schema.ts';
import { PHASE_START, type RunPhase } from './phases.ts';

/** The right to write to a run. A later lease invalidates it. */
export interface Lease {
  readonly runId: string;
  /** The run's number, which its staged rows carry. */
  readonly run: number;
  readonly organizationId: string;
  readonly fence: number;
}

export function createLeases(db: Kysely<Database>) {
  return {
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
  };
}

const READ_PHASE = sql<SyncPhase>`case when groups_at is null then 'users' else 'groups' end`;

export type RunChanges = UpdateObject<Database, 'syncRuns', 'syncRuns'>;

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

/** The statement, for those who return more of the run. */
export const claiming = (db: Kysely<Database>, { runId, fence }: Lease, changes: RunChanges) =>
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
