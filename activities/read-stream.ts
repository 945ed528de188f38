import { noteShortList, settleByTotal } from './list-total.ts';
import { isExpired, isLinkRefused, type Reader } from './reader.ts';
import { beginning, changesAt, followChanges } from './read-changes.ts';
import { carriedOver } from './missing.ts';
import { readShards } from './read-list.ts';
import { withConcurrency } from './concurrency.ts';
import { startsWith } from '../microsoft/graph.ts';
import { MAX_CONCURRENT_SHARDS, planShards } from './shards.ts';
import type { Stream } from './stream.ts';

/**
 * Stages users or groups: changes since the last synchronization if there is a delta link, else all
 * of them. A full read takes a delta token first and applies the changes since then
 * last, because lists are not a consistent snapshot.
 */
export async function readStream(reader: Reader, stream: Stream): Promise<void> {
  const isWhole = reader.record[`${stream.of}Read`] === 'full';
  if (isWhole || !(await readChangesOnly(reader, stream))) await readAll(reader, stream);
}

/** @returns false when Microsoft refuses the links to the changes, or too many are missing: all must be read. */
async function readChangesOnly(reader: Reader, stream: Stream): Promise<boolean> {
  const { store, synchronization, lease } = reader;
  try {
    const at = await changesAt(reader, stream.changes);
    if (at?.done) return true;
    if (at === null) {
      const link = await store.directory.cursor(synchronization.accountId, stream.of);
      if (link === null) throw new Error('There is no stored delta link');
      const missing = carriedOver(
        await store.directory.carried(synchronization.accountId, stream.of),
      );
      await store.runs.plan(lease, stream.all, [beginning(stream.changes, link, { missing })]);
    }
    if (await followChanges(reader, stream.changes, { whole: false })) return true;
    await store.runs.readInFull(lease, stream.of, 'manyMissing');
    return false;
  } catch (error) {
    if (!isLinkRefused(error)) throw error;
    const expired = isExpired(error, 'DeltaTokenExpired');
    await store.runs.readInFull(lease, stream.of, expired ? 'tokenExpired' : 'linkRefused');
    return false;
  }
}

async function readAll(reader: Reader, stream: Stream): Promise<void> {
  if (!(await changesAt(reader, stream.changes))?.done) await readListAndChanges(reader, stream);
  await noteShortList(reader, stream);
}

async function readListAndChanges(reader: Reader, stream: Stream): Promise<void> {
  const { store, lease } = reader;
  try {
    if ((await changesAt(reader, stream.changes)) === null) await plan(reader, stream);
    await readShards(reader, stream.list);
    await settleByTotal(reader, stream);
    await stream.afterListing?.(reader);
  } catch (error) {
    if (isExpired(error, 'DeltaTokenExpired')) await store.runs.restart(lease, stream.all);
    throw error;
  }
  await followChanges(reader, stream.changes, { whole: true }).catch(async (error: unknown) => {
    if (isLinkRefused(error)) await store.runs.restart(lease, stream.all);
    throw error;
  });
}

async function plan(reader: Reader, stream: Stream): Promise<void> {
  const { store, graph, lease, at } = reader;
  const [delta, total] = await Promise.all([
    graph.latestDelta({ ...at, of: stream.of }),
    stream.count(reader),
  ]);
  if (stream.of === 'users' && total !== null) await store.runs.expectUsers(lease, total);
  const filterOf = (prefix: string) => startsWith(stream.list.property, prefix);
  const shards = await planShards(total, countAll, (prefix) =>
    stream.count(reader, filterOf(prefix)),
  );
  await store.runs.plan(lease, stream.all, [
    beginning(stream.changes, delta, { total }),
    ...shards.map((shard) => ({
      stream: stream.list.stream,
      shard,
      step: 0,
      cursor: null,
      done: false,
    })),
  ]);
}

async function countAll(
  prefixes: readonly string[],
  count: (prefix: string) => Promise<number | null>,
): Promise<(number | null)[]> {
  const counts: (number | null)[] = [];
  await withConcurrency([...prefixes.entries()], MAX_CONCURRENT_SHARDS, async ([index, prefix]) => {
    counts[index] = await count(prefix);
  });
  return counts;
}
