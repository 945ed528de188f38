import { z } from 'zod';
import type { SkippedItem } from '../domain/directory.ts';
import type { MissingItem } from '../microsoft/graph.ts';
import type { Page } from '../store/runs.ts';
import type { StagedItems } from '../store/staging.ts';
import { afterLook, missingSchema, skippedOf, stillMissing, untilNextLook } from './missing.ts';
import { circle, type Reader, refuseEndless } from './reader.ts';

/** Changes of users or groups, read page by page from a delta query. */
export interface Changes {
  readonly stream: 'userChanges' | 'groupChanges';
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
 */
const cursorSchema = z.object({
  link: z.string(),
  pages: z.number(),
  total: z.number().nullable(),
  delta: z.string().nullable(),
  missing: z.array(missingSchema).default([]),
});
export type ChangesCursor = z.infer<typeof cursorSchema>;

/** The first checkpoint of a stream of changes. `total`: Microsoft's count of the full list, if it was read. */
export function beginning(changes: Changes, link: string, total: number | null): Page {
  const cursor: ChangesCursor = { link, pages: 0, total, delta: null, missing: [] };
  return { stream: changes.stream, shard: '', step: 0, cursor, done: false };
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

/** Stages all changes up to now. A later call continues from there. */
export async function followChanges(reader: Reader, changes: Changes): Promise<void> {
  try {
    const at = await changesAt(reader, changes);
    if (at === null) return;
    // In this attempt nothing was asked for yet, and the wait before it is over.
    const onlyMissing = at.cursor.delta !== null && !at.done;
    const cursor = onlyMissing
      ? await look(reader, changes, at.cursor)
      : await followPages(reader, changes, at.cursor);
    await findMissing(reader, changes, cursor);
  } finally {
    // Also before a failure is handled: a page stored after a restart would conflict with it.
    await reader.writer.flush();
  }
}

/** @returns the cursor after the last page */
async function followPages(
  reader: Reader,
  changes: Changes,
  from: ChangesCursor,
): Promise<ChangesCursor> {
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
    const missing = stillMissing(cursor.missing, page);
    cursor = { ...cursor, link, pages: cursor.pages + 1, delta: last ? link : null, missing };
    refuseEndless(cursor.pages);
    await put(reader, changes, cursor, page);
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
  const kind = changes.stream === 'userChanges' ? 'user' : 'group';
  const skipped = [...found.skipped, ...lost.map(skippedOf(kind))];
  const cursor = { ...before, pages: before.pages + 1, missing };
  await put(reader, changes, cursor, { ...found, skipped });
  return cursor;
}

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
