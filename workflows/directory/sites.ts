/** The copy of sites, and of the drives that personal ones hold. */
import { condition } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { Account } from '../account/account.ts';
import {
  clearStaging,
  synchronizeDriveTargets,
  synchronizeSites,
  synchronizeSiteTargets,
  waitForDrives,
} from '../activity-proxies.ts';
import { chosenTargets } from '../targets/targets.ts';
import { isInterrupted } from '../unless-interrupted.ts';
import type { Copy } from './copy.ts';
import { requestScheduled } from './requests.ts';

const nothing = async (): Promise<void> => undefined;

/** All sites, or selected ones. */
export const SITES: Copy = {
  async read(account, synchronization, options) {
    if (synchronization.method === 'selected') {
      const siteIds = chosenTargets(account);
      await synchronizeSiteTargets.executeWithOptions(options, [{ ...synchronization, siteIds }]);
    } else {
      account.amend(await synchronizeSites.executeWithOptions(options, [synchronization]));
    }
  },
  confirm: nothing,
  meanwhile: clear,
};

/** The drives of all users, or of selected ones. A drive that does not exist yet is protected when it appears. */
export const DRIVES: Copy = {
  async read(account, synchronization, options) {
    if (synchronization.method === 'selected') {
      const userIds = chosenTargets(account);
      const { pending } = await synchronizeDriveTargets.executeWithOptions(options, [
        { ...synchronization, userIds },
      ]);
      account.amend({ pendingTargets: pending });
    } else {
      account.amend(await synchronizeSites.executeWithOptions(options, [synchronization]));
    }
  },
  confirm: nothing,
  async meanwhile(account) {
    await clear(account);
    await watchForDrives(account);
  },
};

async function clear(account: Account): Promise<void> {
  try {
    await clearStaging(account.reference);
  } catch (error) {
    // The next synchronization clears it, too.
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
  }
}

/** Synchronizes once a selected user has a OneDrive. It waits in the activity, which costs no history. */
async function watchForDrives(account: Account): Promise<void> {
  const userIds = account.view.pendingTargets ?? [];
  if (userIds.length === 0) return;
  const { tenantId, reference } = account;
  try {
    await waitForDrives({ ...reference, tenantId, userIds });
    requestScheduled(account);
  } catch (error) {
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
    // Lost access, for one. Looked at again tomorrow, or with the next history.
    await condition(() => false, '1 day', { summary: 'Look for drives again' });
    requestScheduled(account);
  }
}
