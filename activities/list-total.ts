/**
 * Compares a list with Microsoft's count of it. A name may start with a character that no shard covers, and
 * a list may end early: what is not on it must not count as removed.
 */
import type { Checkpoint } from '../store/runs/page.ts';
import { changesAt } from './read-changes.ts';
import { readShards } from './read-list.ts';
import type { Stream } from './stream.ts';
import type { Reader } from './reader.ts';
import { WHOLE_AGAIN } from './shards.ts';

/** The checkpoint that says that a list was too short even the second time. */
const SHORT = 'short';

/** If the count does not match, the whole list is read, once more if it was before. */
export async function settleByTotal(reader: Reader, stream: Stream): Promise<void> {
  const { store, lease } = reader;
  const { list } = stream;
  const shards = await shardsOf(reader, list.stream);
  if (isThere(shards, WHOLE_AGAIN) || (await matchesTotal(reader, stream, shards))) return;
  await store.runs.readListAgain(lease, list.stream, WHOLE_AGAIN);
  await readShards(reader, list);
}

async function matchesTotal(
  reader: Reader,
  stream: Stream,
  shards: readonly Checkpoint[],
): Promise<boolean> {
  const total = (await changesAt(reader, stream.changes))?.cursor.total ?? null;
  const read = shards.reduce((sum, { items }) => sum + items, 0);
  if (total === null || read === total) return true;
  const staged = await reader.store.runs.countStaged(reader.lease, stream.list.stream);
  return staged === (await stream.count(reader));
}

/**
 * Once the changes are read, too, what is staged should be what is there. If it is less, and the list was read
 * twice, an item counts as skipped: then only what is reported as removed is removed, and the next run
 * reads everything.
 */
export async function noteShortList(reader: Reader, stream: Stream): Promise<void> {
  const { store, lease, writer } = reader;
  const { list, changes } = stream;
  const shards = await shardsOf(reader, list.stream);
  if (!isThere(shards, WHOLE_AGAIN) || isThere(shards, SHORT)) return;
  const total = await stream.count(reader);
  const known = [...shards, ...(await shardsOf(reader, changes.stream))];
  const skipped = known.reduce((sum, shard) => sum + shard.skipped, 0);
  const staged = await store.runs.countSettled(lease, list.stream);
  if (total === null || staged + skipped >= total) return;
  const kind = list.stream === 'users' ? 'user' : 'group';
  const item = { kind, id: null, properties: [], code: 'ListTooShort' } as const;
  const page = { stream: list.stream, shard: SHORT, step: 0, cursor: null, done: true };
  await writer.put({ ...page, skipped: [item] });
  await writer.flush();
}

const shardsOf = (
  { store, synchronization }: Reader,
  stream: Parameters<typeof store.runs.checkpoints>[1],
): Promise<Checkpoint[]> => store.runs.checkpoints(synchronization.runId, stream);

const isThere = (shards: readonly Checkpoint[], name: string): boolean =>
  shards.some(({ shard }) => shard === name);
