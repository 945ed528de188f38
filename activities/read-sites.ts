/**
 * Stages the sites of a tenant: those that are not personal for SharePoint Online, the personal ones for
 * OneDrive.
 */
import type { DirectorySite } from '../domain/directory.ts';
import { SERVICES } from '../domain/services/services.ts';
import { isUnlicensed, type SiteDelta, type SitePage } from '../microsoft/graph.ts';
import { withConcurrency } from './concurrency.ts';
import { carriedOver } from './missing.ts';
import { beginning, type Changes, changesAt, followChanges } from './read-changes.ts';
import { hasBegunDrives, readDrives } from './read-drives.ts';
import { type List, readShards } from './read-list.ts';
import { isExpired, isLinkRefused, type Reader } from './reader.ts';

/** In place of a link: all sites, and then what has changed meanwhile. */
const ALL_SITES = 'all';

const STREAMS = ['sites', 'siteChanges'] as const;

const LIST: List = {
  stream: 'sites',
  property: null,
  page: async (reader, { link }) =>
    stagedPage(reader, await reader.graph.sitePage({ ...reader.at, link })),
};

const CHANGES: Changes = {
  stream: 'siteChanges',
  async page(reader, link) {
    const from = link === ALL_SITES ? null : link;
    return stagedDelta(reader, await reader.graph.siteDelta({ ...reader.at, link: from }));
  },
  async again(reader, ids) {
    const { found, unreadable, missing } = await reader.graph.sitesById({ ...reader.at, ids });
    return { staged: { sites: kept(reader, found) }, skipped: unreadable, missing };
  },
};

const copiesDrives = ({ synchronization }: Reader): boolean =>
  SERVICES[synchronization.service].copies === 'drives';

const kept = (reader: Reader, sites: readonly DirectorySite[]): DirectorySite[] =>
  sites.filter(({ owner }) => (owner !== null) === copiesDrives(reader));

const stagedPage = (reader: Reader, { sites, next, skipped }: SitePage) => ({
  staged: { sites: kept(reader, sites) },
  next,
  skipped,
});

const stagedDelta = (
  reader: Reader,
  { changed, removed, next, delta, skipped, missing }: SiteDelta,
) => ({
  staged: { sites: kept(reader, changed), removedSiteIds: removed },
  next,
  delta,
  skipped,
  missing,
});

/** If the tenant has no SharePoint, nothing is staged, what was published stays, and the run says so. */
export async function readSites(reader: Reader): Promise<void> {
  const { store, lease, record } = reader;
  try {
    // An attempt before found no license. There may be one by now.
    if (!record.licensed) await store.runs.plan(lease, STREAMS, []);
    // Changes that are read after drives would seem older than those.
    if (!(await hasBegunDrives(reader))) {
      const isWhole = record.sitesRead === 'full';
      if (isWhole || !(await readChangesOnly(reader))) await readAll(reader);
    }
    if (copiesDrives(reader)) await readDrives(reader);
  } catch (error) {
    if (!isUnlicensed(error)) throw error;
    await stageNothing(reader);
  }
}

/** @returns false when Microsoft refuses the link to the changes, or too many are missing: all must be read. */
async function readChangesOnly(reader: Reader): Promise<boolean> {
  const { store, synchronization, lease } = reader;
  const { accountId } = synchronization;
  try {
    if ((await changesAt(reader, CHANGES)) === null) {
      const link = await store.directory.cursor(accountId, 'sites');
      if (link === null) throw new Error('There is no stored delta link');
      const missing = carriedOver(await store.directory.carried(accountId, 'sites'));
      await store.runs.plan(lease, STREAMS, [beginning(CHANGES, link, { missing })]);
    }
    if (await followChanges(reader, CHANGES, { whole: false })) return true;
    await store.runs.readInFull(lease, 'sites', 'manyMissing');
    return false;
  } catch (error) {
    if (!isLinkRefused(error)) throw error;
    const expired = isExpired(error, 'DeltaTokenExpired');
    await store.runs.readInFull(lease, 'sites', expired ? 'tokenExpired' : 'linkRefused');
    return false;
  }
}

/**
 * Reads the list and all changes side by side. The list is known to leave sites out without a word, and
 * only the changes are said to be complete. What either of them names is kept, and the changes win. Two
 * chains of calls take no longer than the longer one.
 */
async function readAll(reader: Reader): Promise<void> {
  const { store, lease, writer } = reader;
  if ((await changesAt(reader, CHANGES)) === null) {
    const list = { stream: LIST.stream, shard: '', step: 0, cursor: null, done: false };
    await store.runs.plan(lease, STREAMS, [beginning(CHANGES, ALL_SITES, {}), list]);
  }
  let linkRefused = false;
  const chains = [
    () => readShards(reader, LIST),
    () =>
      followChanges(reader, CHANGES, { whole: true }).catch((error: unknown) => {
        linkRefused = isLinkRefused(error);
        throw error;
      }),
  ];
  await withConcurrency<() => Promise<unknown>>(chains, chains.length, async (read) => {
    await read();
  }).catch(async (error: unknown) => {
    // Only now: a page of the list that is stored after a restart would seem to follow nothing.
    await writer.flush();
    if (linkRefused) await store.runs.restart(lease, STREAMS);
    throw error;
  });
}

/** The run ends without sites. A delta link from before stays for the time when there is a license again. */
async function stageNothing({ store, synchronization, lease, writer, record }: Reader) {
  await writer.flush();
  const link = await store.directory.cursor(synchronization.accountId, 'sites');
  const delta = record.sitesRead === 'full' ? null : link;
  const changes = beginning(CHANGES, link ?? ALL_SITES, {});
  const nothing = { shard: '', step: 0, cursor: null, done: true } as const;
  await store.runs.endUnlicensed(lease, STREAMS, [
    { ...changes, cursor: { ...(changes.cursor as object), delta }, done: true },
    { ...nothing, stream: 'sites' },
  ]);
}
