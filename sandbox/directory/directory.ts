/**
 * The directory of a sandbox tenant: any number of users and groups, computed on demand, plus the
 * changes made through the control API.
 */
import type { Person } from '../model.ts';
import { createChangeLog } from './change-log.ts';
import type { ChangeLog } from './change-log.ts';
import { createCollection } from './collection.ts';
import type { Collection, Range } from './collection.ts';
import { createDirectoryChanges } from './directory-changes.ts';
import type { DirectoryChanges } from './directory-changes.ts';
import { groupAt } from './generated-groups.ts';
import { createGeneratedUsers } from './generated-users.ts';
import { keysOf } from './hashing.ts';
import { createMemberLists } from './member-lists.ts';
import type { MemberList } from './member-lists.ts';
import { createMemberships } from './memberships.ts';
import { createObjectIds } from './object-ids.ts';
import type { Group, User } from './objects.ts';
import { createUserCollection } from './user-collection.ts';

export interface DirectoryOptions {
  /** The same options produce the same directory. */
  readonly seed: number;
  /** Up to a million, including `people`. At least as many as there are people. */
  readonly users: number;
  /** One per 50 users by default, at least 8, at most 10,000. */
  readonly groups?: number | undefined;
  /** Total user memberships in all groups. 3 per user by default. */
  readonly memberships?: number | undefined;
  readonly domain: string;
  readonly tenantId: string;
  readonly people: readonly Person[];
}

export interface Directory extends DirectoryChanges {
  readonly domain: string;
  readonly users: Collection<User>;
  readonly groups: Collection<Group>;
  /** The position of a user by object id or user principal name, case-insensitive. */
  findUser(idOrName: string): number | undefined;
  /**
   * Ranges that contain all users whose principal name starts with the prefix. Found without
   * scanning all users. Ranges that are not `exact` also contain other users.
   */
  userRanges(prefix: string): readonly Range[];
  /** Positions of all users who may have this mail address; no other user has it. */
  addressCandidates(address: string): readonly number[];
  /** The direct members of the group at this position. */
  members(group: number): MemberList;
  readonly changes: ChangeLog;
}

const DEFAULT_GROUPS = { users: 50, least: 8, most: 10_000 };
const DEFAULT_MEMBERSHIPS = 3;

const defaultGroups = (users: number) => {
  const { users: each, least, most } = DEFAULT_GROUPS;
  return Math.min(most, Math.max(least, Math.round(users / each)));
};

/** Creates a directory without changes. The cost does not depend on the number of users. */
export function createDirectory(options: DirectoryOptions): Directory {
  const { seed, domain, tenantId, people } = options;
  const userCount = Math.max(options.users, people.length);
  const groupCount = options.groups ?? defaultGroups(userCount);
  const memberCount = options.memberships ?? userCount * DEFAULT_MEMBERSHIPS;
  const keyOf = (what: string) => `${seed}/${tenantId}/${what}`;

  const userIds = createObjectIds(keyOf('users'));
  const generated = createGeneratedUsers(userCount - people.length, userIds, domain);
  const { users, ...lookups } = createUserCollection(userCount, generated, userIds, people, domain);
  const groupIds = createObjectIds(keyOf('groups'));
  // Groups are cached because each shard of a list scans thousands of them.
  const generatedGroups: Group[] = [];
  const groups = createCollection<Group>(groupCount, {
    generate: (position) => (generatedGroups[position] ??= groupAt(position, groupIds, domain)),
    positionOf: groupIds.ordinalOf,
    idAt: groupIds.idOf,
  });
  const sizes = { users: userCount, groups: groupCount, memberships: memberCount };
  const memberships = createMemberships(sizes, keyOf('memberships'));
  const members = createMemberLists(memberships, ({ kind, position }) =>
    (kind === 'user' ? users : groups).exists(position),
  );
  const [origin = 0] = keysOf(keyOf(JSON.stringify([sizes, domain])), 1);
  const changes = createChangeLog(origin);
  return {
    domain,
    users,
    groups,
    ...lookups,
    members: members.of,
    changes,
    ...createDirectoryChanges({
      users,
      groups,
      members,
      changes,
      generated: userCount - people.length,
    }),
  };
}
