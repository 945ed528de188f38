/** Microsoft Graph: users, groups, memberships, sites and their changes. */
import { GRAPH_CONSENTS, type GraphConsent } from '../domain/consents.ts';
import type { DirectoryGroup, DirectorySite, DirectoryUser } from '../domain/directory.ts';
import type { ById } from './graph/by-id.ts';
import type { At, GraphDependencies } from './graph/client.ts';
import { createGraphClient } from './graph/client.ts';
import type { DeltaRequest, GroupDelta, UserDelta } from './graph/delta.ts';
import type { groupChangesOf, userChangesOf } from './graph/delta-page.ts';
import { createDeltaReads } from './graph/delta.ts';
import type { FoundGroups, GroupPage, GroupUserPage } from './graph/groups.ts';
import { createGroupReads } from './graph/groups.ts';
import { createMailboxReads, type MailboxPurpose } from './graph/mailboxes.ts';
import type { MemberPage } from './graph/members.ts';
import { createMemberReads } from './graph/members.ts';
import { createOrganizationReads } from './graph/organization.ts';
import { createDriveReads, type SiteDrive, type UserDrive } from './graph/drives.ts';
import type { SitePage } from './graph/site-page.ts';
import { createSiteReads, type FoundSites, type SiteDelta } from './graph/sites.ts';
import type { QuarantineProver } from './quarantine/adapter.ts';
import { createGraphQuarantine } from './quarantine/graph.ts';
import type { ReceivedAnswer } from './transport.ts';
import { createUserReads } from './graph/users.ts';

export {
  type ChangedGroups,
  type ChangedItems,
  groupChangesOf,
  userChangesOf,
} from './graph/delta-page.ts';
export { type MissingItem, refuseUnlessFound } from './graph/by-id.ts';
export type { GroupDelta, UserDelta } from './graph/delta.ts';
export type { GroupPage, GroupUserPage } from './graph/groups.ts';
export { createMeter, type Meter } from './graph/client.ts';
export { startsWith } from './graph/links.ts';
export type { MemberPage, MembersFailed, MembersRead } from './graph/members.ts';
export type { SiteDrive, UserDrive } from './graph/drives.ts';
export { isUnlicensed, unlicensed } from './graph/sharepoint-answers.ts';
export type { SitePage } from './graph/site-page.ts';
export type { SiteDelta } from './graph/sites.ts';
export { type UserPage, userPageOf } from './graph/user-page.ts';

/**
 * Every method reads one tenant, rate-limited per tenant, and makes only the requests that it
 * documents. Nothing is retried except a 401, once, with a fresh token. Links are Graph's own and must be passed back unchanged.
 *
 * All throw only ProvostError (or the signal's reason): `MicrosoftThrottled` and
 * `MicrosoftUnavailable` with Microsoft's Retry-After, `ConsentRevoked`, `AccessRefused` if Graph
 * refuses although the permissions are granted, one of `TOKEN_FAILURES` if Entra issues no token, `PageLinkExpired`, `DeltaTokenExpired`, `UnexpectedAnswer`, and
 * `ForeignLink` instead of sending a token to another host.
 */
export interface Graph {
  /**
   * Up to 999 users, not parsed yet: `userPageOf` parses them, in any thread.
   * `filter`: an OData expression without advanced query capabilities, see `startsWith` in `graph/links.ts`.
   */
  userPage(
    page: At & { link: string | null; filter?: string | undefined },
  ): Promise<ReceivedAnswer>;
  /** Number of users in the tenant, or of those that match the filter; null if Graph returns no count. */
  countUsers(at: At & { filter?: string | undefined }): Promise<number | null>;
  /** Number of groups, likewise. */
  countGroups(at: At & { filter?: string | undefined }): Promise<number | null>;
  /** Users by object id, in one request (up to 300). `unknown`: ids that are not in the tenant. */
  usersById(
    wanted: At & { ids: readonly string[] },
  ): Promise<{ users: DirectoryUser[]; unknown: string[] }>;
  /** The user with exactly this name, case-insensitive. */
  userByPrincipalName(wanted: At & { userPrincipalName: string }): Promise<DirectoryUser | null>;
  /** A user with this e-mail address, also a secondary one; of several, one with a mailbox. */
  userByAddress(wanted: At & { address: string }): Promise<DirectoryUser | null>;
  /** Up to 100 users, whichever Graph names first. */
  someUsers(at: At): Promise<DirectoryUser[]>;
  /** Up to 999 groups; `filter` likewise. */
  groupPage(page: At & { link: string | null; filter?: string | undefined }): Promise<GroupPage>;
  /**
   * A page of direct members per group, 20 groups per request, in the given order. Failures are
   * returned per item, also that of a group that is not found.
   */
  memberPages(
    wanted: At & { groups: readonly { groupId: string; link: string | null }[] },
  ): Promise<MemberPage[]>;
  /** Groups whose name starts with the text, then those with a word that does. `limit` defaults to 50. */
  searchGroups(wanted: At & { text: string; limit?: number }): Promise<FoundGroups>;
  /** Direct and nested users of a group. `top`: users per page, default 50. */
  groupUsers(
    page: At & { groupId: string; link: string | null; top?: number },
  ): Promise<GroupUserPage>;
  /** A delta link for changes from now on. */
  latestDelta(wanted: At & { of: 'users' | 'groups' }): Promise<string>;
  userDelta(page: DeltaRequest<typeof userChangesOf>): Promise<UserDelta>;
  groupDelta(page: DeltaRequest<typeof groupChangesOf>): Promise<GroupDelta>;
  /** Users that a delta names, by id, 20 per request. */
  changedUsers(wanted: At & { ids: readonly string[] }): Promise<ById<DirectoryUser>>;
  /** Groups, likewise. */
  changedGroups(wanted: At & { ids: readonly string[] }): Promise<ById<DirectoryGroup>>;
  /** Mailbox kinds of users, 20 users per request. Users whose request failed are omitted. */
  mailboxKinds(wanted: At & { userIds: readonly string[] }): Promise<MailboxPurpose[]>;
  /** The tenant's default domain, else its display name; null if it has neither. */
  tenantName(at: At): Promise<string | null>;
  /** A cheap read that proves access. */
  readable(at: At): Promise<void>;
  /** Up to 999 sites of all geographies, personal ones too. The list is known to leave some out without a word. */
  sitePage(page: At & { link: string | null }): Promise<SitePage>;
  /** Changed sites; without a link, all sites and then what has changed meanwhile. */
  siteDelta(page: At & { link: string | null }): Promise<SiteDelta>;
  /** Sites by id, 20 per request. */
  sitesById(wanted: At & { ids: readonly string[] }): Promise<ById<DirectorySite>>;
  /** The site with exactly this https address, case-insensitive. */
  siteByUrl(wanted: At & { url: string }): Promise<DirectorySite | null>;
  /** Up to 50 sites by words of their titles, personal ones too. */
  searchSites(wanted: At & { words: readonly string[] }): Promise<FoundSites>;
  /**
   * Drives and owners of personal sites, 20 per request. Failures are returned per site. Never ask for
   * the drive of each user instead: many users have none, and who asks for those is throttled.
   */
  siteDrives(wanted: At & { siteIds: readonly string[] }): Promise<SiteDrive[]>;
  /** The personal sites of a few selected users, 20 per request. Failures are returned per user. */
  userDrives(wanted: At & { userIds: readonly string[] }): Promise<UserDrive[]>;
  /** A cheap read that proves access to sites. A tenant without SharePoint is no failure. */
  sitesReadable(at: At): Promise<'readable' | 'unlicensed'>;
  /** The quarantine in mail folders. */
  readonly quarantine: QuarantineProver;
}

export type Graphs = Readonly<Record<GraphConsent, Graph>>;

/** One Graph for each consent to Microsoft Graph: each has its own tokens, permissions and rate limits. */
export function createGraphs(dependencies: Omit<GraphDependencies, 'consent'>): Graphs {
  const entries = GRAPH_CONSENTS.map(
    (consent) => [consent, createGraph({ ...dependencies, consent })] as const,
  );
  return Object.fromEntries(entries) as Record<GraphConsent, Graph>;
}

function createGraph(dependencies: GraphDependencies): Graph {
  const client = createGraphClient(dependencies);
  return {
    ...createOrganizationReads(client),
    ...createUserReads(client),
    ...createGroupReads(client),
    ...createMemberReads(client, dependencies.configuration),
    ...createDeltaReads(client),
    ...createMailboxReads(client),
    ...createSiteReads(client),
    ...createDriveReads(client),
    quarantine: createGraphQuarantine(client),
  };
}
