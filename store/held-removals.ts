/** Runs that would remove a large part of a directory and are held for an administrator's decision. */
import { type Kysely, sql } from 'kysely';
import { countRemoved, isRemoved, type Rule, totalOf } from './merge.ts';
import type { Rules } from './publish-rules.ts';
import { GROUPS, type RowKind, SITES, USERS } from './row-kinds.ts';
import { claimAndAnnounce, type Lease } from './runs/lease.ts';
import type { Database, SyncRun } from './schema.ts';

/** A run is held if it would remove more than this share, and more than this number, of the users, of the groups or of the sites. */
export interface RemovalGuard {
  /** From 0 to 1. */
  readonly share: number;
  readonly floor: number;
}

/** How many a run would remove. */
export interface HeldRemovalsCount {
  readonly users: number;
  readonly groups: number;
  readonly sites: number;
}

/** A user, group or site that a held run would remove. */
export interface HeldRemoval {
  readonly kind: 'user' | 'group' | 'site';
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
  rules: Rules,
  guard: RemovalGuard,
): Promise<{ held: boolean; wouldRemove: HeldRemovalsCount | null }> {
  if (run.heldRemovalsAllowed) return { held: false, wouldRemove: null };
  const ids = { run: run.number, accountId: run.accountId };
  const wouldRemove = { users: 0, groups: 0, sites: 0 };
  let held = false;
  for (const { kind, rule } of guardedBy(rules)) {
    const count = await countRemoved(db, kind, ids, rule);
    wouldRemove[kind.name] = count;
    held ||= count > guard.floor && count > guard.share * (await totalOf(db, kind, ids.accountId));
  }
  if (!held) return { held, wouldRemove };
  await claimAndAnnounce(db, lease, {
    heldAt: new Date(),
    heldUsers: wouldRemove.users,
    heldGroups: wouldRemove.groups,
    heldSites: wouldRemove.sites,
  });
  await saveHeldRemovals(db, run, rules);
  return { held, wouldRemove };
}

/** Each kind with its rule. Memberships are not guarded: they come and go with their groups and members. */
const guardedBy = (rules: Rules): readonly { kind: Guarded; rule: Rule }[] =>
  rules.of === 'sites'
    ? [{ kind: GUARDED.sites, rule: rules.sites }]
    : [
        { kind: GUARDED.users, rule: rules.users },
        { kind: GUARDED.groups, rule: rules.groups },
      ];

interface Guarded extends Pick<RowKind<never>, 'key'> {
  readonly name: keyof HeldRemovalsCount;
  /** What a person is shown of a row `d`: kind, id, name, address. */
  readonly shown: string;
}

const GUARDED = {
  users: {
    name: 'users',
    key: USERS.key,
    shown: `'user', d.user_id::text, d.display_name, d.user_principal_name`,
  },
  groups: {
    name: 'groups',
    key: GROUPS.key,
    shown: `'group', d.group_id::text, d.display_name, d.mail`,
  },
  sites: { name: 'sites', key: SITES.key, shown: `'site', d.site_id, d.title, d.url` },
} as const satisfies Record<keyof HeldRemovalsCount, Guarded>;

async function saveHeldRemovals(db: Kysely<Database>, run: SyncRun, rules: Rules): Promise<void> {
  const ids = { run: run.number, accountId: run.accountId };
  await db.deleteFrom('heldRemovals').where('runId', '=', run.runId).execute();
  for (const { kind, rule } of guardedBy(rules)) {
    await sql`
      insert into held_removals (run_id, account_id, kind, object_id, name, address)
      select ${run.runId}::uuid, d.account_id, ${sql.raw(kind.shown)}
      from ${sql.table(`directory_${kind.name}`)} d where ${isRemoved(kind, ids, rule)}`.execute(
      db,
    );
  }
}

/** Lists and allows the removals of held runs. */
export function createHeldRemovals(db: Kysely<Database>) {
  return {
    /** What a held run would remove: users, then groups, by name. */
    async heldRemovals(
      runId: string,
      page: { limit: number; offset: number },
    ): Promise<{ total: number; heldRemovals: HeldRemoval[] }> {
      const query = db.selectFrom('heldRemovals').where('runId', '=', runId);
      const { total } = await query
        .select(({ fn }) => fn.countAll<string>().as('total'))
        .executeTakeFirstOrThrow();
      const heldRemovals = await query
        .select(['kind', 'objectId', 'name', 'address'])
        .orderBy('kind', 'desc')
        .orderBy('name')
        .orderBy('objectId')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      return { total: Number(total), heldRemovals };
    },

    /** Allows the removals of a held run. Idempotent. */
    async allowHeldRemovals(runId: string): Promise<void> {
      await db
        .updateTable('syncRuns')
        .set({ heldRemovalsAllowed: true, heldAt: null })
        .where('runId', '=', runId)
        .where('outcome', '=', 'running')
        .execute();
    },
  };
}
