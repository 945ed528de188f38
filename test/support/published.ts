/** Reads the rows of an account directly from the product's database. */
import { expect } from 'vitest';
import type { Kysely } from 'kysely';
import type { Database } from '../../store/schema.ts';
import { type Listing, sorted } from './listing.ts';

/** The published directory in the shape and order of a `Listing`. */
export async function publishedDirectory(
  db: Kysely<Database>,
  accountId: string,
): Promise<Listing> {
  const where = ['account_id', '=', accountId] as const;
  const users = await db
    .selectFrom('directory_users')
    .selectAll()
    .where(...where)
    .execute();
  const groups = await db
    .selectFrom('directory_groups')
    .selectAll()
    .where(...where)
    .execute();
  const memberships = await db
    .selectFrom('directory_memberships')
    .selectAll()
    .where(...where)
    .execute();
  return sorted({
    users: users.map((row) => ({
      id: row.user_id,
      userPrincipalName: row.user_principal_name,
      displayName: row.display_name,
      mail: row.mail,
      accountEnabled: row.account_enabled,
      guest: row.guest,
      mailbox: row.mailbox,
      proxyAddresses: row.proxy_addresses,
    })),
    groups: groups.map((row) => ({
      id: row.group_id,
      displayName: row.display_name,
      mail: row.mail,
    })),
    memberships: memberships.map((row) => ({
      groupId: row.group_id,
      memberId: row.member_id,
      memberKind: row.member_kind,
    })),
  });
}

/** The notifications about this account, in order. */
export function noticesOf(db: Kysely<Database>, accountId: string) {
  return db
    .selectFrom('notifications')
    .select(['kind', 'message', 'reason'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
}

/** Waits until these are the notifications about this account. They follow the state that they are about. */
export async function expectNotices(
  db: Kysely<Database>,
  accountId: string,
  expected: readonly unknown[],
): Promise<void> {
  await expect.poll(() => noticesOf(db, accountId), { timeout: 30_000 }).toEqual(expected);
}

/** The account's synchronization runs, in order. */
export function runsOf(db: Kysely<Database>, accountId: string) {
  return db
    .selectFrom('sync_runs')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('started_at')
    .execute();
}

/** The actions in the account's audit trail, in order. */
export async function actionsOf(db: Kysely<Database>, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('audit_events')
    .select('action')
    .where('account_id', '=', accountId)
    .orderBy('event_id')
    .execute();
  return rows.map(({ action }) => action);
}

const BY_ACCOUNT = [
  'directory_users',
  'directory_groups',
  'directory_memberships',
  'directory_sites',
  'directory_cursors',
  'held_removals',
  'parked_memberships',
  'mailboxes',
  'canary_mailboxes',
  'sync_runs',
  'consent_attempts',
  'consent_links',
  'grant_checks',
  'connection_holders',
] as const;
const BY_RUN = [
  'staged_users',
  'staged_groups',
  'staged_memberships',
  'staged_sites',
  'sync_streams',
] as const;

/** The number of rows in each table that a removal must empty. Staging tables are counted completely: use with one account at a time. */
export async function rowsLeft(
  db: Kysely<Database>,
  accountId: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const counted = (row: { count: string }) => Number(row.count);
  for (const table of BY_ACCOUNT) {
    counts[table] = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow()
      .then(counted);
  }
  for (const table of BY_RUN) {
    counts[table] = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow()
      .then(counted);
  }
  return counts;
}

/** The result of `rowsLeft` after a complete removal. */
export const NO_ROWS: Record<string, number> = Object.fromEntries(
  [...BY_ACCOUNT, ...BY_RUN].map((table) => [table, 0]),
);
