/** The operations of the sandbox's Graph: address, required permission and cost in resource units. */
import { getByIds } from './by-ids.ts';
import type { GraphCall } from './call.ts';
import { delta } from './delta.ts';
import { GraphError, invalidQuery } from './errors.ts';
import { getGroup, GROUPS } from './groups.ts';
import { count, list } from './list.ts';
import { MAIL_OPERATIONS } from './mail/operations.ts';
import { countMembers, listMembers } from './members.ts';
import { type Operation, type Parameters, read, write } from './operation.ts';
import { getOrganization, listOrganizations } from './organization.ts';
import {
  getServicePrincipal,
  listAppRoleAssignments,
  listServicePrincipals,
} from './service-principals.ts';
import { SHAREPOINT_OPERATIONS } from './sharepoint/operations.ts';
import { getUser, USERS } from './users.ts';

const USER_CAST = 'microsoft.graph.user';

/** The four operations that list and count direct or transitive members. */
const memberOperations = (name: 'members' | 'transitiveMembers', cost: number) =>
  [false, true].flatMap((usersOnly) => {
    const address = `/groups/:/${name}${usersOnly ? `/${USER_CAST}` : ''}`;
    const transitive = name === 'transitiveMembers';
    const queryOf = (groupId: string) => ({ groupId, transitive, usersOnly });
    return [
      read(address, 'members', (call, [id]) => listMembers(call, queryOf(id)), cost),
      read(`${address}/$count`, 'members', (call, [id]) => countMembers(call, queryOf(id)), cost),
    ];
  });

/** Order matters: an address with a literal segment comes before one with `:` in its place. */
export const OPERATIONS: readonly Operation[] = [
  read('/users', 'users', (call) => list(USERS, call), 2),
  read('/users/$count', 'users', (call) => count(USERS, call)),
  read('/users/delta', 'users', (call) => delta(USERS, call)),
  read('/users/:', 'users', (call, [id]) => getUser(call, id)),
  ...MAIL_OPERATIONS,
  ...SHAREPOINT_OPERATIONS,
  read('/groups', 'groups', (call) => list(GROUPS, call)),
  read('/groups/$count', 'groups', (call) => count(GROUPS, call)),
  read('/groups/delta', 'groups', (call) => delta(GROUPS, call)),
  read('/groups/:', 'groups', (call, [id]) => getGroup(call, id)),
  ...memberOperations('members', 3),
  ...memberOperations('transitiveMembers', 5),
  write('POST', '/directoryObjects/getByIds', 'directoryObjects', getByIds, 3),
  read('/organization', 'organizations', listOrganizations),
  read('/organization/:', 'organization', (call, [id]) => getOrganization(call, id)),
  read('/servicePrincipals', 'servicePrincipals', listServicePrincipals),
  read('/servicePrincipals/:', 'servicePrincipals', (call, [id]) => getServicePrincipal(call, id)),
  read(
    '/servicePrincipals/:/appRoleAssignments',
    'servicePrincipals',
    (call, [id]) => listAppRoleAssignments(call, id),
    2,
  ),
];

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every(
    (part, index) => part === ':' || part.toLowerCase() === segments[index]?.toLowerCase(),
  );
}

/** @throws GraphError 400 for an unknown address, 405 for an unsupported method */
export function findOperation({ method, segments }: GraphCall): {
  readonly operation: Operation;
  readonly parameters: Parameters;
} {
  const candidates = OPERATIONS.filter((operation) => matches(operation.segments, segments));
  const operation = candidates.find((each) => each.method === method);
  if (!operation) {
    if (candidates.length > 0)
      throw new GraphError(
        405,
        'Request_BadRequest',
        'Specified HTTP method is not allowed for the request target.',
      );
    throw invalidQuery(`Resource not found for the segment '${segments.at(-1) ?? ''}'.`);
  }
  const [first = '', second = ''] = segments.filter(
    (_, index) => operation.segments[index] === ':',
  );
  return { operation, parameters: [first, second] };
}
