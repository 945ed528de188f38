import { readingConsent } from '../domain/consents.ts';
import { isOutage, ProvostError } from '../domain/failures.ts';
import type { Dependencies, SynchronizationReference } from './dependencies.ts';
import { readAttempt } from './read-attempt.ts';
import { readSites } from './read-sites.ts';
import type { Reader } from './reader.ts';
import { stageTargets, type Targets } from './stage-targets.ts';

/** Reads the sites of a tenant into staging, for SharePoint Online and OneDrive. `publishDirectory` publishes them. */
export function createSiteActivities(
  dependencies: Pick<Dependencies, 'store' | 'graphs' | 'userRows'>,
) {
  const { graphs } = dependencies;

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
     * @returns whether the tenant has SharePoint. If it has none, nothing is staged.
     */
    async synchronizeSites(
      synchronization: SynchronizationReference,
    ): Promise<{ licensed: boolean }> {
      let licensed = true;
      await attempt(synchronization, async (reader) => {
        licensed = await readSites(reader);
      });
      return { licensed };
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
        stageTargets(reader, async () => {
          const { graph, at } = reader;
          const drives = await graph.userDrives({ ...at, userIds: synchronization.userIds });
          pending = drives.flatMap(({ userId, site }) => (site === null ? [userId] : []));
          return { staged: { sites: drives.flatMap(({ site }) => site ?? []) }, unknown: [] };
        }),
      );
      return { pending };
    },
  };
}

async function sitesById({ graph, at }: Reader, siteIds: readonly string[]): Promise<Targets> {
  const { found, missing, unreadable } = await graph.sitesById({ ...at, ids: siteIds });
  const outage = missing.find((item) => item.outage !== null)?.outage;
  if (outage && isOutage(outage.type))
    throw new ProvostError(outage.type, undefined, { retryAfter: outage.retryAfter });
  const other = missing.find(({ code }) => !NOT_FOUND.includes(code.toLowerCase()));
  if (other || unreadable.length > 0)
    throw new ProvostError('UnexpectedAnswer', undefined, { details: { code: other?.code } });
  const unknown = missing.map(({ id }) => id);
  return { staged: { sites: found }, unknown };
}

/** Codes of a site that is not there. Any other says nothing about it. */
const NOT_FOUND = ['itemnotfound', 'resourcenotfound', 'request_resourcenotfound', 'invalidid'];
