/**
 * An account's first publication. Until it is told as published nobody is shown
 * anything of its directory, so a large one is written by two transactions side
 * by side, and told by a third.
 */
import type { Kysely } from 'kysely';
import { prepareBulk } from './bulk.ts';
import { type Changes, fill, type Ids } from './merge.ts';
import { parkMemberships } from './parked-memberships.ts';
import { requireComplete, rulesOf, settleRun } from './publish-rules.ts';
import { GROUPS, MEMBERSHIPS, USERS } from './row-kinds.ts';
import { claim, type Lease, share, type SyncRun } from './runs.ts';
import type { Database } from './schema.ts';

/** To be called in the transaction that publishes, once the run has settled. */
export async function fillFirst(db: Kysely<Database>, run: SyncRun): Promise<Changes> {
  const ids = idsOf(run);
  await makeRoom(db, run, ids);
  return {
    users: await fill(db, USERS, ids),
    groups: await fill(db, GROUPS, ids),
    memberships: await fill(db, MEMBERSHIPS, ids),
  };
}

/**
 * Fills the directory on two connections, unseen. May be repeated from its
 * beginning whenever it was not told as published.
 * @throws ProvostError IncompleteRun or LeaseLost
 */
export async function fillSideBySide(
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
    await makeRoom(trx, run, ids);
  });
  const filling = <T>(fillAll: (trx: Kysely<Database>) => Promise<T>) =>
    db.transaction().execute(async (trx) => {
      await share(trx, lease);
      await prepareBulk(trx);
      return fillAll(trx);
    });
  // About as many rows' work on either side.
  const people = filling(async (trx) => ({
    users: await fill(trx, USERS, ids),
    groups: await fill(trx, GROUPS, ids),
  }));
  const memberships = filling((trx) => fill(trx, MEMBERSHIPS, ids));
  // Neither may go on behind the back of whoever tries again.
  await Promise.allSettled([people, memberships]);
  return { ...(await people), memberships: await memberships };
}

const idsOf = (run: SyncRun): Ids => ({ run: run.number, accountId: run.account_id });

/** Takes away what a first publication that came to nothing has left, and memberships of whoever is gone already. */
async function makeRoom(db: Kysely<Database>, run: SyncRun, ids: Ids): Promise<void> {
  const { accountId } = ids;
  await db
    .with('users', (query) =>
      query.deleteFrom('directory_users').where('account_id', '=', accountId),
    )
    .with('groups', (query) =>
      query.deleteFrom('directory_groups').where('account_id', '=', accountId),
    )
    .deleteFrom('directory_memberships')
    .where('account_id', '=', accountId)
    .execute();
  await parkMemberships(db, ids, rulesOf(run).groups);
}
