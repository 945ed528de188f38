/** Publishes a run: makes the account's directory equal to its staged rows. */
import { type Kysely, sql } from 'kysely';
import { analyzeStaged, BULK, prepareBulk, tidy } from './bulk.ts';
import { type HeldRemovalsCount, holdIfTooMany, type RemovalGuard } from './held-removals.ts';
import { type Changes, type Ids, merge, UNREAD } from './merge.ts';
import { parkMemberships, removeStrays } from './parked-memberships.ts';
import { countMailboxes } from './mailbox-counts.ts';
import { fillFirst, fillInParallel } from './publish-first.ts';
import { requireComplete, type Rules, rulesOf, settleRun } from './publish-rules.ts';
import { summaryOf } from './published.ts';
import { GROUPS, MEMBERSHIPS, SITES, USERS } from './row-kinds.ts';
import { claim, claimAndAnnounce, type Lease } from './runs/lease.ts';
import type { Database, SyncRun } from './schema.ts';
import { dropStaging } from './staging.ts';

/** Counts of the published directory or, if `held`, of what the run would remove. */
export interface Published {
  readonly held: boolean;
  readonly users: number;
  readonly groups: number;
  readonly sites: number;
}

export interface Publication {
  readonly lease: Lease;
  readonly run: SyncRun;
  readonly guard: RemovalGuard;
  readonly signal?: AbortSignal;
}

/**
 * Makes the account's directory equal to what the run staged. Readers see the
 * old directory or the new one, and never wait. Removes nothing unless every
 * stream was read to its end. A run that would remove more than the guard allows
 * is held and publishes nothing.
 * @throws ProvostError IncompleteRun or LeaseLost; the signal's reason.
 */
export async function publish(db: Kysely<Database>, publication: Publication): Promise<Published> {
  const { lease, run, signal } = publication;
  const large = run.users + run.groups + run.memberships + run.sites > BULK;
  const first = (await summaryOf(db, run.accountId)) === null;
  // Before the transaction: inside it, ANALYZE would hold its lock until the commit and block others.
  if (large && !first) await analyzeStaged(db);
  const filled = first && large ? await fillInParallel(db, lease, run) : null;
  signal?.throwIfAborted();
  const outcome = await db.transaction().execute(async (trx) => {
    await claim(trx, lease, { phase: 'publishing' });
    const decided = filled ?? (await decide(trx, publication, { first, large }));
    if ('held' in decided) return decided;
    await markPublished(trx, lease, run, decided);
    if (!large) await dropStaging(trx, run.runId);
    return decided;
  });
  if ('held' in outcome) return outcome;
  if (rowsWritten(outcome) > BULK) await tidy(db);
  const { users, groups, sites } = outcome;
  return { held: false, users: users.total, groups: groups.total, sites: sites.total };
}

async function decide(
  db: Kysely<Database>,
  { lease, run, guard, signal }: Publication,
  { first, large }: { first: boolean; large: boolean },
): Promise<Changes | (Published & { held: true })> {
  await requireComplete(db, run);
  if (large) await prepareBulk(db);
  await settleRun(db, run);
  if (first) return fillFirst(db, run);
  const rules = rulesOf(run);
  const { held, wouldRemove } = await holdIfTooMany(db, lease, run, rules, guard);
  if (held) return { users: 0, groups: 0, sites: 0, ...wouldRemove, held };
  return mergeAll(db, { run: run.number, accountId: run.accountId }, rules, wouldRemove, signal);
}

async function mergeAll(
  db: Kysely<Database>,
  ids: Ids,
  rules: Rules,
  wouldRemove: HeldRemovalsCount | null,
  signal?: AbortSignal,
): Promise<Changes> {
  if (rules.of === 'sites') {
    const sites = await merge(db, SITES, ids, rules.sites, wouldRemove?.sites);
    return { users: UNREAD, groups: UNREAD, memberships: UNREAD, sites };
  }
  const users = await merge(db, USERS, ids, rules.users, wouldRemove?.users);
  signal?.throwIfAborted();
  const groups = await merge(db, GROUPS, ids, rules.groups, wouldRemove?.groups);
  const gone = await parkMemberships(db, ids, rules.groups);
  if (users.removed > 0) await deleteMailboxes(db, ids);
  signal?.throwIfAborted();
  const memberships = await merge(db, MEMBERSHIPS, ids, rules.memberships);
  const strays = users.removed > 0 ? await removeStrays(db, ids) : 0;
  const removed = memberships.removed + gone + strays;
  return {
    users,
    groups,
    memberships: { ...memberships, removed, total: memberships.total - strays },
    sites: UNREAD,
  };
}

async function deleteMailboxes(db: Kysely<Database>, { accountId }: Ids): Promise<void> {
  await sql`
    delete from mailboxes m where m.account_id = ${accountId}::uuid and not exists (
      select from directory_users u where u.account_id = m.account_id and u.user_id = m.user_id)`.execute(
    db,
  );
}

/** When this commits, readers see the new directory. */
async function markPublished(
  db: Kysely<Database>,
  lease: Lease,
  run: SyncRun,
  changes: Changes,
): Promise<void> {
  await saveDeltaLinks(db, run);
  await db.deleteFrom('heldRemovals').where('runId', '=', run.runId).execute();
  await claimAndAnnounce(db, lease, {
    ...countersOf(changes),
    ...(await countMailboxes(db, run.accountId)),
    carried: sql`(
      select coalesce(sum(jsonb_array_length(cursor -> 'carried')), 0)::int from sync_streams
      where run_id = ${run.runId}::uuid and stream in ('userChanges', 'groupChanges', 'siteChanges'))`,
    phase: 'done',
    outcome: 'published',
    endedAt: new Date(),
  });
}

function countersOf({ users, groups, memberships, sites }: Changes) {
  return {
    users: users.total,
    groups: groups.total,
    memberships: memberships.total,
    added: users.added,
    changed: users.changed,
    removed: users.removed,
    groupsAdded: groups.added,
    groupsChanged: groups.changed,
    groupsRemoved: groups.removed,
    membershipsAdded: memberships.added,
    membershipsRemoved: memberships.removed,
    sites: sites.total,
    sitesAdded: sites.added,
    sitesChanged: sites.changed,
    sitesRemoved: sites.removed,
  };
}

const rowsWritten = (changes: Changes) =>
  Object.values(changes).reduce(
    (sum, { added, changed, removed }) => sum + added + changed + removed,
    0,
  );

/** Saves the delta links for the next run, and what it asks for by id, in the transaction that publishes what was read before them. */
async function saveDeltaLinks(db: Kysely<Database>, run: SyncRun): Promise<void> {
  await sql`
    insert into directory_cursors (account_id, stream, delta_link, taken_at, carried)
    select ${run.accountId}::uuid, 
      case stream when 'userChanges' then 'users' when 'groupChanges' then 'groups' else 'sites' end, cursor ->> 'delta', now(),
      coalesce(cursor -> 'carried', '[]')
    from sync_streams
    where run_id = ${run.runId}::uuid and stream in ('userChanges', 'groupChanges', 'siteChanges')
      and cursor ->> 'delta' is not null
    on conflict (account_id, stream) do update set delta_link = excluded.delta_link, taken_at = excluded.taken_at,
      carried = excluded.carried`.execute(db);
}
