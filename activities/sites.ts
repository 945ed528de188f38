import { readingConsent } from '../domain/consents.ts';
import { isUnlicensed, refuseUnlessFound, unlicensed } from '../microsoft/graph.ts';
import type { DirectorySite } from '../domain/directory.ts';
import type { Dependencies, SynchronizationReference } from './dependencies.ts';
import { readAttempt } from './read-attempt.ts';
import { readSites } from './read-sites.ts';
import type { Reader } from './reader.ts';
import { stageNoTargets, stageTargets, type Targets } from './stage-targets.ts';

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
      return licensedOf(synchronization);
    },

    /**
     * Stages the selected sites, all or none. Fails with TargetsUnknown.
     * @returns whether the tenant has SharePoint, likewise
     */
    async synchronizeSiteTargets(
      synchronization: SynchronizationReference & { siteIds: readonly string[] },
    ): Promise<{ licensed: boolean }> {
      await attempt(synchronization, (reader) =>
        orUnlicensed(reader, () =>
          stageTargets(reader, () => sitesById(reader, synchronization.siteIds)),
        ),
      );
      return licensedOf(synchronization);
    },

    /**
     * Stages the personal sites of the selected users.
     * @returns the object ids of those who have none yet, and whether the tenant has SharePoint, likewise
     */
    async synchronizeDriveTargets(
      synchronization: SynchronizationReference & { userIds: readonly string[] },
    ): Promise<{ pending: readonly string[]; licensed: boolean }> {
      const seen: { pending?: readonly string[] } = {};
      await attempt(synchronization, (reader) =>
        orUnlicensed(reader, () =>
          stageTargets(reader, async (isLastLook) => {
            const drives = await drivesOf(reader, synchronization.userIds);
            seen.pending = drives.missing.map(({ userId }) => userId);
            if (drives.sites.length === 0) await requireLicense(reader);
            return targetsOf(reader, drives, isLastLook);
          }),
        ),
      );
      // Published before, by an attempt whose result was lost.
      const pending = seen.pending ?? (await withoutPublished(synchronization));
      return { pending, ...(await licensedOf(synchronization)) };
    },
  };

  async function withoutPublished({
    accountId,
    userIds,
  }: SynchronizationReference & { userIds: readonly string[] }): Promise<readonly string[]> {
    const published = await store.siteDrives.ofUsers(accountId, userIds);
    return userIds.filter((userId) => !published.has(userId));
  }

  /** As the run says, whichever attempt has told. */
  async function licensedOf({ runId }: SynchronizationReference): Promise<{ licensed: boolean }> {
    const run = await store.runs.byId(runId);
    return { licensed: run?.licensed ?? true };
  }
}

/** Without a license nothing is staged, what was published stays, and the run says so. */
async function orUnlicensed(reader: Reader, stage: () => Promise<void>): Promise<void> {
  try {
    await stage();
  } catch (error) {
    if (!isUnlicensed(error)) throw error;
    await reader.writer.flush();
    await stageNoTargets(reader);
  }
}

/**
 * Asked if nothing is found: of one user or site, a missing license says no more than that it is not there.
 * @throws ProvostError that is told by `isUnlicensed`
 */
async function requireLicense({ graph, at }: Reader): Promise<void> {
  if ((await graph.sitesReadable(at)) === 'unlicensed') throw unlicensed();
}

async function sitesById(reader: Reader, siteIds: readonly string[]): Promise<Targets> {
  const { graph, at } = reader;
  const { found, missing, unreadable } = await graph.sitesById({ ...at, ids: siteIds });
  if (found.length === 0 && missing.length > 0) await requireLicense(reader);
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
