/**
 * The directory of a sandbox tenant: users and groups of any number, computed
 * when asked for, and the changes that the control API makes.
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
  /** The same options give the same directory. */
  readonly seed: number;
  /** Up to a million. People are among them, unless there are more people than that. */
  readonly users: number;
  /** One for 50 users by default, at least 8, at most 10,000. */
  readonly groups?: number | undefined;
  /** Users in groups, all groups together: by default 3 for each user. */
  readonly memberships?: number | undefined;
  readonly domain: string;
  readonly tenantId: string;
  readonly people: readonly Person[];
}

export interface Directory extends DirectoryChanges {
  readonly domain: string;
  readonly users: Collection<User>;
  readonly groups: Collection<Group>;
  /** The position of an object id or a user principal name; case does not matter. */
  findUser(idOrName: string): number | undefined;
  /**
   * Where users stand whose principal name begins with the prefix: few ranges,
   * found without a search. Those that are not exact hold others too.
   */
  userRanges(prefix: string): readonly Range[];
  /** Positions of users who may have a mail address; nobody else has it. */
  addressCandidates(address: string): readonly number[];
  /** The direct members of the group at a position. */
  members(group: number): MemberList;
  readonly changes: ChangeLog;
}

const DEFAULT_GROUPS = { users: 50, least: 8, most: 10_000 };
const DEFAULT_MEMBERSHIPS = 3;

const defaultGroups = (users: number) => {
  const { users: each, least, most } = DEFAULT_GROUPS;
  return Math.min(most, Math.max(least, Math.round(users / each)));
};

/** A directory without changes. Takes the same short time for any number of users. */
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
  // Thousands of groups are looked through for each shard of a list.
  const generatedGroups: Group[] = [];
  const groups = createCollection<Group>(groupCount, {
    generate: (position) => (generatedGroups[position] ??= groupAt(position, groupIds, domain)),
    positionOf: groupIds.ordinalOf,
    idAt: groupIds.idOf,
  });
  const sizes = { users: userCount, groups: groupCount, memberships: memberCount };
  const memberships = createMemberships(sizes, keyOf('memberships'));
  const members = createMemberLists(memberships, ({ kind, position }) =>
    (kind === 'user' ? users : groups).isThere(position),
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
