/** From the first synchronization on: the account is protected, and its directory is kept up to date. */
import type { Account } from '../account/account.ts';
import { sayRecovered } from '../account/attention.ts';
import { inbox } from '../account/inbox.ts';
import { notify } from '../activity-proxies.ts';
import { actOnFinding, hasFinding, watch } from '../health/health.ts';
import { allSettledOrThrow, unlessInterrupted } from '../unless-interrupted.ts';
import type { Copy } from './copy.ts';
import { clearRequests, type Occasion, pendingRequest } from './requests.ts';
import { beginSchedule, skipMissedTimes, waitUntilDue } from './schedule.ts';
import { currentOccasion, foundLicense, synchronize } from './synchronization.ts';

interface Announcement {
  said: boolean;
  /** Whether "… protected." is still to be said, because there was nothing to protect. Missing in older histories. */
  owed?: boolean;
}

const announcement = inbox<Announcement>('announcement', () => ({ said: false }));

/** Whether "… protected." was said: the story of the provisioning is over. */
export const isAnnounced = (account: Account): boolean => announcement(account).said;

/** Synchronizes for the first time and says "… protected.", once. */
export async function beginProtection(account: Account, copy: Copy): Promise<void> {
  if (account.state !== 'protected') await protect(account, copy, 'first');
  await sayProtected(account);
  announcement(account).said = true;
  await sayRecovered(account);
}

/** Without a license there is nothing to protect, so it is said once there is one. */
async function sayProtected(account: Account): Promise<void> {
  await account.recorded();
  announcement(account).owed = !foundLicense(account);
  if (announcement(account).owed) return;
  const { reference, tenantId } = account;
  await notify({ ...reference, kind: 'protected', reason: null, incident: 0, tenantId });
}

/** Waits for requests and for the schedule, for years. */
export async function stayProtected(account: Account, copy: Copy): Promise<never> {
  for (;;) {
    const occasion = currentOccasion(account);
    const pending = pendingRequest(account);
    if (account.state === 'synchronizing' && occasion) await protect(account, copy, occasion);
    else if (pending) await protect(account, copy, pending);
    else if (hasFinding(account)) await actOnFinding(account, copy.confirm);
    else await rest(account, copy);
  }
}

/** Requests for a synchronization while this one runs join it. */
async function protect(account: Account, copy: Copy, occasion: Occasion): Promise<void> {
  await synchronize(account, copy, occasion);
  await copy.confirm(account);
  skipMissedTimes(account);
  account.moveTo('protected');
  beginSchedule(account);
  clearRequests(account);
  if (announcement(account).owed) await sayProtected(account);
  await sayRecovered(account);
}

/** Waits until a synchronization is due or something is found. Runs interruptible background work meanwhile. */
async function rest(account: Account, copy: Copy): Promise<void> {
  await unlessInterrupted(
    () => pendingRequest(account) !== null || hasFinding(account),
    () => allSettledOrThrow(waitUntilDue(account), copy.meanwhile(account), watch(account)),
  );
}
