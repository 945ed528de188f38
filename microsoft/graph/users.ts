/** Users of a tenant: lists, counts, single users. */
import { type DirectoryUser, hasMailbox } from '../../domain/directory.ts';
import { type FailureType, ProvostError } from '../../domain/failures.ts';
import { PAGE_SIZE } from '../../domain/limits.ts';
import { parseAnswer } from '../errors.ts';
import { pageSchema, parseItems, userSchema } from '../graph-schemas.ts';
import { batchGet } from './batch.ts';
import type { At, GraphClient } from './client.ts';
import { USERS } from './collections.ts';
import { literal, query } from './links.ts';
import type { ReceivedAnswer } from '../transport.ts';

/** Values in an `in` clause: Graph's maximum (advanced query capabilities, `in`). */
const IDS_IN_FILTER = 15;

/** Enough to contain somebody with a mailbox in nearly every tenant. */
const SOME_USERS = 100;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createUserReads(client: GraphClient) {
  function userPage({
    link,
    filter,
    ...at
  }: At & { link: string | null; filter?: string | undefined }): Promise<ReceivedAnswer> {
    const options = { $top: PAGE_SIZE, ...USERS.select };
    const first = `/users${query(filter === undefined ? options : { ...options, $filter: filter })}`;
    return client.call(at, { target: link ?? first });
  }

  async function countUsers({
    filter,
    ...at
  }: At & { filter?: string | undefined }): Promise<number | null> {
    const total = await readCount(client, at, '/users/$count', filter);
    if (total !== null && filter === undefined) client.noteSize(at, total);
    return total;
  }

  async function usersById({ ids, ...at }: At & { ids: readonly string[] }) {
    const wellFormed = ids.filter((id) => GUID.test(id));
    const found = await findById(at, wellFormed);
    const known = new Set(found.map(({ id }) => id));
    return { users: found, unknown: ids.filter((id) => !known.has(id.toLowerCase())) };
  }

  /** One request for up to 300 ids: a batch of filters, each with Graph's maximum number of ids. */
  async function findById(at: At, ids: readonly string[]): Promise<DirectoryUser[]> {
    const paths = chunked(ids, IDS_IN_FILTER).map(
      (some) =>
        `/users${query({ ...USERS.select, $filter: `id in (${some.map(literal).join(',')})` })}`,
    );
    const users: DirectoryUser[] = [];
    for (const result of await batchGet(client, at, paths)) {
      if (result instanceof ProvostError) throw result;
      const page = parseAnswer(pageSchema, result);
      const { items, skipped } = parseItems('user', userSchema, page.value);
      if (skipped.length > 0 || page['@odata.nextLink']) throw new ProvostError('UnexpectedAnswer');
      users.push(...items);
    }
    return users;
  }

  async function userByPrincipalName({
    userPrincipalName,
    ...at
  }: At & { userPrincipalName: string }): Promise<DirectoryUser | null> {
    // Otherwise `..` would be a path, and an object id would match a user.
    if (!userPrincipalName.includes('@')) return null;
    const target = `${userPath(userPrincipalName)}${query(USERS.select)}`;
    const answer = await client.call(at, { target }).catch(nullIfNotFound);
    if (answer === null) return null;
    const user = parseAnswer(userSchema, answer);
    return sameName(user.userPrincipalName, userPrincipalName) ? user : null;
  }

  async function userByAddress({
    address,
    ...at
  }: At & { address: string }): Promise<DirectoryUser | null> {
    const own = `proxyAddresses/any(p:p eq ${literal(`smtp:${address}`)})`;
    const $filter = `mail eq ${literal(address)} or ${own}`;
    const target = `/users${query({ ...USERS.select, $filter })}`;
    const page = parseAnswer(pageSchema, await client.call(at, { target }));
    const { items } = parseItems('user', userSchema, page.value);
    return items.find((user) => hasMailbox(user) !== false) ?? items[0] ?? null;
  }

  async function someUsers(at: At): Promise<DirectoryUser[]> {
    const target = `/users${query({ $top: SOME_USERS, ...USERS.select })}`;
    const page = parseAnswer(pageSchema, await client.call(at, { target }));
    return parseItems('user', userSchema, page.value).items;
  }

  async function readable(at: At): Promise<void> {
    const target = `/users${query({ $top: 1, $select: 'id' })}`;
    parseAnswer(pageSchema, await client.call(at, { target }));
  }

  return {
    userPage,
    countUsers,
    usersById,
    userByPrincipalName,
    userByAddress,
    someUsers,
    readable,
  };
}

/** Failures that say that Graph does not count. The others say nothing about it. */
const NOT_COUNTED: readonly FailureType[] = [
  'AccessRefused',
  'DeltaTokenExpired',
  'NotFound',
  'PageLinkExpired',
  'UnexpectedAnswer',
];

/** Reads a `$count` (plain text); null if Graph returns no count, or refuses to. */
export async function readCount(
  client: GraphClient,
  at: At,
  path: '/users/$count' | '/groups/$count',
  filter: string | undefined,
): Promise<number | null> {
  const target = filter === undefined ? path : `${path}${query({ $filter: filter })}`;
  const answer = await client.call(at, { target, eventual: true }).catch((error: unknown) => {
    if (error instanceof ProvostError && NOT_COUNTED.includes(error.type)) return null;
    throw error;
  });
  const count = answer?.body ?? '';
  return /^\s*\d{1,9}\s*$/.test(count) ? Number(count) : null;
}

/** Graph accepts a name that starts with `$` only in quotes. */
function userPath(userPrincipalName: string): string {
  if (!userPrincipalName.startsWith('$')) return `/users/${encodeURIComponent(userPrincipalName)}`;
  return `/users('${encodeURIComponent(userPrincipalName.replaceAll("'", "''"))}')`;
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof ProvostError && error.type === 'NotFound') return null;
  throw error;
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
