/** The operations of the sandbox's Graph: address, required permission and cost in resource units. */
import { getByIds } from './by-ids.ts';
import { json, GRAPH } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { delta } from './delta.ts';
import { GraphError, invalidQuery } from './errors.ts';
import { getGroup, GROUPS } from './groups.ts';
import { count, list } from './list.ts';
import { getMailboxSettings, getUserPurpose } from './mailboxes.ts';
import { countMembers, listMembers } from './members.ts';
import { getMessage, listMessages, moveMessage } from './messages.ts';
import type { Permission } from './permissions.ts';
import { getUser, USERS } from './users.ts';

/** The path segments that match the `:` placeholders, in order. */
type Parameters = readonly [string, string];

export interface Operation {
  readonly method: 'GET' | 'POST';
  readonly address: string;
  readonly permission: Permission;
  readonly cost: number;
  answer(call: GraphCall, parameters: Parameters): GraphAnswer;
}

type Answer = Operation['answer'];

const get = (
  address: string,
  permission: Permission,
  answer: Answer,
  cost = 1,
): Operation & { segments: string[] } => operation('GET', address, permission, answer, cost);

const operation = (
  method: Operation['method'],
  address: string,
  permission: Permission,
  answer: Answer,
  cost: number,
) => ({ method, address, permission, answer, cost, segments: address.split('/').filter(Boolean) });

const USER_CAST = 'microsoft.graph.user';

/** The four operations that list and count direct or transitive members. */
const memberOperations = (name: 'members' | 'transitiveMembers', cost: number) =>
  [false, true].flatMap((usersOnly) => {
    const address = `/groups/:/${name}${usersOnly ? `/${USER_CAST}` : ''}`;
    const transitive = name === 'transitiveMembers';
    const queryOf = (groupId: string) => ({ groupId, transitive, usersOnly });
    return [
      get(address, 'members', (call, [id]) => listMembers(call, queryOf(id)), cost),
      get(`${address}/$count`, 'members', (call, [id]) => countMembers(call, queryOf(id)), cost),
    ];
  });

function organization({ tenant }: GraphCall): GraphAnswer {
  const domain = {
    capabilities: 'Email, OfficeCommunicationsOnline',
    isDefault: true,
    isInitial: true,
    name: tenant.defaultDomain,
    type: 'Managed',
  };
  const value = [{ id: tenant.id, displayName: tenant.displayName, verifiedDomains: [domain] }];
  return json(JSON.stringify({ '@odata.context': `${GRAPH}/$metadata#organization`, value }));
}

/** Order matters: an address with a literal segment comes before one with `:` in its place. */
const OPERATIONS = [
  get('/users', 'users', (call) => list(USERS, call), 2),
  get('/users/$count', 'users', (call) => count(USERS, call)),
  get('/users/delta', 'users', (call) => delta(USERS, call)),
  get('/users/:', 'users', (call, [id]) => getUser(call, id)),
  get('/users/:/mailboxSettings', 'mailboxSettings', (call, [id]) => getMailboxSettings(call, id)),
  get('/users/:/mailboxSettings/userPurpose', 'mailboxSettings', (call, [id]) =>
    getUserPurpose(call, id),
  ),
  get('/users/:/messages', 'readMail', (call, [id]) => listMessages(call, id, null)),
  get('/users/:/messages/:', 'readMail', (call, [id, message]) => getMessage(call, id, message)),
  operation(
    'POST',
    '/users/:/messages/:/move',
    'writeMail',
    (call, [id, message]) => moveMessage(call, id, message),
    1,
  ),
  get('/users/:/mailFolders/:/messages', 'readMail', (call, [id, folder]) =>
    listMessages(call, id, folder),
  ),
  get('/groups', 'groups', (call) => list(GROUPS, call)),
  get('/groups/$count', 'groups', (call) => count(GROUPS, call)),
  get('/groups/delta', 'groups', (call) => delta(GROUPS, call)),
  get('/groups/:', 'groups', (call, [id]) => getGroup(call, id)),
  ...memberOperations('members', 3),
  ...memberOperations('transitiveMembers', 5),
  operation('POST', '/directoryObjects/getByIds', 'anything', getByIds, 3),
  get('/organization', 'anything', organization),
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
