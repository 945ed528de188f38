/**
 * Memberships of removed users and groups. A user in Microsoft's recycle bin keeps
 * the memberships, but `groups/delta` reports neither the removal nor the restoration.
 * They are parked until the user is restored.
 */
import { type Kysely, sql } from 'kysely';
import type { Ids, Rule } from './merge.ts';
import type { Database } from './schema.ts';

/**
 * Deletes memberships of removed users and groups from staging and the directory,
 * and stages those of restored users. Call it in the publishing transaction, before
 * memberships are merged.
 * @returns how many left the directory.
 */
export async function parkMemberships(
  db: Kysely<Database>,
  ids: Ids,
  groups: Rule,
): Promise<number> {
  if (groups.read === 'full') await deleteParked(db, ids);
  else {
    await deleteLeft(db, ids);
    await restoreParked(db, ids);
  }
  if (!(await anythingRemoved(db, ids))) return 0;
  await dropStagedOfGone(db, ids);
  return removeOfGone(db, ids);
}

const goneUsers = ({ run }: Ids) =>
  sql`(select user_id from staged_users where run = ${run}::int and removed)`;
const goneGroups = ({ run }: Ids) =>
  sql`(select group_id from staged_groups where run = ${run}::int and removed)`;

async function anythingRemoved(db: Kysely<Database>, ids: Ids): Promise<boolean> {
  const { rows } = await sql`
    select from (${goneUsers(ids)} union all ${goneGroups(ids)}) gone limit 1`.execute(db);
  return rows.length > 0;
}

/** A full list of members contains all memberships, so nothing needs to be parked. */
async function deleteParked(db: Kysely<Database>, { accountId }: Ids): Promise<void> {
  await db.deleteFrom('parkedMemberships').where('accountId', '=', accountId).execute();
}

/** A user who leaves a group while in the recycle bin does not return to it. */
async function deleteLeft(db: Kysely<Database>, { run, accountId }: Ids): Promise<void> {
  await sql`
    delete from parked_memberships p using staged_memberships s
    where p.account_id = ${accountId}::uuid and s.run = ${run}::int and s.removed
      and s.group_id = p.group_id and s.member_id = p.member_id`.execute(db);
}

/** Staged with step 0: changes reported in the meantime have a higher step and win. */
async function restoreParked(db: Kysely<Database>, { run, accountId }: Ids): Promise<void> {
  await sql`
    with back as (
      delete from parked_memberships p
      using staged_users u
      where p.account_id = ${accountId}::uuid and u.run = ${run}::int
        and not u.removed and u.user_id = p.member_id
      returning p.group_id, p.member_id, p.member_kind
    )
    insert into staged_memberships (run, step, group_id, member_id, member_kind)
    select ${run}::int, 0, b.group_id, b.member_id, b.member_kind from back b
    where exists (
        select from directory_groups g where g.account_id = ${accountId}::uuid and g.group_id = b.group_id)
      and not exists (
        select from staged_memberships s
        where s.run = ${run}::int and s.group_id = b.group_id and s.member_id = b.member_id)`.execute(
    db,
  );
}

async function dropStagedOfGone(db: Kysely<Database>, ids: Ids): Promise<void> {
  await sql`
    delete from staged_memberships m
    where m.run = ${ids.run}::int and not m.removed
      and (m.member_id in ${goneUsers(ids)} or m.member_id in ${goneGroups(ids)} or m.group_id in ${goneGroups(ids)})`.execute(
    db,
  );
}

async function removeOfGone(db: Kysely<Database>, ids: Ids): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from directory_memberships m
      where m.account_id = ${ids.accountId}::uuid
        and (m.member_id in ${goneUsers(ids)} or m.member_id in ${goneGroups(ids)} or m.group_id in ${goneGroups(ids)})
      returning m.account_id, m.group_id, m.member_id, m.member_kind
    ), parked as (
      insert into parked_memberships (account_id, group_id, member_id, member_kind)
      select * from gone where member_kind = 'user' and group_id not in ${goneGroups(ids)}
      on conflict do nothing
    )
    select count(*)::int as count from gone`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Users that were missing from a full list may still be members of groups that were read by delta.
 * @returns how many memberships left the directory.
 */
export async function removeStrays(db: Kysely<Database>, { accountId }: Ids): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from directory_memberships m
    where m.account_id = ${accountId}::uuid and m.member_kind = 'user' and not exists (
      select from directory_users u where u.account_id = m.account_id and u.user_id = m.member_id)`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0);
}

/**
 * A user who was removed after the members of a group were read and before the users
 * were is in no list of users and reported by no change. Both must have been read in full.
 */
export async function dropStagedStrays(db: Kysely<Database>, { run }: Ids): Promise<void> {
  // PostgreSQL has no statistics for the staged rows and would compare every pair in a nested loop.
  await sql`set local enable_nestloop = off`.execute(db);
  await sql`
    delete from staged_memberships m
    where m.run = ${run}::int and m.member_kind = 'user' and not exists (
      select from staged_users u
      where u.run = ${run}::int and not u.removed and u.user_id = m.member_id)`.execute(db);
  await sql`set local enable_nestloop = on`.execute(db);
}
