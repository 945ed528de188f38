/**
 * Computes the initial group memberships. The users of a group are an arithmetic progression
 * modulo the number of users. Therefore there are no duplicates, and both access by index and the
 * membership test take constant time.
 */
import { SPECIAL_GROUPS } from './generated-groups.ts';
import { coprimeFrom, keysOf, mix, modularInverse } from './hashing.ts';

export interface Memberships {
  /** Number of users that are direct members. */
  userCount(group: number): number;
  /** The user at index `place`, 0 to `userCount` (exclusive). */
  userAt(group: number, place: number): number;
  hasUser(group: number, user: number): boolean;
  /** Groups that are direct members. */
  nestedGroups(group: number): readonly number[];
}

export interface MembershipSizes {
  readonly users: number;
  readonly groups: number;
  /** Total user memberships in all groups. */
  readonly memberships: number;
}

const LARGEST = 50_000;
const NESTING_EVERY = 10;

interface Progression {
  readonly start: number;
  readonly stride: number;
  readonly inverse: number;
  readonly size: number;
}

/** Group sizes differ by up to this factor. */
const UNEVENNESS = 8;

/** Group sizes. They add up to `memberships` unless a group would exceed the number of users. */
function sizesOf({ users, groups, memberships }: MembershipSizes, key: number): number[] {
  const large = Math.min(LARGEST, users);
  const weights = Array.from({ length: groups }, (_, group) =>
    group <= SPECIAL_GROUPS.empty ? 0 : 1 + (mix(group ^ key) % UNEVENNESS),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shared = Math.max(0, memberships - large);
  let weight = 0;
  let given = 0;
  const sizes = weights.map((own) => {
    weight += own;
    const upToHere = total === 0 ? 0 : Math.floor((shared * weight) / total);
    const size = Math.min(users, upToHere - given);
    given = upToHere;
    return size;
  });
  sizes[SPECIAL_GROUPS.large] = large;
  return sizes;
}

function nestedIn(group: number, groups: number): readonly number[] {
  const { circle } = SPECIAL_GROUPS;
  const place = circle.findIndex((member) => member === group);
  const next = circle[(place + 1) % circle.length];
  if (place >= 0) return next === undefined ? [] : [next];
  const nests = group > circle.length + 1 && group % NESTING_EVERY === 0;
  return nests ? [group - 1, group - 2].filter((nested) => nested < groups) : [];
}

/** Sizes and members depend on the key only. Costs a few operations per group. */
export function createMemberships(sizes: MembershipSizes, key: string): Memberships {
  const { users, groups } = sizes;
  const [sizeKey = 0, startKey = 0, strideKey = 0] = keysOf(key, 3);
  const userCounts = sizesOf(sizes, sizeKey);
  const progressions: (Progression | undefined)[] = [];

  function progressionOf(group: number): Progression {
    const known = progressions[group];
    if (known) return known;
    const stride = coprimeFrom(mix(group ^ strideKey) % users, users);
    const progression = {
      start: mix(group ^ startKey) % users,
      stride,
      inverse: users === 1 ? 1 : modularInverse(stride, users),
      size: userCounts[group] ?? 0,
    };
    progressions[group] = progression;
    return progression;
  }

  return {
    userCount: (group) => userCounts[group] ?? 0,
    userAt(group, place) {
      const { start, stride } = progressionOf(group);
      return (start + place * stride) % users;
    },
    hasUser(group, user) {
      if (group >= groups || user >= users) return false;
      const { start, inverse, size } = progressionOf(group);
      return (((user - start + users) % users) * inverse) % users < size;
    },
    nestedGroups: (group) => (group < groups ? nestedIn(group, groups) : []),
  };
}
