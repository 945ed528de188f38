/** Users of a tenant: lists, counts, single ones. */
import type { DirectoryUser } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { PAGE_SIZE } from '../../domain/limits.ts';
import { parseAnswer } from '../errors.ts';
import { pageSchema, parseItems, userSchema } from '../graph-schemas.ts';
import { USERS, readById } from './by-id.ts';
import type { At, GraphClient } from './client.ts';
import { query } from './links.ts';

export interface UserPage {
  readonly users: DirectoryUser[];
  /** The link to the page behind; null on the last one. A page may be empty and not be the last. */
  readonly next: string | null;
  /** Items that were left out because they made no sense. */
  readonly skipped: number;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createUserReads(client: GraphClient) {
  async function userPage({
    link,
    filter,
    ...at
  }: At & { link: string | null; filter?: string }): Promise<UserPage> {
    const options = { $top: PAGE_SIZE, ...USERS.select };
    const first = `/users${query(filter === undefined ? options : { ...options, $filter: filter })}`;
    const page = parseAnswer(pageSchema, await client.call(at, { target: link ?? first }));
    const { items, skipped } = parseItems(userSchema, page.value);
    return { users: items, next: page['@odata.nextLink'] ?? null, skipped };
  }

  async function countUsers(at: At): Promise<number | null> {
    const { body } = await client.call(at, { target: '/users/$count', eventual: true });
    return /^\s*\d+\s*$/.test(body) ? Number(body) : null;
  }

  async function usersById({ ids, ...at }: At & { ids: readonly string[] }) {
    const wellFormed = ids.filter((id) => GUID.test(id));
    const { found, unreadable } = await readById(client, at, USERS, wellFormed);
    if (unreadable > 0) throw new ProvostError('UnexpectedAnswer');
    const known = new Set(found.map(({ id }) => id));
    return { users: found, unknown: ids.filter((id) => !known.has(id.toLowerCase())) };
  }

  async function userByPrincipalName({
    userPrincipalName,
    ...at
  }: At & { userPrincipalName: string }): Promise<DirectoryUser | null> {
    // Without this `..` would be a path, and an object id would find somebody.
    if (!userPrincipalName.includes('@')) return null;
    const target = `${userPath(userPrincipalName)}${query(USERS.select)}`;
    const answer = await client.call(at, { target }).catch(nullIfNotFound);
    if (answer === null) return null;
    const user = parseAnswer(userSchema, answer);
    return sameName(user.userPrincipalName, userPrincipalName) ? user : null;
  }

  async function readable(at: At): Promise<void> {
    const target = `/users${query({ $top: 1, $select: 'id' })}`;
    parseAnswer(pageSchema, await client.call(at, { target }));
  }

  return { userPage, countUsers, usersById, userByPrincipalName, readable };
}

/** Graph takes a name that begins with `$` only between apostrophes. */
function userPath(userPrincipalName: string): string {
  if (!userPrincipalName.startsWith('$')) return `/users/${encodeURIComponent(userPrincipalName)}`;
  return `/users('${encodeURIComponent(userPrincipalName.replaceAll("'", "''"))}')`;
}

function nullIfNotFound(error: unknown): null {
  if (error instanceof ProvostError && error.type === 'NotFound') return null;
  throw error;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
