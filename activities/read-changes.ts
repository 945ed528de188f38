import { z } from 'zod';
import type { SkippedItem } from '../domain/directory.ts';
import type { MissingItem } from '../microsoft/graph.ts';
import type { Page } from '../store/runs/page.ts';
import type { StagedItems } from '../store/staging.ts';
import {
  afterLook,
  carriedOf,
  type Missing,
  missingSchema,
  skippedOf,
  stillMissing,
  unsettled,
  untilNextLook,
} from './missing.ts';
import { MAX_MISSING } from '../domain/limits.ts';
import { circle, type Reader, refuseEndless } from './reader.ts';

/** Changes of users, groups or sites, read page by page from a delta query. */
export interface Changes {
  readonly stream: 'userChanges' | 'groupChanges' | 'siteChanges';
  page(
    reader: Reader,
    link: string,
  ): Promise<{
    readonly staged: Omit<StagedItems, 'step'>;
    readonly next: string | null;
    readonly delta: string | null;
    readonly skipped: readonly SkippedItem[];
    /** Items that changed and are not found or not shown. */
    readonly missing: readonly MissingItem[];
  }>;
  /** Reads items by id. `missing` as above. */
  again(
    reader: Reader,
    ids: readonly string[],
  ): Promise<{
    readonly staged: Omit<StagedItems, 'step'>;
    readonly skipped: readonly SkippedItem[];
    readonly missing: readonly MissingItem[];
  }>;
}

/**
 * `link`: the next page to read. `delta`: the delta link for the next synchronization, set once all
 * changes were read. `missing`: changed items that could not be read and were not reported as removed.
 * `carried`: those that were skipped, for the next synchronization.
 */
const cursorSchema = z.object({
  link: z.string(),
  pages: z.number(),
  total: z.number().nullable(),
  delta: z.string().nullable(),
  missing: z.array(missingSchema).default([]),
  carried: z.array(missingSchema).default([]),
});
export type ChangesCursor = z.infer<typeof cursorSchema>;

/**
 * The first checkpoint of a stream of changes. `total`: Microsoft's count of the full list, if it was read.
 * `missing`: what the last synchronization skipped.
 */
export function beginning(
  { stream }: Changes,
  link: string,
  { total = null, missing = [] }: { total?: number | null; missing?: Missing[] },
): Page {
  const cursor: ChangesCursor = { link, pages: 0, total, delta: null, missing, carried: [] };
  return { stream, shard: '', step: 0, cursor, done: false };
}

/** The checkpoint of the changes, or null if reading has not started. */
export async function changesAt(
  { store, synchronization }: Reader,
  { stream }: Changes,
): Promise<{ cursor: ChangesCursor; done: boolean } | null> {
  const [checkpoint] = await store.runs.checkpoints(synchronization.runId, stream);
  return checkpoint
    ? { cursor: cursorSchema.parse(checkpoint.cursor), done: checkpoint.done }
    : null;
}

/**
 * Stages all changes up to now. A later call continues from there.
 * @param whole whether everything is read anyway: then any number of changed items may be missing
 * @returns false if more are missing than are asked for by id
 */
export async function followChanges(
  reader: Reader,
  changes: Changes,
  { whole }: { readonly whole: boolean },
): Promise<boolean> {
  try {
    const at = await changesAt(reader, changes);
    if (at === null) return true;
    // In this attempt nothing was asked for yet, and the wait before it is over.
    const onlyMissing = at.cursor.delta !== null && !at.done;
    const cursor = onlyMissing
      ? await look(reader, changes, at.cursor)
      : await followPages(reader, changes, at.cursor, whole);
    if (cursor === null) return false;
    await findMissing(reader, changes, cursor);
    return true;
  } finally {
    // Also before a failure is handled: a page stored after a restart would conflict with it.
    await reader.writer.flush();
  }
}

/** @returns the cursor after the last page; null if too many items are missing, unless everything is read */
async function followPages(
  reader: Reader,
  changes: Changes,
  from: ChangesCursor,
  whole: boolean,
): Promise<ChangesCursor | null> {
  const seen = new Set<string>();
  let cursor = from;
  for (let last = false; !last;) {
    reader.yieldAfterSlice();
    seen.add(cursor.link);
    const page = await changes.page(reader, cursor.link);
    const link: string | null = page.next ?? page.delta;
    // Begins anew: the links themselves may be the fault.
    if (link === null || (page.next !== null && seen.has(page.next))) throw circle();
    last = page.next === null;
    const all = stillMissing(cursor.missing, page);
    const [missing, tooMany] = [all.slice(0, MAX_MISSING), all.slice(MAX_MISSING)];
    if (tooMany.length > 0 && !whole) return null;
    const carried = [...unsettled(cursor.carried, page.staged), ...carriedOf(page.skipped)];
    cursor = {
      ...cursor,
      link,
      pages: cursor.pages + 1,
      delta: last ? link : null,
      missing,
      carried: carried.slice(0, MAX_MISSING),
    };
    refuseEndless(cursor.pages);
    const skipped = [...page.skipped, ...tooMany.map(skippedOf(kindOf(changes)))];
    await put(reader, changes, cursor, { ...page, skipped });
  }
  return cursor;
}

/** Asks for the missing items until each is found or was looked for often enough. */
async function findMissing(reader: Reader, changes: Changes, from: ChangesCursor): Promise<void> {
  let cursor = from;
  while (cursor.missing.length > 0) {
    await untilNextLook(cursor.missing, reader.at.signal);
    cursor = await look(reader, changes, cursor);
  }
}

async function look(
  reader: Reader,
  changes: Changes,
  before: ChangesCursor,
): Promise<ChangesCursor> {
  const ids = before.missing.map(({ id }) => id);
  const found = await changes.again(reader, ids);
  const { missing, lost } = afterLook(before.missing, found);
  const skipped = [...found.skipped, ...lost.map(skippedOf(kindOf(changes)))];
  const carried = [...before.carried, ...carriedOf(skipped)].slice(0, MAX_MISSING);
  const cursor = { ...before, pages: before.pages + 1, missing, carried };
  await put(reader, changes, cursor, { ...found, skipped });
  return cursor;
}

const KINDS = { userChanges: 'user', groupChanges: 'group', siteChanges: 'site' } as const;
const kindOf = ({ stream }: Changes) => KINDS[stream];

/** Queues what was read, with the cursor behind it. Later steps win. */
const put = (
  reader: Reader,
  { stream }: Changes,
  cursor: ChangesCursor,
  { staged, skipped }: Pick<Awaited<ReturnType<Changes['again']>>, 'staged' | 'skipped'>,
): Promise<void> =>
  reader.writer.put({
    ...staged,
    stream,
    shard: '',
    step: cursor.pages,
    cursor,
    done: cursor.delta !== null && cursor.missing.length === 0,
    skipped,
  });
