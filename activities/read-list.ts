import { z } from 'zod';
import type { SkippedItem } from '../domain/directory.ts';
import { startsWith } from '../microsoft/graph.ts';
import type { Checkpoint } from '../store/runs/page.ts';
import type { StagedItems } from '../store/staging.ts';
import { withConcurrency } from './concurrency.ts';
import { circle, isLinkRefused, type Reader, refuseEndless } from './reader.ts';
import { isWholeList, MAX_CONCURRENT_SHARDS } from './shards.ts';

/** A Graph list, which is read in shards if it can be. */
export interface List {
  readonly stream: 'users' | 'groups' | 'sites';
  /** The list is sharded by prefixes of this property; null for a list that is read in one piece. */
  readonly property: 'userPrincipalName' | 'mailNickname' | null;
  page(
    reader: Reader,
    page: { link: string | null; filter: string | undefined },
  ): Promise<{
    readonly staged: Omit<StagedItems, 'step'>;
    readonly next: string | null;
    readonly skipped: readonly SkippedItem[];
  }>;
}

/** A list that has a property to shard it by. */
export interface ShardedList extends List {
  readonly stream: 'users' | 'groups';
  readonly property: NonNullable<List['property']>;
}

const cursorSchema = z.object({ next: z.string(), pages: z.number() }).nullable();

/** Stages the shards that are not complete yet. */
export async function readShards(reader: Reader, list: List): Promise<void> {
  const shards = await reader.store.runs.checkpoints(reader.synchronization.runId, list.stream);
  const open = shards.filter(({ done }) => !done).toSorted(byPlan);
  await withConcurrency(open, MAX_CONCURRENT_SHARDS, (shard, stopping) =>
    readShard(reader, list, shard, stopping),
  );
  await reader.writer.flush();
}

/** Split shards (two characters) are the largest and come first. */
const byPlan = (one: Checkpoint, other: Checkpoint) => other.shard.length - one.shard.length;

async function readShard(
  reader: Reader,
  list: List,
  shard: Checkpoint,
  stopping: () => boolean,
): Promise<void> {
  try {
    await readPages(reader, list, shard, stopping);
  } catch (error) {
    if (isLinkRefused(error)) {
      await reader.writer.flush();
      await restart(reader, list, shard.shard);
    }
    throw error;
  }
}

async function restart({ store, synchronization, lease }: Reader, { stream }: List, name: string) {
  const shards = await store.runs.checkpoints(synchronization.runId, stream);
  const shard = shards.find((each) => each.shard === name);
  if (shard) await store.runs.restartShard(lease, stream, shard);
}

async function readPages(
  reader: Reader,
  list: List,
  { shard, cursor }: Checkpoint,
  stopping: () => boolean,
): Promise<void> {
  const isWhole = isWholeList(shard) || list.property === null;
  const filter = isWhole ? undefined : startsWith(list.property, shard);
  let { next: link, pages } = cursorSchema.parse(cursor) ?? { next: null, pages: 0 };
  let repeated = 0;
  const seen = new Set<string>();
  do {
    if (stopping()) return;
    reader.yieldAfterSlice();
    const page = await list.page(reader, { link, filter });
    // Graph may repeat a page. Three times in a row, or a link from before, and the list goes round in a circle.
    repeated = page.next !== null && page.next === link ? repeated + 1 : 0;
    if (repeated > 2 || (repeated === 0 && page.next !== null && seen.has(page.next)))
      throw circle();
    if (page.next !== null) seen.add(page.next);
    pages += 1;
    refuseEndless(pages);
    link = page.next;
    await reader.writer.put({
      ...page.staged,
      stream: list.stream,
      shard,
      step: 0,
      cursor: link === null ? null : { next: link, pages },
      done: link === null,
      skipped: page.skipped,
    });
  } while (link !== null);
}
