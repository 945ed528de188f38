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
  const where = ['accountId', '=', accountId] as const;
  const users = await db
    .selectFrom('directoryUsers')
    .select(['userId as id', 'userPrincipalName', 'displayName', 'mail'])
    .select(['accountEnabled', 'guest', 'mailbox', 'proxyAddresses'])
    .where(...where)
    .execute();
  const groups = await db
    .selectFrom('directoryGroups')
    .select(['groupId as id', 'displayName', 'mail'])
    .where(...where)
    .execute();
  const memberships = await db
    .selectFrom('directoryMemberships')
    .select(['groupId', 'memberId', 'memberKind'])
    .where(...where)
    .execute();
  return sorted({
    users,
    groups,
    memberships,
  });
}

/** The notifications about this account, in order. */
export function noticesOf(db: Kysely<Database>, accountId: string) {
  return db
    .selectFrom('notifications')
    .select(['kind', 'message', 'reason'])
    .where('accountId', '=', accountId)
    .orderBy('createdAt')
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
    .selectFrom('syncRuns')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('startedAt')
    .execute();
}

/** The actions in the account's audit trail, in order. */
export async function actionsOf(db: Kysely<Database>, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('auditEvents')
    .select('action')
    .where('accountId', '=', accountId)
    .orderBy('eventId')
    .execute();
  return rows.map(({ action }) => action);
}

const BY_ACCOUNT = [
  'directoryUsers',
  'directoryGroups',
  'directoryMemberships',
  'directorySites',
  'directoryCursors',
  'heldRemovals',
  'parkedMemberships',
  'mailboxes',
  'canaryMailboxes',
  'syncRuns',
  'consentAttempts',
  'consentLinks',
  'grantChecks',
  'accountHealth',
  'connectionHolders',
] as const;
const BY_RUN = [
  'stagedUsers',
  'stagedGroups',
  'stagedMemberships',
  'stagedSites',
  'syncStreams',
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
      .where('accountId', '=', accountId)
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
