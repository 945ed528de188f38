/** Changes to a directory. Each change is appended to the log that delta queries read. */
import type { ChangeLog } from './change-log.ts';
import type { ChangeableCollection, Removal } from './collection.ts';
import { proxyAddressesOf } from './generated-users.ts';
import { coprimeFrom } from './hashing.ts';
import type { MemberLists } from './member-lists.ts';
import type { Group, GroupPatch, MemberReference, User, UserPatch } from './objects.ts';

/** A number of users, picked evenly among the generated ones, or the ids of specific users. */
export type Selection = number | readonly string[];

/** User changes return ids. @throws UnknownObjectError for an unknown or removed id */
export interface DirectoryChanges {
  addUsers(count: number): string[];
  changeUsers(selection: Selection, patch: UserPatch): string[];
  /** Moves users to the recycle bin (default), or permanently deletes them (`deleted`). */
  removeUsers(selection: Selection, removal?: Removal): string[];
  /** Restores users from the recycle bin: all, or those with these ids. */
  restoreUsers(ids?: readonly string[]): string[];
  addGroup(patch?: GroupPatch): string;
  changeGroup(id: string, patch: GroupPatch): void;
  removeGroup(id: string, removal?: Removal): void;
  /** Adds a user or group. False if it already is a member. */
  addMember(groupId: string, memberId: string): boolean;
  /** False if it is not a member. */
  removeMember(groupId: string, memberId: string): boolean;
}

/** No user or group has this id. */
export class UnknownObjectError extends Error {
  override readonly name = 'UnknownObjectError';
}

export interface Changeable {
  readonly users: ChangeableCollection<User>;
  readonly groups: ChangeableCollection<Group>;
  readonly members: MemberLists;
  readonly changes: ChangeLog;
  /** Number of generated users. Only these are picked; people come after them. */
  readonly generated: number;
}

/** Exchange updates the proxy addresses when the mail address changes. */
const withAddresses = (patch: UserPatch): Partial<User> =>
  patch.mail === undefined
    ? patch
    : { ...patch, proxyAddresses: proxyAddressesOf(patch.mail, false) };

/** Determines the stride for picking users, to spread picks across names. */
const GOLDEN_RATIO = 0.618_033_988_75;

export function createDirectoryChanges(changeable: Changeable): DirectoryChanges {
  const { users, groups, members, changes, generated } = changeable;
  const removedUsers = new Set<number>();
  const stride = coprimeFrom(Math.floor(generated * GOLDEN_RATIO), generated);
  let picked = 0;

  function positionIn<T extends object>(collection: ChangeableCollection<T>, id: string): number {
    const position = collection.positionOf(id);
    if (position === undefined || !collection.exists(position))
      throw new UnknownObjectError(`No user or group has the id ${id}.`);
    return position;
  }

  function pick(count: number): number[] {
    const positions: number[] = [];
    for (let step = 0; step < generated && positions.length < count; step += 1) {
      const position = (picked * stride) % generated;
      picked = (picked + 1) % generated;
      if (users.exists(position)) positions.push(position);
    }
    return positions;
  }

  const select = (selection: Selection): number[] =>
    typeof selection === 'number' ? pick(selection) : selection.map((id) => positionIn(users, id));

  function logUser(position: number, patch?: Partial<User>): string {
    changes.append({ of: 'user', position, ...(patch && { properties: Object.keys(patch) }) });
    return users.idAt(position);
  }

  /**
   * A permanently deleted user leaves all groups. In the recycle bin memberships are kept, so
   * soft delete and restore do not change groups.
   */
  function logMemberships(position: number): void {
    const member: MemberReference = { kind: 'user', position };
    for (let group = 0; group < groups.end; group += 1)
      if (groups.exists(group) && members.holds(group, member))
        changes.append({ of: 'member', group, member });
  }

  function memberOf(id: string): MemberReference {
    const user = users.positionOf(id);
    return user === undefined
      ? { kind: 'group', position: positionIn(groups, id) }
      : { kind: 'user', position: positionIn(users, id) };
  }

  function changeMember(change: 'add' | 'remove', groupId: string, memberId: string): boolean {
    const group = positionIn(groups, groupId);
    const member = memberOf(memberId);
    const done = members[change](group, member);
    if (done) changes.append({ of: 'member', group, member });
    return done;
  }

  return {
    addUsers(count) {
      const first = users.grow(count);
      return Array.from({ length: count }, (_, index) => logUser(first + index));
    },
    changeUsers: (selection, patch) =>
      select(selection).map((position) => {
        const whole = withAddresses(patch);
        users.patch(position, whole);
        return logUser(position, whole);
      }),
    removeUsers: (selection, removal = 'changed') =>
      select(selection).map((position) => {
        if (removal === 'deleted') logMemberships(position);
        users.remove(position, removal);
        removedUsers.add(position);
        return logUser(position);
      }),
    restoreUsers(ids) {
      const wanted = ids && new Set(ids.map((id) => users.positionOf(id)));
      const restorable = [...removedUsers].filter(
        (position) => users.removalAt(position) === 'changed' && (wanted?.has(position) ?? true),
      );
      return restorable.map((position) => {
        users.restore(position);
        removedUsers.delete(position);
        return logUser(position);
      });
    },
    addGroup(patch = {}) {
      const position = groups.grow(1);
      groups.patch(position, patch);
      changes.append({ of: 'group', position });
      return groups.idAt(position);
    },
    changeGroup(id, patch) {
      const position = positionIn(groups, id);
      groups.patch(position, patch);
      changes.append({ of: 'group', position, properties: Object.keys(patch) });
    },
    removeGroup(id, removal = 'changed') {
      const position = positionIn(groups, id);
      groups.remove(position, removal);
      changes.append({ of: 'group', position });
    },
    addMember: (groupId, memberId) => changeMember('add', groupId, memberId),
    removeMember: (groupId, memberId) => changeMember('remove', groupId, memberId),
  };
}
