/** Stages drives and owners of the personal sites that are new or changed. */
import { z } from 'zod';
import type { DirectorySite } from '../domain/directory.ts';
import { isOutage, type ProvostError } from '../domain/failures.ts';
import { BATCH_SIZE, MAX_ITEM_FAILURES, MAX_ITEM_OUTAGES } from '../domain/limits.ts';
import type { SiteDrive } from '../microsoft/graph.ts';
import { type Reader, refuseEndless } from './reader.ts';

/** The sites after `after` are still to be asked about, and those whose drive could not be read. */
const cursorSchema = z
  .object({
    after: z.string(),
    pending: z.array(z.object({ id: z.string(), failures: z.number() })),
    pages: z.number(),
  })
  .nullable();
type Cursor = NonNullable<z.infer<typeof cursorSchema>>;

/** Concurrent requests. */
const BATCHES = 8;
const SITES_AT_ONCE = BATCHES * BATCH_SIZE;
/** Sites per database query: each looks through all staged ones. */
const SITES_PER_QUERY = 10 * SITES_AT_ONCE;
/** Sites that are asked about again at the end. The drives of more stay unknown until the next run. */
const MAX_PENDING = 1_000;
/** Later than any change. */
const STEP = 1_000_000;

/** A shard of the changes: drives are part of what has changed, and are discarded with it. */
const SHARD = { stream: 'siteChanges', shard: 'drives' } as const;

async function checkpointOf({ store, synchronization }: Reader) {
  const shards = await store.runs.checkpoints(synchronization.runId, SHARD.stream);
  return shards.find(({ shard }) => shard === SHARD.shard);
}

/** Whether some drives are staged already. */
export const hasBegunDrives = async (reader: Reader): Promise<boolean> =>
  (await checkpointOf(reader)) !== undefined;

export async function readDrives(reader: Reader): Promise<void> {
  const { store, synchronization, lease } = reader;
  const checkpoint = await checkpointOf(reader);
  if (checkpoint?.done) return;
  // Before any row of drives is staged: from then on changes must not be read any more.
  if (!checkpoint)
    await store.runs.plan(lease, [], [{ ...SHARD, step: STEP, cursor: null, done: false }]);
  if (!checkpoint?.cursor) {
    await store.siteDrives.keepKnown(lease, synchronization.accountId, STEP);
    await store.siteDrives.openUnknown(lease, synchronization.accountId, STEP - 1, MAX_PENDING);
  }
  let cursor = cursorSchema.parse(checkpoint?.cursor ?? null) ?? {
    after: '',
    pending: [],
    pages: 0,
  };
  const take = openSites(reader, cursor.after);
  for (let sites = await take(); sites.length > 0; sites = await take()) {
    reader.yieldAfterSlice();
    cursor = await readSome(reader, sites, cursor);
  }
  await askAgain(reader, cursor);
  await reader.writer.flush();
}

/** Staged sites without a drive, in the order of their ids. */
function openSites({ store, lease }: Reader, from: string) {
  let after = from;
  let known: DirectorySite[] = [];
  let all = false;
  return async (): Promise<DirectorySite[]> => {
    if (known.length === 0 && !all) {
      known = await store.siteDrives.open(lease, { after }, SITES_PER_QUERY);
      all = known.length < SITES_PER_QUERY;
      after = known.at(-1)?.id ?? after;
    }
    return known.splice(0, SITES_AT_ONCE);
  };
}

async function readSome(
  reader: Reader,
  sites: readonly DirectorySite[],
  { pending, pages, ...cursor }: Cursor,
): Promise<Cursor> {
  refuseEndless(pages);
  const drives = await drivesOf(reader, sites);
  refuseCommon(drives);
  // Microsoft's servers are not consistent: a drive that is not there is asked for once more, too.
  const open = drives.flatMap((drive) => ('owner' in drive && drive.owner ? [] : [drive.siteId]));
  const following = {
    after: sites.at(-1)?.id ?? cursor.after,
    pending: [...pending, ...open.map((id) => ({ id, failures: 1 }))].slice(0, MAX_PENDING),
    pages: pages + 1,
  };
  await put(reader, sites, drives, { cursor: following, done: false });
  return following;
}

/** @throws ProvostError if all of several drives fail as a whole tenant does */
function refuseCommon(drives: readonly SiteDrive[]): void {
  const failures = drives.flatMap((drive) => ('failure' in drive ? [drive.failure] : []));
  const [common] = failures;
  const isCommon = failures.length > 1 && failures.every(({ type }) => isOutage(type));
  if (common && isCommon && failures.length === drives.length) throw common;
}

/**
 * Each attempt asks once more. A drive that goes on failing stays unknown, until the next run asks: the
 * site itself was read. Those asked for here failed alone, and go on failing alone.
 */
async function askAgain(reader: Reader, cursor: Cursor): Promise<void> {
  const ids = cursor.pending.map(({ id }) => id);
  const sites =
    ids.length > 0 ? await reader.store.siteDrives.open(reader.lease, { ids }, ids.length) : [];
  const drives = await drivesOf(reader, sites);
  const failures = new Map(
    drives.flatMap((drive) => ('failure' in drive ? [[drive.siteId, drive.failure] as const] : [])),
  );
  const pending = cursor.pending.flatMap(({ id, failures: before }) => {
    const failure = failures.get(id);
    if (!failure || before + 1 >= mostFailures(failure)) return [];
    return [{ id, failures: before + 1 }];
  });
  const following = { ...cursor, pending, pages: cursor.pages + 1 };
  await put(reader, sites, drives, { cursor: following, done: pending.length === 0 });
  const [left] = pending;
  const failure = left && failures.get(left.id);
  if (failure) throw failure;
}

const mostFailures = ({ type }: ProvostError) =>
  isOutage(type) ? MAX_ITEM_OUTAGES : MAX_ITEM_FAILURES;

async function drivesOf(
  { graph, at }: Reader,
  sites: readonly DirectorySite[],
): Promise<SiteDrive[]> {
  const batches = Array.from({ length: Math.ceil(sites.length / BATCH_SIZE) }, (_, index) =>
    sites.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE).map(({ id }) => id),
  );
  const read = await Promise.allSettled(
    batches.map((siteIds) => graph.siteDrives({ ...at, siteIds })),
  );
  // Only when no request is running any more.
  return read.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function put(
  { writer }: Reader,
  sites: readonly DirectorySite[],
  drives: readonly SiteDrive[],
  page: { readonly cursor: Cursor; readonly done: boolean },
): Promise<void> {
  const owners = new Map(
    drives.flatMap((drive) =>
      'owner' in drive && drive.owner ? [[drive.siteId, drive.owner] as const] : [],
    ),
  );
  const owned = sites.flatMap((site) => {
    const owner = owners.get(site.id);
    return owner ? [{ ...site, owner }] : [];
  });
  return writer.put({ ...page, ...SHARD, step: STEP, sites: owned });
}
