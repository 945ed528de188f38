/** Runs that would remove a large part of a directory and are held for an administrator's decision. */
import { type Kysely, sql } from 'kysely';
import { countRemovals, isRemoved, type Rule, totalOf } from './merge.ts';
import { GROUPS, USERS } from './row-kinds.ts';
import { claimAndAnnounce, type Lease, type SyncRun } from './runs.ts';
import type { Database } from './schema.ts';

/** A run is held if it would remove more than this share, and more than this number, of the users or of the groups. */
export interface RemovalGuard {
  /** From 0 to 1. */
  readonly share: number;
  readonly floor: number;
}

/** How many users and groups a run would remove. */
export interface RemovalCount {
  readonly users: number;
  readonly groups: number;
}

/** A user or group that a held run would remove. */
export interface HeldRemoval {
  readonly kind: 'user' | 'group';
  readonly objectId: string;
  readonly name: string | null;
  readonly address: string | null;
}

/**
 * Holds a run that would remove too much, and stores the removals until a decision.
 * @returns how many it would remove; null if an administrator has already allowed them.
 */
export async function holdIfTooMany(
  db: Kysely<Database>,
  lease: Lease,
  run: SyncRun,
  rules: { users: Rule; groups: Rule },
  guard: RemovalGuard,
): Promise<{ held: boolean; removals: RemovalCount | null }> {
  if (run.removals_allowed) return { held: false, removals: null };
  const ids = { run: run.number, accountId: run.account_id };
  const users = await countRemovals(db, USERS, ids, rules.users);
  const groups = await countRemovals(db, GROUPS, ids, rules.groups);
  const tooMany = async (count: number, total: () => Promise<number>) =>
    count > guard.floor && count > guard.share * (await total());
  const held =
    (await tooMany(users, () => totalOf(db, USERS, ids.accountId))) ||
    (await tooMany(groups, () => totalOf(db, GROUPS, ids.accountId)));
  if (!held) return { held, removals: { users, groups } };
  await claimAndAnnounce(db, lease, {
    held_at: new Date(),
    held_users: users,
    held_groups: groups,
  });
  await saveRemovals(db, run, rules);
  return { held, removals: { users, groups } };
}

async function saveRemovals(
  db: Kysely<Database>,
  run: SyncRun,
  rules: { users: Rule; groups: Rule },
): Promise<void> {
  const ids = { run: run.number, accountId: run.account_id };
  await db.deleteFrom('held_removals').where('run_id', '=', run.run_id).execute();
  await sql`
    insert into held_removals (run_id, account_id, kind, object_id, name, address)
    select ${run.run_id}::uuid, d.account_id, 'user', d.user_id, d.display_name, d.user_principal_name
    from directory_users d where ${isRemoved(USERS, ids, rules.users)}
    union all
    select ${run.run_id}::uuid, d.account_id, 'group', d.group_id, d.display_name, d.mail
    from directory_groups d where ${isRemoved(GROUPS, ids, rules.groups)}`.execute(db);
}

/** Lists and allows the removals of held runs. */
export function createHeldRemovals(db: Kysely<Database>) {
  return {
    /** What a held run would remove: users, then groups, by name. */
    async heldRemovals(
      runId: string,
      page: { limit: number; offset: number },
    ): Promise<{ total: number; removals: HeldRemoval[] }> {
      const query = db.selectFrom('held_removals').where('run_id', '=', runId);
      const { total } = await query
        .select(({ fn }) => fn.countAll<string>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await query
        .selectAll()
        .orderBy('kind', 'desc')
        .orderBy('name')
        .orderBy('object_id')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      const removals = rows.map(({ kind, object_id, name, address }) => ({
        kind,
        objectId: object_id,
        name,
        address,
      }));
      return { total: Number(total), removals };
    },

    /** Allows the removals of a held run. Idempotent. */
    async allowRemovals(runId: string): Promise<void> {
      await db
        .updateTable('sync_runs')
        .set({ removals_allowed: true, held_at: null })
        .where('run_id', '=', runId)
        .where('outcome', '=', 'running')
        .execute();
    },
  };
}
