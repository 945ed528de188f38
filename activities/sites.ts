/** Sites and drives. */
import type { Dependencies, SynchronizationReference } from './dependencies.ts';

/* eslint-disable */
export function createSiteActivities(_: Pick<Dependencies, 'store'>) {
  return {
    synchronizeSites: async (
      _synchronization: SynchronizationReference,
    ): Promise<{ licensed: boolean }> => {
      throw new Error('to be built');
    },
    synchronizeSiteTargets: async (
      _s: SynchronizationReference & { siteIds: readonly string[] },
    ): Promise<void> => {
      throw new Error('to be built');
    },
    synchronizeDriveTargets: async (
      _s: SynchronizationReference & { userIds: readonly string[] },
    ): Promise<{ pending: string[] }> => {
      throw new Error('to be built');
    },
  };
}
