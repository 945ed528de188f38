import { z } from 'zod';
import type { SkippedItem } from '../domain/directory.ts';
import type { MissingItem } from '../microsoft/graph.ts';
import type { Page } from '../store/runs.ts';
import type { StagedItems } from '../store/staging.ts';
import { findMissing, NOTHING_FOUND, stillMissing, withItems } from './missing.ts';
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
  missing: z.array(z.object({ id: z.string(), code: z.string() })).default([]),
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
    await followPages(reader, changes);
  } finally {
    // Also before a failure is handled: a page stored after a restart would conflict with it.
    await reader.writer.flush();
  }
}

async function followPages(reader: Reader, changes: Changes): Promise<void> {
  let cursor: ChangesCursor | null = (await changesAt(reader, changes))?.cursor ?? null;
  const seen = new Set<string>();
  while (cursor !== null) {
    reader.yieldAfterSlice();
    seen.add(cursor.link);
    const page = await changes.page(reader, cursor.link);
    const link: string | null = page.next ?? page.delta;
    // Begins anew: the links themselves may be the fault.
    if (link === null || (page.next !== null && seen.has(page.next))) throw circle();
    const pages = cursor.pages + 1;
    refuseEndless(pages);
    const following: ChangesCursor = {
      ...cursor,
      link,
      pages,
      delta: page.next === null ? link : null,
      missing: stillMissing(cursor.missing, page),
    };
    const last = page.next === null;
    const found = last ? await findMissing(reader, changes, following.missing) : NOTHING_FOUND;
    await reader.writer.put({
      ...withItems(page.staged, found.staged),
      stream: changes.stream,
      shard: '',
      step: pages,
      cursor: last ? { ...following, missing: [] } : following,
      done: last,
      skipped: [...page.skipped, ...found.skipped],
    });
    cursor = last ? null : following;
  }
}
