import { readingConsent } from '../domain/consents.ts';
import { refuseUnlessFound } from '../microsoft/graph.ts';
import type { DirectorySite } from '../domain/directory.ts';
import type { Dependencies, SynchronizationReference } from './dependencies.ts';
import { readAttempt } from './read-attempt.ts';
import { readSites } from './read-sites.ts';
import type { Reader } from './reader.ts';
import { stageTargets, type Targets } from './stage-targets.ts';

/** Reads the sites of a tenant into staging, for SharePoint Online and OneDrive. `publishDirectory` publishes them. */
export function createSiteActivities(
  dependencies: Pick<Dependencies, 'store' | 'graphs' | 'userRows'>,
) {
  const { graphs, store } = dependencies;

  function attempt(
    synchronization: SynchronizationReference,
    work: (reader: Reader) => Promise<void>,
  ): Promise<void> {
    const graph = graphs[readingConsent(synchronization.service)];
    return readAttempt({ ...dependencies, graph }, synchronization, work);
  }

  return {
    /**
     * Stages sites, or their changes. Resumes from the last stored pages.
     * @returns whether the tenant has SharePoint, whichever attempt has told. If it has none, nothing is staged.
     */
    async synchronizeSites(
      synchronization: SynchronizationReference,
    ): Promise<{ licensed: boolean }> {
      await attempt(synchronization, readSites);
      const run = await store.runs.byId(synchronization.runId);
      return { licensed: run?.licensed ?? true };
    },

    /** Stages the selected sites, all or none. Fails with TargetsUnknown. */
    synchronizeSiteTargets: (
      synchronization: SynchronizationReference & { siteIds: readonly string[] },
    ): Promise<void> =>
      attempt(synchronization, (reader) =>
        stageTargets(reader, () => sitesById(reader, synchronization.siteIds)),
      ),

    /**
     * Stages the personal sites of the selected users.
     * @returns the object ids of those who have none yet
     */
    async synchronizeDriveTargets(
      synchronization: SynchronizationReference & { userIds: readonly string[] },
    ): Promise<{ pending: readonly string[] }> {
      let pending: readonly string[] = [];
      await attempt(synchronization, (reader) =>
        stageTargets(reader, async (isLastLook) => {
          const drives = await drivesOf(reader, synchronization.userIds);
          pending = drives.missing.map(({ userId }) => userId);
          return targetsOf(reader, drives, isLastLook);
        }),
      );
      return { pending };
    },
  };
}

async function sitesById({ graph, at }: Reader, siteIds: readonly string[]): Promise<Targets> {
  const { found, missing, unreadable } = await graph.sitesById({ ...at, ids: siteIds });
  refuseUnlessFound(missing);
  // A personal site is a target of OneDrive alone.
  const sites = found.filter(({ owner }) => owner === null);
  const personal = found.filter(({ owner }) => owner !== null);
  const unknown = [...missing, ...unreadable, ...personal].flatMap(({ id }) => id ?? []);
  return { staged: { sites }, unknown };
}

interface Drives {
  readonly sites: readonly DirectorySite[];
  readonly missing: readonly { readonly userId: string; readonly doubt?: string }[];
}

/** @throws ProvostError if some drive can neither be read nor is missing */
async function drivesOf({ graph, at }: Reader, userIds: readonly string[]): Promise<Drives> {
  const drives = await graph.userDrives({ ...at, userIds });
  const read = drives.map((drive) => {
    if ('failure' in drive) throw drive.failure;
    return drive;
  });
  return {
    sites: read.flatMap(({ site }) => site ?? []),
    missing: read.filter(({ site }) => site === null),
  };
}

/**
 * A drive that was published and is missing now is looked for again. In the end it is gone if Microsoft says so;
 * otherwise it is skipped and stays published.
 */
async function targetsOf(
  { store, synchronization }: Reader,
  { sites, missing }: Drives,
  isLastLook: boolean,
): Promise<Targets> {
  const userIds = missing.map(({ userId }) => userId);
  const known = await store.siteDrives.ofUsers(synchronization.accountId, userIds);
  if (!isLastLook) return { staged: { sites }, unknown: [...known.keys()] };
  const skipped = missing.flatMap(({ userId, doubt: code }) => {
    const id = known.get(userId);
    return id === undefined || code === undefined
      ? []
      : [{ kind: 'site', id, properties: [], code } as const];
  });
  return { staged: { sites }, skipped, unknown: [] };
}
