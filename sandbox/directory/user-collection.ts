/** The users of a directory, in this order: generated users sorted by name, people, added users. */
import type { Person } from '../model.ts';
import { createCollection } from './collection.ts';
import type { ChangeableCollection, Range } from './collection.ts';
import type { GeneratedUsers } from './generated-users.ts';
import type { ObjectIds } from './object-ids.ts';
import type { User } from './objects.ts';
import { userOf } from './people.ts';

export interface UserCollection {
  readonly users: ChangeableCollection<User>;
  findUser(idOrName: string): number | undefined;
  userRanges(prefix: string): readonly Range[];
  addressCandidates(address: string): readonly number[];
}

/** Sorts after every character in a principal name. */
const HIGHEST = '\uffff';

/** @param size the number of users, generated ones and people */
export function createUserCollection(
  size: number,
  generated: GeneratedUsers,
  ids: ObjectIds,
  people: readonly Person[],
  domain: string,
): UserCollection {
  const sorted = size - people.length;
  const peopleAsUsers = people.map(userOf);
  const positionsOfPeople = new Map(
    peopleAsUsers.flatMap(({ id, userPrincipalName }, index) => [
      [id, sorted + index] as const,
      [userPrincipalName.toLowerCase(), sorted + index] as const,
    ]),
  );
  const isPerson = (position: number) => position >= sorted && position < size;

  // Check the range before every array access: out-of-bounds access is slow.
  const personAt = (position: number) =>
    isPerson(position) ? peopleAsUsers[position - sorted] : undefined;
  const idAt = (position: number) => personAt(position)?.id ?? ids.idOf(position);
  const users = createCollection<User>(size, {
    generate: (position) => personAt(position) ?? generated.userAt(position),
    positionOf(id) {
      const lower = id.toLowerCase();
      const position = positionsOfPeople.get(lower) ?? ids.ordinalOf(lower);
      return position !== undefined && idAt(position) === lower ? position : undefined;
    },
    idAt,
  });

  function findUser(idOrName: string): number | undefined {
    const name = idOrName.toLowerCase();
    const known = users.positionOf(name) ?? positionsOfPeople.get(name);
    if (known !== undefined) return known;
    const position = generated.find(name);
    return position === undefined || isPerson(position) || position >= users.end
      ? undefined
      : position;
  }

  function userRanges(prefix: string): readonly Range[] {
    const lower = prefix.toLowerCase();
    return [
      {
        start: generated.lowerBound(lower),
        end: generated.lowerBound(lower + HIGHEST),
        exact: true,
      },
      { start: sorted, end: users.end },
    ];
  }

  // Initial addresses derive from principal names, and guests' principal names from their addresses.
  function addressCandidates(address: string): readonly number[] {
    const [local = '', host = ''] = address.split('@');
    const names = [address, `${local}@${domain}`, `${local}_${host}#EXT#@${domain}`];
    const positions = names.map(findUser).filter((position) => position !== undefined);
    return [...new Set([...positions, ...users.patchedPositions()])];
  }

  return { users, findUser, userRanges, addressCandidates };
}
