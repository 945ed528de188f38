/**
 * An account's first publication. Readers see nothing of the directory until it is
 * marked as published. A large one can therefore be written by two transactions in
 * parallel and marked by a third.
 */
import type { Kysely } from 'kysely';
import { prepareBulk } from './bulk.ts';
import { type Changes, fill, type Ids } from './merge.ts';
import { dropStagedStrays, parkMemberships } from './parked-memberships.ts';
import { requireComplete, rulesOf, settleRun } from './publish-rules.ts';
import { GROUPS, MEMBERSHIPS, SITES, USERS } from './row-kinds.ts';
import { claim, type Lease, shareLease } from './runs/lease.ts';
import type { Database, SyncRun } from './schema.ts';

/** Call it in the publishing transaction, after `settleRun`. */
export async function fillFirst(db: Kysely<Database>, run: SyncRun): Promise<Changes> {
  const ids = idsOf(run);
  await clearDirectory(db, run, ids);
  return {
    users: await fill(db, USERS, ids),
    groups: await fill(db, GROUPS, ids),
    memberships: await fill(db, MEMBERSHIPS, ids),
    sites: await fill(db, SITES, ids),
  };
}

/**
 * Fills the directory on two connections, invisible to readers. Can be repeated from
 * the beginning until the directory is marked as published.
 * @throws ProvostError IncompleteRun or LeaseLost
 */
export async function fillInParallel(
  db: Kysely<Database>,
  lease: Lease,
  run: SyncRun,
): Promise<Changes> {
  const ids = idsOf(run);
  await db.transaction().execute(async (trx) => {
    await claim(trx, lease, { phase: 'publishing' });
    await requireComplete(trx, run);
    await prepareBulk(trx);
    await settleRun(trx, run);
    await clearDirectory(trx, run, ids);
  });
  const filling = <T>(fillAll: (trx: Kysely<Database>) => Promise<T>) =>
    db.transaction().execute(async (trx) => {
      await shareLease(trx, lease);
      await prepareBulk(trx);
      return fillAll(trx);
    });
  // Both transactions have about the same amount of work. Sites come without the others.
  const others = filling(async (trx) => ({
    users: await fill(trx, USERS, ids),
    groups: await fill(trx, GROUPS, ids),
    sites: await fill(trx, SITES, ids),
  }));
  const memberships = filling((trx) => fill(trx, MEMBERSHIPS, ids));
  // Wait for both: neither may still be running during the next attempt.
  await Promise.allSettled([others, memberships]);
  return { ...(await others), memberships: await memberships };
}

const idsOf = (run: SyncRun): Ids => ({ run: run.number, accountId: run.accountId });

/** Deletes what a failed first publication has left, and memberships of users and groups that are no longer there. */
async function clearDirectory(db: Kysely<Database>, run: SyncRun, ids: Ids): Promise<void> {
  const { accountId } = ids;
  await db
    .with('users', (query) => query.deleteFrom('directoryUsers').where('accountId', '=', accountId))
    .with('groups', (query) =>
      query.deleteFrom('directoryGroups').where('accountId', '=', accountId),
    )
    .with('sites', (query) => query.deleteFrom('directorySites').where('accountId', '=', accountId))
    .deleteFrom('directoryMemberships')
    .where('accountId', '=', accountId)
    .execute();
  const rules = rulesOf(run);
  if (rules.of === 'sites') return;
  await parkMemberships(db, ids, rules.groups);
  await dropStagedStrays(db, ids);
}
