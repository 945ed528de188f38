/** Current group members: the computed memberships plus changes. */
import type { Memberships } from './memberships.ts';
import type { MemberReference } from './objects.ts';

/** Direct members at positions 0 to `end` (exclusive). A position always refers to the same member. */
export interface MemberList {
  readonly end: number;
  /** Undefined if the member left the group or was removed from the directory. */
  at(position: number): MemberReference | undefined;
  has(member: MemberReference): boolean;
  /** The members that are groups. */
  groups(): number[];
}

export interface MemberLists {
  of(group: number): MemberList;
  /** Whether the object is a member, even if it was removed from the directory. */
  holds(group: number, member: MemberReference): boolean;
  /** False if it already is a member. */
  add(group: number, member: MemberReference): boolean;
  /** False if it is not a member. */
  remove(group: number, member: MemberReference): boolean;
}

const keyOf = ({ kind, position }: MemberReference) => position * 2 + (kind === 'user' ? 0 : 1);
const memberOf = (key: number): MemberReference => ({
  kind: key % 2 === 0 ? 'user' : 'group',
  position: Math.floor(key / 2),
});

interface Changes {
  /** In the order of joining; null for members that left again. */
  readonly joined: (number | null)[];
  readonly left: Set<number>;
}

/** @param exists whether the object exists in the directory and is not removed */
export function createMemberLists(
  memberships: Memberships,
  exists: (member: MemberReference) => boolean,
): MemberLists {
  const changes = new Map<number, Changes>();

  const isOriginal = (group: number, { kind, position }: MemberReference) =>
    kind === 'user'
      ? memberships.hasUser(group, position)
      : memberships.nestedGroups(group).includes(position);

  /** Order: nested groups, initial users, joined members. */
  function createList(group: number): MemberList {
    const nested = memberships.nestedGroups(group);
    const users = memberships.userCount(group);
    const generated = nested.length + users;

    function memberAt(position: number): MemberReference | undefined {
      if (position < nested.length) return { kind: 'group', position: nested[position] ?? 0 };
      const place = position - nested.length;
      if (place < users) return { kind: 'user', position: memberships.userAt(group, place) };
      const key = changes.get(group)?.joined[place - users];
      return key === null || key === undefined ? undefined : memberOf(key);
    }

    return {
      get end() {
        return generated + (changes.get(group)?.joined.length ?? 0);
      },
      at(position) {
        const member = memberAt(position);
        if (member === undefined || !exists(member)) return undefined;
        return changes.get(group)?.left.has(keyOf(member)) === true ? undefined : member;
      },
      has: (member) => exists(member) && belongs(group, member),
      groups: () => groupsIn(group),
    };
  }

  function belongs(group: number, member: MemberReference): boolean {
    const { joined = [], left } = changes.get(group) ?? {};
    const key = keyOf(member);
    return (isOriginal(group, member) && left?.has(key) !== true) || joined.includes(key);
  }

  function groupsIn(group: number): number[] {
    const { joined = [], left } = changes.get(group) ?? {};
    const nested = memberships.nestedGroups(group).map((each) => each * 2 + 1);
    const keys = [...nested.filter((key) => left?.has(key) !== true), ...joined];
    return keys
      .filter((key) => key !== null)
      .map(memberOf)
      .filter((member) => member.kind === 'group' && exists(member))
      .map(({ position }) => position);
  }

  function changesOf(group: number): Changes {
    const known = changes.get(group) ?? { joined: [], left: new Set() };
    changes.set(group, known);
    return known;
  }

  return {
    of: createList,
    holds: belongs,
    add(group, member) {
      if (belongs(group, member)) return false;
      const { joined, left } = changesOf(group);
      if (!left.delete(keyOf(member))) joined.push(keyOf(member));
      return true;
    },
    remove(group, member) {
      if (!belongs(group, member)) return false;
      const { joined, left } = changesOf(group);
      if (isOriginal(group, member)) left.add(keyOf(member));
      else joined[joined.indexOf(keyOf(member))] = null;
      return true;
    },
  };
}
