/**
 * Users, groups and sites that changed and cannot be read: Microsoft's servers are not consistent. They are
 * asked for again once all changes are read. What stays missing is skipped, so that the next run looks
 * for it.
 */
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { OUTAGES, ProvostError } from '../domain/failures.ts';
import { MAX_ITEM_FAILURES, MISSING_DELAYS } from '../domain/limits.ts';
import type { SkippedItem } from '../domain/directory.ts';
import type { MissingItem } from '../microsoft/graph.ts';
import type { StagedItems } from '../store/staging.ts';

/** A missing item, as a cursor stores it. `looks`: how often it was looked for again. */
export const missingSchema = z.object({
  id: z.string(),
  code: z.string(),
  outage: z
    .object({ type: z.enum(OUTAGES), retryAfter: z.number().nullable() })
    .nullable()
    .default(null),
  looks: z.number().default(0),
});
export type Missing = z.infer<typeof missingSchema>;

/** Users, groups or sites of a page of changes, or of a look for missing ones. */
interface Read {
  readonly staged: Omit<StagedItems, 'step'>;
  readonly missing: readonly MissingItem[];
}

/**
 * Returns when the items may be asked for again.
 * @throws ProvostError of an outage: the attempt ends, and the next one asks when Microsoft allows it.
 */
export async function untilNextLook(
  missing: readonly Missing[],
  signal: AbortSignal,
): Promise<void> {
  const outages = missing.flatMap(({ outage }) => outage ?? []);
  const [longest] = outages.toSorted((one, other) => waitOf(other) - waitOf(one));
  if (longest) {
    const { type, retryAfter } = longest;
    throw new ProvostError(type, undefined, { retryAfter });
  }
  const delay = Math.max(...missing.map(({ looks }) => MISSING_DELAYS[looks] ?? 0));
  await setTimeout(delay, undefined, { signal });
}

const waitOf = ({ retryAfter }: { readonly retryAfter: number | null }) => retryAfter ?? 0;

/** Those that stay missing after a look, and those that were looked for often enough. */
export function afterLook(
  before: readonly Missing[],
  found: Read,
): { missing: Missing[]; lost: Missing[] } {
  const looks = new Map(before.map((item) => [item.id, item.looks + 1]));
  const all = found.missing.map((item) => ({ ...item, looks: looks.get(item.id) ?? 1 }));
  const isLost = ({ looks: times, outage }: Missing) =>
    times >= (outage ? MAX_ITEM_FAILURES : MISSING_DELAYS.length);
  return {
    missing: all.filter((item) => !isLost(item)),
    lost: all.filter(isLost),
  };
}

/** What the last run skipped is asked for once, without a wait. */
export const carriedOver = (stored: unknown): Missing[] =>
  z
    .array(missingSchema)
    .parse(stored)
    .map((item) => ({ ...item, outage: null, looks: MAX_ITEM_FAILURES - 1 }));

/** What was skipped and can be asked for by id. */
export const carriedOf = (skipped: readonly SkippedItem[]): Missing[] =>
  skipped.flatMap(({ id, code = '' }) => (id === null ? [] : { id, code, outage: null, looks: 0 }));

export const skippedOf =
  (kind: 'user' | 'group' | 'site') =>
  ({ id, code }: Missing): SkippedItem => ({ kind, id, properties: [], code });

const listed = <T>(items: readonly T[] | { readonly lines: unknown } | undefined): readonly T[] =>
  items === undefined || 'lines' in items ? [] : items;

/** What was missing before or is missing on this page, unless the page has it or reports it as removed. */
export function stillMissing(before: readonly Missing[], { staged, missing }: Read): Missing[] {
  const news = missing.map((item) => ({ ...item, looks: 0 }));
  const all = new Map([...before, ...news].map((item) => [item.id, item]));
  return unsettled([...all.values()], staged);
}

/** Those that a page neither has nor reports as removed. */
export function unsettled(items: readonly Missing[], staged: Read['staged']): Missing[] {
  const settled = new Set([
    ...listed(staged.users).map(({ id }) => id),
    ...listed(staged.groups).map(({ id }) => id),
    ...(staged.sites ?? []).map(({ id }) => id),
    ...(staged.removedUserIds ?? []),
    ...(staged.removedGroupIds ?? []),
    ...(staged.removedSiteIds ?? []),
  ]);
  return items.filter(({ id }) => !settled.has(id));
}
