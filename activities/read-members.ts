import { z } from 'zod';
import type { ProvostError } from '../domain/failures.ts';
import { BATCH_SIZE } from '../domain/limits.ts';
import type { MembersRead } from '../microsoft/graph.ts';
import type { Checkpoint } from '../store/runs/page.ts';
import { withConcurrency } from './concurrency.ts';
import { type PendingGroup, outcomeOf, SeenLinks } from './group-outcome.ts';
import { type Reader, refuseEndless } from './reader.ts';
import { MAX_CONCURRENT_SHARDS } from './shards.ts';

/** The groups of an id range whose members are still to be read: first `pending`, then those after `after`. */
const cursorSchema = z
  .object({
    after: z.string().nullable(),
    pending: z.array(
      z.object({
        groupId: z.string(),
        link: z.string().nullable(),
        /** How often this group was asked for in vain. */
        failures: z.number().default(0),
      }),
    ),
    pages: z.number(),
  })
  .nullable();
type Cursor = NonNullable<z.infer<typeof cursorSchema>>;

/** Stages the members of all staged groups: id ranges concurrently, many groups per request. */
export async function readMembers(reader: Reader): Promise<void> {
  const { store, synchronization, lease } = reader;
  let ranges = await store.runs.checkpoints(synchronization.runId, 'memberships');
  if (ranges.length === 0) {
    const groups = await store.runs.countStaged(lease, 'groups');
    await store.runs.plan(lease, [], planRanges(groups));
    ranges = await store.runs.checkpoints(synchronization.runId, 'memberships');
  }
  const open = ranges.filter(({ done }) => !done);
  await withConcurrency(open, MAX_CONCURRENT_SHARDS, (range, stopping) =>
    readRange(reader, range, stopping),
  );
  await reader.writer.flush();
}

/** Object ids are random, so equal id ranges have about the same number of groups. A shard is named `from/to`. */
function planRanges(groups: number) {
  const ranges = Math.max(1, Math.min(MAX_CONCURRENT_SHARDS, Math.ceil(groups / (2 * BATCH_SIZE))));
  return Array.from({ length: ranges }, (_, index) => ({
    stream: 'memberships' as const,
    shard: `${boundary(index, ranges)}/${index + 1 < ranges ? boundary(index + 1, ranges) : ''}`,
    step: 0,
    cursor: null,
    done: false,
  }));
}

function boundary(index: number, ranges: number): string {
  const first = Math.floor((index * 0x1_0000_0000) / ranges);
  return `${first.toString(16).padStart(8, '0')}-0000-0000-0000-000000000000`;
}

async function readRange(
  reader: Reader,
  range: Checkpoint,
  stopping: () => boolean,
): Promise<void> {
  let cursor: Cursor | null = cursorSchema.parse(range.cursor) ?? {
    after: null,
    pending: [],
    pages: 0,
  };
  const groups = stagedGroups(reader, range.shard, cursor.after);
  const links = new SeenLinks();
  const failed = new Map<string, ProvostError>();
  while (cursor && !stopping()) {
    reader.yieldAfterSlice();
    cursor = await readBatch(reader, { shard: range.shard, take: groups, links, failed }, cursor);
  }
}

/** Takes the next `count` group ids of a range, in order. Fewer means that the range has ended. */
type Take = (count: number) => Promise<string[]>;

/** Group ids per database query. */
const IDS_AT_ONCE = 25 * BATCH_SIZE;

function stagedGroups({ store, lease }: Reader, shard: string, from: string | null): Take {
  const [first = '', to] = shard.split('/');
  let after = from;
  let known: string[] = [];
  let all = false;
  return async (count) => {
    while (known.length < count && !all) {
      const range = { after, from: first, to: to || null };
      const ids = await store.runs.stagedGroupIds(lease, range, IDS_AT_ONCE);
      all = ids.length < IDS_AT_ONCE;
      after = ids.at(-1) ?? after;
      known = [...known, ...ids];
    }
    return known.splice(0, count);
  };
}

/** What reading a range needs, for one attempt. */
interface RangeRead {
  readonly shard: string;
  readonly take: Take;
  readonly links: SeenLinks;
  /** Groups that failed in this attempt. */
  readonly failed: Map<string, ProvostError>;
}

async function readBatch(
  reader: Reader,
  { shard, take, links, failed }: RangeRead,
  cursor: Cursor,
): Promise<Cursor | null> {
  refuseEndless(cursor.pages);
  reader.at.signal.throwIfAborted();
  const { batch, rest, last } = await nextBatch(cursor, take, failed);
  const [left] = failed.values();
  // Only groups that failed before are left. The next attempt asks for them again, after a while.
  if (batch.length === 0 && left && rest.pending.length > 0) throw left;
  const answers = batch.length
    ? await reader.graph.memberPages({ ...reader.at, groups: batch })
    : [];
  const outcomes = batch.map((asked) => outcomeOf(asked, answers, links));
  const pending = [...rest.pending, ...outcomes.flatMap(({ pending: again }) => again ?? [])];
  const read = answers.filter((answer): answer is MembersRead => !('failure' in answer));
  const ended = last && pending.length === 0;
  const following = ended ? null : { ...rest, pending, pages: cursor.pages + 1 };
  await reader.writer.put({
    stream: 'memberships',
    shard,
    step: 0,
    cursor: following,
    done: following === null,
    memberships: read.flatMap(({ memberships }) => memberships),
    skipped: [
      ...read.flatMap(({ skipped }) => skipped),
      ...outcomes.flatMap(({ skipped }) => skipped ?? []),
    ],
  });
  // Pages that were read are kept. Failed ones stay pending and are retried.
  const end = outcomes.find(({ ends }) => ends)?.failure;
  if (end) throw end;
  for (const { pending: again, failure } of outcomes)
    if (again && failure) failed.set(again.groupId, failure);
  return following;
}

async function nextBatch(
  { after, pending }: Cursor,
  take: Take,
  failed: ReadonlyMap<string, unknown>,
): Promise<{ batch: PendingGroup[]; rest: Omit<Cursor, 'pages'>; last: boolean }> {
  const begun = pending.filter(({ groupId }) => !failed.has(groupId)).slice(0, BATCH_SIZE);
  const room = BATCH_SIZE - begun.length;
  const ids = await take(room);
  return {
    last: ids.length < room,
    batch: [...begun, ...ids.map((groupId) => ({ groupId, link: null, failures: 0 }))],
    rest: {
      after: ids.at(-1) ?? after,
      pending: pending.filter((group) => !begun.includes(group)),
    },
  };
}
