/** `/users`, `/users/$count`, `/users/{id | userPrincipalName}`. */
import type { Directory } from '../directory/directory.ts';
import type { User } from '../directory/objects.ts';
import { json, refuseOptions } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { propertiesOf, USER } from './entities.ts';
import { createTextWriter } from './entity-writer.ts';
import { notFound } from './errors.ts';
import type { Comparison } from './filter.ts';
import { USER_FILTERS } from './filter-support.ts';
import { contextOf } from './pages.ts';
import { USER_SEARCH } from './search.ts';
import type { Listing } from './selection.ts';

const exactly = (position: number | undefined) =>
  position === undefined ? [] : [{ start: position, end: position + 1 }];

function locate(directory: Directory, { property, operator, values }: Comparison) {
  const names = values.filter((value) => typeof value === 'string');
  if (operator === 'eq' || operator === 'in') {
    if (property === 'id') return names.flatMap((id) => exactly(directory.users.positionOf(id)));
    if (property === 'userPrincipalName')
      return names.flatMap((name) => exactly(directory.findUser(name)));
    // Null has no candidates: users without an address can be anywhere.
    if (property === 'mail' && names.length === values.length)
      return names.flatMap((name) => directory.addressCandidates(name).flatMap(exactly));
  }
  if (property !== 'userPrincipalName' || operator !== 'startsWith') return null;
  return names.flatMap((prefix) => directory.userRanges(prefix));
}

export const USERS: Listing<User> = {
  type: USER,
  filters: USER_FILTERS,
  searches: USER_SEARCH,
  orders: new Map([
    ['displayName', ({ displayName }: User) => displayName],
    ['userPrincipalName', ({ userPrincipalName }: User) => userPrincipalName],
  ]),
  collection: ({ users }) => users,
  locate,
};

/** Finds a user by object id or user principal name. @throws GraphError 404 */
export function findUser({ directory }: GraphCall, idOrName: string): User & { position: number } {
  const position = directory.findUser(idOrName);
  const user = position === undefined ? undefined : directory.users.at(position);
  if (position === undefined || user === undefined) throw notFound(idOrName);
  return { ...user, position };
}

export function getUser(call: GraphCall, idOrName: string): GraphAnswer {
  refuseOptions(call, ['$expand']);
  const write = createTextWriter(USER, propertiesOf(USER, call));
  const context = JSON.stringify(`${contextOf(call, 'users')}/$entity`);
  return json(`{"@odata.context":${context},${write(findUser(call, idOrName))}}`);
}
