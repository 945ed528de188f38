/** Reads the published directory page by page, sorted, with an optional search. */
import { type Kysely, type NotNull, type RawBuilder, type Selectable, sql } from 'kysely';
import type { DirectorySite, MailboxKind } from '../domain/directory.ts';
import type { Database } from './schema.ts';

/** The requested page of a list. */
export interface PageRequest {
  /** Matched anywhere in a name or address, ignoring case; '' matches everything. */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

export interface PublishedUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly accountEnabled: boolean;
  readonly guest: boolean;
  /** An enabled Exchange plan. */
  readonly mailbox: boolean;
  /** The kind of mailbox, as far as it is known; null for none. */
  readonly mailboxKind: MailboxKind | null;
  /** True if Microsoft was asked or the licence determines the kind. */
  readonly mailboxKnown: boolean;
}

export interface PublishedGroup {
  readonly id: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  /** Direct memberships. */
  readonly members: number;
}

/** Counts and time of the last publication. */
export interface Summary {
  readonly users: number;
  /** Users with a mailbox: these are protected. */
  readonly mailboxes: number;
  readonly withoutMailbox: number;
  /** Users about whom Microsoft has not answered yet. */
  readonly mailboxUnknown: number;
  readonly groups: number;
  readonly sites: number;
  readonly publishedAt: Date;
}

/** What a removal of the account deletes. */
export interface RemovalCounts {
  readonly users: number;
  readonly groups: number;
  readonly memberships: number;
  readonly sites: number;
  readonly synchronizations: number;
  readonly consentAttempts: number;
  readonly links: number;
}

/** Reads an account's published directory. `createDirectory` publishes it. */
export function createPublished(db: Kysely<Database>) {
  return {
    /** Counts of the directory, or null before the first publication. */
    summary: (accountId: string): Promise<Summary | null> => summaryOf(db, accountId),

    /** Users sorted by user principal name. */
    async users(
      accountId: string,
      page: PageRequest,
    ): Promise<{ total: number; users: PublishedUser[] }> {
      const { total, ids } = await pageOf(db, 'users', accountId, page);
      if (ids.length === 0) return { total, users: [] };
      const rows = await db
        .selectFrom('directoryUsers as u')
        .leftJoin('mailboxes as m', (join) =>
          join.onRef('m.accountId', '=', 'u.accountId').onRef('m.userId', '=', 'u.userId'),
        )
        .select(['u.userId as id', 'u.userPrincipalName', 'u.displayName', 'u.mail'])
        .select(['u.accountEnabled', 'u.guest', 'u.mailbox', 'm.kind', 'm.askedAt', 'm.refused'])
        .where('u.accountId', '=', accountId)
        .where('u.userId', 'in', ids)
        .orderBy('u.sortKey')
        .orderBy('u.userId')
        .execute();
      const users = rows.map(({ kind, askedAt, refused, ...user }) => ({
        ...user,
        ...mailboxOf({ ...user, kind, askedAt, refused }),
      }));
      return { total, users };
    },

    /** The addresses of those users who are published and have one, by the user's id. */
    async addresses(accountId: string, userIds: readonly string[]): Promise<Map<string, string>> {
      if (userIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('directoryUsers')
        .select(['userId', 'mail'])
        .where('accountId', '=', accountId)
        .where('userId', 'in', userIds)
        .where('mail', 'is not', null)
        .$narrowType<{ mail: NotNull }>()
        .execute();
      return new Map(rows.map(({ userId, mail }) => [userId, mail]));
    },

    /** Groups sorted by name, each with the number of its direct members. */
    async groups(
      accountId: string,
      page: PageRequest,
    ): Promise<{ total: number; groups: PublishedGroup[] }> {
      const { total, ids } = await pageOf(db, 'groups', accountId, page);
      if (ids.length === 0) return { total, groups: [] };
      const rows = await db
        .selectFrom('directoryGroups')
        .select(['groupId as id', 'displayName', 'mail'])
        .select(({ selectFrom, ref }) =>
          selectFrom('directoryMemberships')
            .select(({ fn }) => fn.countAll<string>().as('count'))
            .where('directoryMemberships.accountId', '=', accountId)
            .where('directoryMemberships.groupId', '=', ref('directoryGroups.groupId'))
            .as('members'),
        )
        .where('accountId', '=', accountId)
        .where('groupId', 'in', ids)
        .orderBy('sortKey')
        .orderBy('groupId')
        .execute();
      const groups = rows.map((row) => ({ ...row, members: Number(row.members) }));
      return { total, groups };
    },

    /** Sites sorted by address. */
    async sites(
      accountId: string,
      page: PageRequest,
    ): Promise<{ total: number; sites: DirectorySite[] }> {
      const { total, ids } = await pageOf(db, 'sites', accountId, page);
      if (ids.length === 0) return { total, sites: [] };
      const rows = await db
        .selectFrom('directorySites')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('siteId', 'in', ids)
        .orderBy('sortKey')
        .orderBy('siteId')
        .execute();
      return { total, sites: rows.map(toSite) };
    },

    /** Exact counts, which a person sees before confirming the removal. */
    async removalCounts(accountId: string): Promise<RemovalCounts> {
      const count = (table: keyof Database) =>
        sql`(select count(*) from ${sql.table(table)} where account_id = ${accountId}::uuid)::int`;
      const published = (table: keyof Database) =>
        sql`case when exists (
          select from sync_runs where account_id = ${accountId}::uuid and outcome = 'published'
        ) then ${count(table)} else 0 end`;
      const { rows } = await sql<RemovalCounts>`
        select ${published('directoryUsers')} as users,
               ${published('directoryGroups')} as groups,
               ${published('directoryMemberships')} as memberships,
               ${published('directorySites')} as sites,
               ${count('syncRuns')} as synchronizations,
               ${count('consentAttempts')} as consent_attempts,
               ${count('consentLinks')} as links`.execute(db);
      if (!rows[0]) throw new Error('A query without FROM must return one row');
      return rows[0];
    },
  };
}

function toSite(row: Selectable<Database['directorySites']>): DirectorySite {
  const owner = {
    driveId: row.ownerDriveId,
    userId: row.ownerUserId,
    displayName: row.ownerDisplayName,
    principalName: row.ownerPrincipalName,
  };
  return {
    id: row.siteId,
    url: row.url,
    title: row.title,
    description: row.description,
    parentId: row.parentId,
    owner: row.personal ? owner : null,
  };
}

const TABLES = {
  users: { table: 'directoryUsers', key: 'userId' },
  groups: { table: 'directoryGroups', key: 'groupId' },
  sites: { table: 'directorySites', key: 'siteId' },
} as const;

interface FoundPage {
  readonly total: number;
  readonly ids: readonly string[];
}

/** Up to this many matches are sorted on their own. With more, walking the sort index finds a page quickly. */
const MAX_SORTED = 20_000;

/** The total and the ids of one page. */
async function pageOf(
  db: Kysely<Database>,
  of: keyof typeof TABLES,
  accountId: string,
  page: PageRequest,
): Promise<FoundPage> {
  const summary = await summaryOf(db, accountId);
  // Rows of an unfinished first publication are not visible yet.
  if (summary === null) return { total: 0, ids: [] };
  const rows = sql`from ${sql.table(TABLES[of].table)} where account_id = ${accountId}::uuid`;
  if (page.search === '') {
    return { total: summary[of], ids: await pageByIndex(db, of, rows, page) };
  }
  // `strpos` has no wildcards, so the text is matched literally.
  const found = sql`${rows} and strpos(search_text, lower(${page.search})) > 0`;
  const few = await pageOfFew(db, of, found, page);
  if (few) return few;
  const counted = await sql<{ total: number }>`select count(*)::int as total ${found}`.execute(db);
  return { total: counted.rows[0]?.total ?? 0, ids: await pageByIndex(db, of, found, page) };
}

/**
 * With few matches, walking the sort index would read the whole table in random order. This scans
 * it once, sequentially.
 */
async function pageOfFew(
  db: Kysely<Database>,
  of: keyof typeof TABLES,
  found: RawBuilder<unknown>,
  { offset, limit }: PageRequest,
): Promise<FoundPage | null> {
  const key = sql.ref(TABLES[of].key);
  const { rows } = await sql<FoundPage>`
    with hits as materialized (select ${key} as id, sort_key ${found} limit ${MAX_SORTED + 1}),
         page as (select id from hits order by sort_key, id limit ${limit} offset ${offset})
    select (select count(*)::int from hits) as total,
           (select coalesce(jsonb_agg(id), '[]'::jsonb) from page) as ids`.execute(db);
  const few = rows[0];
  return few && few.total <= MAX_SORTED ? few : null;
}

/** The sort index contains the ids, so skipping to a distant page reads no rows. */
async function pageByIndex(
  db: Kysely<Database>,
  of: keyof typeof TABLES,
  found: RawBuilder<unknown>,
  { offset, limit }: PageRequest,
): Promise<string[]> {
  const key = sql.ref(TABLES[of].key);
  const { rows } = await sql<{ id: string }>`
    select ${key} as id ${found} order by sort_key, ${key}
    limit ${limit} offset ${offset}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Counts stored by the last publication, which avoids counting a million rows; null before the first. */
export async function summaryOf(db: Kysely<Database>, accountId: string): Promise<Summary | null> {
  const row = await newestPublication(db, accountId);
  if (!row?.endedAt) return null;
  const { users, groups, sites, endedAt: publishedAt } = row;
  return { users, groups, sites, ...mailboxesOf(row), publishedAt };
}

/** The run that published the account's directory. */
export const newestPublication = (db: Kysely<Database>, accountId: string) =>
  db
    .selectFrom('syncRuns')
    .select(['runId', 'organizationId', 'users', 'groups', 'sites'])
    .select(['mailboxes', 'withoutMailbox', 'endedAt'])
    .where('accountId', '=', accountId)
    .where('outcome', '=', 'published')
    .where('endedAt', 'is not', null)
    .orderBy('endedAt', 'desc')
    .limit(1)
    .executeTakeFirst();

/** The mailboxes of a publication. All are unknown if it was published before they were counted. */
export function mailboxesOf(run: {
  readonly users: number;
  readonly mailboxes: number | null;
  readonly withoutMailbox: number | null;
}): Pick<Summary, 'mailboxes' | 'withoutMailbox' | 'mailboxUnknown'> {
  const [mailboxes, withoutMailbox] = [run.mailboxes ?? 0, run.withoutMailbox ?? 0];
  return { mailboxes, withoutMailbox, mailboxUnknown: run.users - mailboxes - withoutMailbox };
}

/** A licensed user who can sign in has a user mailbox. For other users with an address, Microsoft has to be asked. */
function mailboxOf(row: {
  readonly mailbox: boolean;
  readonly accountEnabled: boolean;
  readonly mail: string | null;
  readonly guest: boolean;
  readonly kind: MailboxKind | null;
  readonly askedAt: Date | null;
  readonly refused: boolean | null;
}): Pick<PublishedUser, 'mailboxKind' | 'mailboxKnown'> {
  if (row.askedAt !== null && !row.refused) return { mailboxKind: row.kind, mailboxKnown: true };
  const determined = row.guest || row.mail === null || (row.mailbox && row.accountEnabled);
  return { mailboxKind: row.mailbox ? 'user' : null, mailboxKnown: determined };
}
