/** Microsoft Graph as this product needs it: users, groups, memberships and their changes. */
import type { DirectoryGroup, DirectoryUser, MailboxKind } from '../domain/directory.ts';
import type { At, GraphDependencies } from './graph/client.ts';
import { createGraphClient } from './graph/client.ts';
import type { GroupDelta, UserDelta } from './graph/delta.ts';
import { createDeltaReads } from './graph/delta.ts';
import type { GroupPage, GroupUserPage } from './graph/groups.ts';
import { createGroupReads } from './graph/groups.ts';
import { createMailboxReads } from './graph/mailboxes.ts';
import type { MemberPage } from './graph/members.ts';
import { createMemberReads } from './graph/members.ts';
import type { ReceivedAnswer } from './transport.ts';
import { createUserReads } from './graph/users.ts';

export type { GroupDelta, UserDelta } from './graph/delta.ts';
export type { GroupPage, GroupUserPage } from './graph/groups.ts';
export { createMeter, type Meter } from './graph/client.ts';
export { startsWith } from './graph/links.ts';
export type { MemberPage, MembersRead } from './graph/members.ts';
export { type UserPage, userPageOf } from './graph/user-page.ts';

/**
 * Every method reads one tenant at its own pace, makes no more than the requests
 * it names, and retries nothing but a 401, once, with a fresh token. Links are Graph's own and
 * are given back as they came.
 *
 * All throw ProvostError only (or the signal's reason): `MicrosoftThrottled` and
 * `MicrosoftUnavailable` with the wait that was asked for, `ConsentRevoked`,
 * `GrantNotVisible` when no token can be had, `PageLinkExpired`,
 * `DeltaTokenExpired`, `UnexpectedAnswer`, and `ForeignLink` before a token
 * would go to another host.
 */
export interface Graph {
  /**
   * Up to 999 users, unread: `userPageOf` reads them, in whatever thread.
   * `filter` is an OData expression that needs no advanced query, see `startsWith` of `graph/links.ts`.
   */
  userPage(
    page: At & { link: string | null; filter?: string | undefined },
  ): Promise<ReceivedAnswer>;
  /** Users in the tenant, or those that a filter lets through; null when Graph does not say. */
  countUsers(at: At & { filter?: string | undefined }): Promise<number | null>;
  /** Groups in the tenant, likewise. */
  countGroups(at: At & { filter?: string | undefined }): Promise<number | null>;
  /** Users by object id, all of them in one request (up to 300); `unknown` are not in the tenant. */
  usersById(
    wanted: At & { ids: readonly string[] },
  ): Promise<{ users: DirectoryUser[]; unknown: string[] }>;
  /** The user of exactly this name, without regard to case. */
  userByPrincipalName(wanted: At & { userPrincipalName: string }): Promise<DirectoryUser | null>;
  /** Up to 999 groups; `filter` likewise. */
  groupPage(page: At & { link: string | null; filter?: string | undefined }): Promise<GroupPage>;
  /**
   * A page of each group's direct members, 20 groups a request, in the order
   * asked. A group that is gone has none; other failures are the item's own.
   */
  memberPages(
    wanted: At & { groups: readonly { groupId: string; link: string | null }[] },
  ): Promise<MemberPage[]>;
  /** Groups whose name begins with a text, then those in which a word of it does; 50 unless `limit` says. */
  searchGroups(wanted: At & { text: string; limit?: number }): Promise<DirectoryGroup[]>;
  /** Users in a group and in the groups within it; 50 a page unless `top` says. */
  groupUsers(
    page: At & { groupId: string; link: string | null; top?: number },
  ): Promise<GroupUserPage>;
  /** A delta link that stands for now. */
  latestDelta(wanted: At & { of: 'users' | 'groups' }): Promise<string>;
  userDelta(page: At & { link: string }): Promise<UserDelta>;
  groupDelta(page: At & { link: string }): Promise<GroupDelta>;
  /** What the mailboxes of users are for, 20 users a request; null for none. Who could not be asked about is left out. */
  mailboxKinds(
    wanted: At & { userIds: readonly string[] },
  ): Promise<{ userId: string; kind: MailboxKind | null }[]>;
  /** One cheap read that proves access. */
  readable(at: At): Promise<void>;
}

export function createGraph(dependencies: GraphDependencies): Graph {
  const client = createGraphClient(dependencies);
  return {
    ...createUserReads(client),
    ...createGroupReads(client),
    ...createMemberReads(client, dependencies.configuration),
    ...createDeltaReads(client),
    ...createMailboxReads(client),
  };
}
