import { z } from 'zod';
import type { SkippedItem } from '../domain/directory.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Page } from '../store/runs.ts';
import type { StagedItems } from '../store/staging.ts';
import { type Reader, refuseEndless } from './reader.ts';

/** Changes of users or of groups, as Microsoft tells them page by page. */
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

/** `link` leads on; `delta` is the link from which the next run goes on, once everything up to there was read. */
const cursorSchema = z.object({
  link: z.string(),
  pages: z.number(),
  total: z.number().nullable(),
  delta: z.string().nullable(),
});
export type ChangesCursor = z.infer<typeof cursorSchema>;

/** Where changes begin that are to be read. `total`: what Microsoft said of the list that they belong to. */
export function beginning(changes: Changes, link: string, total: number | null): Page {
  const cursor: ChangesCursor = { link, pages: 0, total, delta: null };
  return { stream: changes.stream, shard: '', step: 0, cursor, done: false };
}

/** Where the changes stand, or null when they were not begun. */
export async function changesAt(
  { store, run }: Reader,
  { stream }: Changes,
): Promise<{ cursor: ChangesCursor; done: boolean } | null> {
  const [checkpoint] = await store.runs.checkpoints(run.runId, stream);
  return checkpoint
    ? { cursor: cursorSchema.parse(checkpoint.cursor), done: checkpoint.done }
    : null;
}

/** Stages what changed up to now; called again, what changed since. */
export async function followChanges(reader: Reader, changes: Changes): Promise<void> {
  try {
    await followPages(reader, changes);
  } finally {
    // Also before a failure is acted on: a page stored behind a restart would stand in its way.
    await reader.writer.flush();
  }
}

async function followPages(reader: Reader, changes: Changes): Promise<void> {
  let cursor: ChangesCursor | null = (await changesAt(reader, changes))?.cursor ?? null;
  while (cursor !== null) {
    reader.yieldWhenOver();
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
