/**
 * Users and groups that changed and are not found: Microsoft's servers are not consistent. They are
 * asked for again once all changes are read. What stays missing is skipped, so that the next run looks
 * for it.
 */
import { setTimeout } from 'node:timers/promises';
import type { SkippedItem } from '../domain/directory.ts';
import { MAX_MISSING, MISSING_DELAYS } from '../domain/limits.ts';
import type { StagedItems } from '../store/staging.ts';
import type { Changes } from './read-changes.ts';
import type { Reader } from './reader.ts';

type Items = Omit<StagedItems, 'step'>;

interface Found {
  readonly staged: Items;
  readonly skipped: readonly SkippedItem[];
}
export const NOTHING_FOUND: Found = { staged: {}, skipped: [] };

/** Graph's code for an object that does not exist. */
const NOT_FOUND = 'Request_ResourceNotFound';

/** Asks for the ids again, twice. */
export async function findMissing(
  reader: Reader,
  changes: Changes,
  ids: readonly string[],
): Promise<Found> {
  let missing = ids.slice(0, MAX_MISSING);
  let { staged } = NOTHING_FOUND;
  const skipped: SkippedItem[] = [];
  for (const delay of MISSING_DELAYS) {
    if (missing.length === 0) break;
    await setTimeout(delay, undefined, { signal: reader.at.signal });
    const again = await changes.again(reader, missing);
    staged = withItems(staged, again.staged);
    skipped.push(...again.skipped);
    missing = [...again.missing];
  }
  const kind = changes.stream === 'userChanges' ? 'user' : 'group';
  const lost = [...missing, ...ids.slice(MAX_MISSING)];
  return {
    staged,
    skipped: [
      ...skipped,
      ...lost.map((id) => ({ kind, id, properties: [], code: NOT_FOUND }) as const),
    ],
  };
}

const listed = <T>(items: readonly T[] | { readonly lines: unknown } | undefined): readonly T[] =>
  items === undefined || 'lines' in items ? [] : items;

/** Adds users and groups to those of a page of changes. */
export function withItems(page: Items, more: Items): Items {
  return {
    ...page,
    users: [...listed(page.users), ...listed(more.users)],
    groups: [...listed(page.groups), ...listed(more.groups)],
  };
}

/** What was missing before or is missing on this page, unless the page has it or reports it as removed. */
export function stillMissing(
  before: readonly string[],
  { staged, missing }: { readonly staged: Items; readonly missing: readonly string[] },
): string[] {
  const settled = new Set([
    ...listed(staged.users).map(({ id }) => id),
    ...listed(staged.groups).map(({ id }) => id),
    ...(staged.removedUserIds ?? []),
    ...(staged.removedGroupIds ?? []),
  ]);
  return [...new Set([...before, ...missing])].filter((id) => !settled.has(id));
}
