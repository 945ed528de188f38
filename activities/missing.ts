/**
 * Users and groups that changed and cannot be read: Microsoft's servers are not consistent. They are
 * asked for again once all changes are read. What stays missing is skipped, so that the next run looks
 * for it.
 */
import { setTimeout } from 'node:timers/promises';
import type { SkippedItem } from '../domain/directory.ts';
import { MAX_MISSING, MISSING_DELAYS } from '../domain/limits.ts';
import type { MissingItem } from '../microsoft/graph.ts';
import type { StagedItems } from '../store/staging.ts';
import type { Changes } from './read-changes.ts';
import type { Reader } from './reader.ts';

type Items = Omit<StagedItems, 'step'>;

interface Found {
  readonly staged: Items;
  readonly skipped: readonly SkippedItem[];
}
export const NOTHING_FOUND: Found = { staged: {}, skipped: [] };

/** Asks for the items again, twice. */
export async function findMissing(
  reader: Reader,
  changes: Changes,
  items: readonly MissingItem[],
): Promise<Found> {
  let missing = items.slice(0, MAX_MISSING);
  let { staged } = NOTHING_FOUND;
  const skipped: SkippedItem[] = [];
  for (const delay of MISSING_DELAYS) {
    if (missing.length === 0) break;
    await setTimeout(delay, undefined, { signal: reader.at.signal });
    const again = await changes.again(
      reader,
      missing.map(({ id }) => id),
    );
    staged = withItems(staged, again.staged);
    skipped.push(...again.skipped);
    missing = [...again.missing];
  }
  const kind = changes.stream === 'userChanges' ? 'user' : 'group';
  const lost = [...missing, ...items.slice(MAX_MISSING)];
  return {
    staged,
    skipped: [
      ...skipped,
      ...lost.map(({ id, code }) => ({ kind, id, properties: [], code }) as const),
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
  before: readonly MissingItem[],
  { staged, missing }: { readonly staged: Items; readonly missing: readonly MissingItem[] },
): MissingItem[] {
  const settled = new Set([
    ...listed(staged.users).map(({ id }) => id),
    ...listed(staged.groups).map(({ id }) => id),
    ...(staged.removedUserIds ?? []),
    ...(staged.removedGroupIds ?? []),
  ]);
  const all = new Map([...before, ...missing].map((item) => [item.id, item]));
  return [...all.values()].filter(({ id }) => !settled.has(id));
}
