/** The copy of sites, and of the drives that personal ones hold. */
import { condition } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { Account } from '../account/account.ts';
import { checkPromptly, checksRequested } from '../account/checks.ts';
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
      // Older histories have no result.
      const found: { licensed: boolean } | undefined =
        await synchronizeSiteTargets.executeWithOptions(options, [{ ...synchronization, siteIds }]);
      if (found) account.amend({ licensed: found.licensed });
    } else {
      account.amend(await synchronizeSites.executeWithOptions(options, [synchronization]));
    }
  },
  confirm: nothing,
  async meanwhile(account) {
    await clear(account);
    await watchForLicense(account);
  },
};

/** The drives of all users, or of selected ones. A drive that does not exist yet is protected when it appears. */
export const DRIVES: Copy = {
  async read(account, synchronization, options) {
    if (synchronization.method === 'selected') {
      const userIds = chosenTargets(account);
      const { pending, licensed } = await synchronizeDriveTargets.executeWithOptions(options, [
        { ...synchronization, userIds },
      ]);
      account.amend({ pendingTargets: pending, ...(licensed !== undefined && { licensed }) });
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

/** No schedule reads selected sites, so one that found no license is repeated the next day, or on request. */
async function watchForLicense(account: Account): Promise<void> {
  const { licensed, method } = account.view;
  if (licensed !== false || method !== 'selected') return;
  const seen = checksRequested(account);
  const asked = () => checksRequested(account) !== seen;
  await condition(asked, '1 day', { summary: 'Look for a license again' });
  requestScheduled(account);
}

/**
 * Synchronizes once a selected user has a OneDrive. It waits in the activity, which costs no history. A person who
 * has just created one asks for a check, and need not wait for the next look.
 */
async function watchForDrives(account: Account): Promise<void> {
  const userIds = account.view.pendingTargets ?? [];
  if (userIds.length === 0) return;
  const { tenantId, reference } = account;
  // Only newer histories tell about the license. The others must replay as they happened.
  const isPrompt = account.view.licensed !== undefined;
  const look = () => waitForDrives({ ...reference, tenantId, userIds });
  const seen = checksRequested(account);
  try {
    await (isPrompt ? checkPromptly(account, look) : look());
    requestScheduled(account);
  } catch (error) {
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
    // Lost access, for one. Looked at again tomorrow, on request, or with the next history.
    const asked = () => isPrompt && checksRequested(account) !== seen;
    await condition(asked, '1 day', { summary: 'Look for drives again' });
    requestScheduled(account);
  }
}
