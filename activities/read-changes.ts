import { z } from 'zod';
import type { SkippedItem } from '../domain/directory.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Page } from '../store/runs.ts';
import type { StagedItems } from '../store/staging.ts';
import { type Reader, refuseEndless } from './reader.ts';

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
  }>;
}

/** `link`: the next page to read. `delta`: the delta link for the next synchronization, set once all changes were read. */
const cursorSchema = z.object({
  link: z.string(),
  pages: z.number(),
  total: z.number().nullable(),
  delta: z.string().nullable(),
});
export type ChangesCursor = z.infer<typeof cursorSchema>;

/** The first checkpoint of a stream of changes. `total`: Microsoft's count of the full list, if it was read. */
export function beginning(changes: Changes, link: string, total: number | null): Page {
  const cursor: ChangesCursor = { link, pages: 0, total, delta: null };
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
  while (cursor !== null) {
    reader.yieldAfterSlice();
    const page = await changes.page(reader, cursor.link);
    const link: string | null = page.next ?? page.delta;
    if (link === null || page.next === cursor.link) throw new ProvostError('EndlessList');
    const pages = cursor.pages + 1;
    refuseEndless(pages);
    const following: ChangesCursor = {
      ...cursor,
      link,
      pages,
      delta: page.next === null ? link : null,
    };
    await reader.writer.put({
      ...page.staged,
      stream: changes.stream,
      shard: '',
      step: pages,
      cursor: following,
      done: page.next === null,
      skipped: page.skipped,
    });
    cursor = page.next === null ? null : following;
  }
}
