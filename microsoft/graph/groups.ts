/** Groups of a tenant and their users. */
import type { DirectoryGroup, SkippedItem } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { PAGE_SIZE } from '../../domain/limits.ts';
import { parseAnswer } from '../errors.ts';
import { groupSchema, pageSchema, parseItems, userSchema } from '../graph-schemas.ts';
import type { At, GraphClient } from './client.ts';
import { GROUPS, USERS } from './collections.ts';
import { query, startsWith, VERSION } from './links.ts';
import type { UserPage } from './user-page.ts';
import { readCount } from './users.ts';

export interface GroupPage {
  readonly groups: DirectoryGroup[];
  readonly next: string | null;
  readonly skipped: readonly SkippedItem[];
}

export interface GroupUserPage extends UserPage {
  /** Number of users in the group; on the first page only. */
  readonly total: number | null;
}

/** Default number of groups found, and of users per page. */
const SHOWN = 50;

export function createGroupReads(client: GraphClient) {
  async function groupPage({
    link,
    filter,
    ...at
  }: At & { link: string | null; filter?: string | undefined }): Promise<GroupPage> {
    const options = { $top: PAGE_SIZE, ...GROUPS.select };
    const first = `/groups${query(filter === undefined ? options : { ...options, $filter: filter })}`;
    const page = parseAnswer(pageSchema, await client.call(at, { target: link ?? first }));
    const { items, skipped } = parseItems('group', groupSchema, page.value);
    return { groups: items, next: page['@odata.nextLink'] ?? null, skipped };
  }

  async function groupUsers({
    groupId,
    link,
    top = SHOWN,
    ...at
  }: At & { groupId: string; link: string | null; top?: number }): Promise<GroupUserPage> {
    const path = `/groups/${encodeURIComponent(groupId)}/transitiveMembers/microsoft.graph.user`;
    const first = `${path}${query({ $count: 'true', $top: top, ...USERS.select })}`;
    const target = link === null ? first : linkOf(path, link);
    const page = parseAnswer(pageSchema, await client.call(at, { target, eventual: true }));
    const { items, skipped } = parseItems('user', userSchema, page.value);
    const total = page['@odata.count'] ?? null;
    return { users: items, next: page['@odata.nextLink'] ?? null, skipped, total };
  }

  async function found(at: At, search: Record<string, string | number>, eventual: boolean) {
    const target = `/groups${query({ ...search, ...GROUPS.select })}`;
    const page = parseAnswer(pageSchema, await client.call(at, { target, eventual }));
    return parseItems('group', groupSchema, page.value).items;
  }

  async function searchGroups({
    text,
    limit = SHOWN,
    ...at
  }: At & { text: string; limit?: number }): Promise<DirectoryGroup[]> {
    const $filter = startsWith('displayName', text);
    const prefixed = await found(at, { $filter, $top: limit }, false);
    if (prefixed.length >= limit) return prefixed.slice(0, limit);
    // Search by word: finds "Europe Sales" for "Sales", but not every prefix.
    const $search = `"displayName:${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
    const worded = await found(at, { $search, $top: limit }, true).catch(noneIfRefused);
    const groups = new Map([...prefixed, ...worded].map((group) => [group.id, group]));
    return [...groups.values()].slice(0, limit);
  }

  const countGroups = ({ filter, ...at }: At & { filter?: string | undefined }) =>
    readCount(client, at, '/groups/$count', filter);

  return { groupPage, countGroups, groupUsers, searchGroups };
}

/**
 * Validates a link that a caller kept: it must be a link of this list. The client checks the host.
 * @throws ProvostError `ForeignLink`
 */
function linkOf(path: string, link: string): string {
  const pathname = URL.canParse(link) ? new URL(link).pathname : '';
  if (pathname.toLowerCase() === `${VERSION}${path}`.toLowerCase()) return link;
  throw new ProvostError('ForeignLink');
}

/** Graph rejects a text without a searchable word. The prefix matches are the result then. */
function noneIfRefused(error: unknown): DirectoryGroup[] {
  if (error instanceof ProvostError && error.details['status'] === 400) return [];
  throw error;
}
