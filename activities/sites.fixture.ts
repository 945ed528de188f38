/** Synchronizations of sites with a real store and a fake tenant. */
import { MockActivityEnvironment } from '@temporalio/testing';
import type { DirectorySite } from '../domain/directory.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Graph, Graphs } from '../microsoft/graph.ts';
import type { Store } from '../store/store.ts';
import { siteOf } from '../store/store.fixture.ts';
import type { Dependencies, SynchronizationReference } from './dependencies.ts';
import { newSynchronization, publish, QUIET } from './reading.fixture.ts';
import { createSiteActivities } from './sites.ts';

export const SITES_LINK = 'https://graph.microsoft.com/v1.0/sites/delta?token=1';
const NOBODY = { driveId: null, userId: null, displayName: null, principalName: null };

/** Sites with the ids of this tenant, each without an owner. */
export const sitesOf = (count: number): DirectorySite[] =>
  Array.from({ length: count }, () => siteOf());

/** A personal site, as a list describes it. */
export const personalSite = (): DirectorySite => siteOf({ owner: NOBODY });

/** The last page of changes, without any. */
export const NO_SITE_CHANGES = {
  changed: [],
  removed: [],
  next: null,
  delta: SITES_LINK,
  skipped: [],
  missing: [],
};

/** A tenant of these sites, whose list and changes agree. */
export const tenantOfSites = (
  sites: readonly DirectorySite[],
  hostile: Partial<Graph> = {},
): Graph =>
  ({
    sitePage: async () => ({ sites: [...sites], next: null, skipped: [] }),
    sitesReadable: async () => 'readable',
    siteDelta: async ({ link }) =>
      link === null ? { ...NO_SITE_CHANGES, changed: [...sites] } : NO_SITE_CHANGES,
    siteDrives: async ({ siteIds }) =>
      siteIds.map((siteId) => ({ siteId, owner: { ...NOBODY, driveId: `drive of ${siteId}` } })),
    ...hostile,
  }) satisfies Partial<Graph> as unknown as Graph;

/** A tenant without SharePoint. */
export const UNLICENSED = new ProvostError('TenantUnlicensed', undefined, {
  details: { status: 400, code: 'BadRequest', says: 'noSharePointLicense' },
});

export const newSites = (account: Partial<SynchronizationReference> = {}) =>
  newSynchronization({ service: 'sharepoint-online', ...account });

const activitiesOf = (store: Store, graph: Graph) =>
  createSiteActivities({
    store,
    graphs: { sharepoint: graph, onedrive: graph } as Graphs,
  } as Pick<Dependencies, 'store' | 'graphs' | 'userRows'>);

/** One attempt of an activity. */
export const attemptSites = <T>(
  store: Store,
  graph: Graph,
  work: (activities: ReturnType<typeof createSiteActivities>) => Promise<T>,
): Promise<T> => new MockActivityEnvironment({}, QUIET).run(() => work(activitiesOf(store, graph)));

/** One attempt to read all sites. */
export const readSitesOnce = (
  store: Store,
  graph: Graph,
  synchronization: SynchronizationReference,
) => attemptSites(store, graph, (each) => each.synchronizeSites(synchronization));

/** Reads and publishes. @returns the record of the run, and all published sites */
export async function synchronizedSites(
  store: Store,
  graph: Graph,
  synchronization: SynchronizationReference,
) {
  const { licensed } = await readSitesOnce(store, graph, synchronization);
  const run = await publish(store, synchronization);
  return { run, licensed, sites: await publishedSites(store, synchronization) };
}

export async function publishedSites(store: Store, { accountId }: SynchronizationReference) {
  const all = { search: '', offset: 0, limit: 1_000 };
  return (await store.published.sites(accountId, all)).sites;
}
