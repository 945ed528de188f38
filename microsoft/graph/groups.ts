/** Groups of a tenant and their users. */
import type { DirectoryGroup, SkippedItem } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { MAX_FOUND, PAGE_SIZE } from '../../domain/limits.ts';
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

/** `more`: whether others were found, too. */
export interface FoundGroups {
  readonly groups: DirectoryGroup[];
  readonly more: boolean;
}

/** Default number of users per page. */
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
    const groups = parseItems('group', groupSchema, page.value).items;
    return { groups, more: page['@odata.nextLink'] !== undefined };
  }

  async function searchGroups({
    text,
    limit = MAX_FOUND,
    ...at
  }: At & { text: string; limit?: number }): Promise<FoundGroups> {
    const $filter = startsWith('displayName', text);
    // One more than is shown tells whether there are more.
    const $top = limit + 1;
    const prefixed = await found(at, { $filter, $top }, false);
    if (prefixed.groups.length > limit || prefixed.more) return shown([prefixed], limit);
    // Search by word: finds "Europe Sales" for "Sales", but not every prefix.
    const $search = `"displayName:${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
    const worded = await found(at, { $search, $top }, true).catch(noneIfRefused);
    return shown([prefixed, worded], limit);
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

function shown(found: readonly FoundGroups[], limit: number): FoundGroups {
  const groups = new Map(found.flatMap((page) => page.groups).map((group) => [group.id, group]));
  const more = groups.size > limit || found.some((page) => page.more);
  return { groups: [...groups.values()].slice(0, limit), more };
}

/** Graph rejects a text without a searchable word. The prefix matches are the result then. */
function noneIfRefused(error: unknown): FoundGroups {
  if (error instanceof ProvostError && error.details['status'] === 400)
    return { groups: [], more: false };
  throw error;
}
