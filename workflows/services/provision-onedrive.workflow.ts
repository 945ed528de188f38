import type { Account } from '../account/account.ts';
import { obtainConsent } from '../consent/consent.ts';
import { beginProtection, isAnnounced, stayProtected } from '../directory/protection.ts';
import { DRIVES } from '../directory/sites.ts';
import { obtainTargets } from '../targets/targets.ts';
import { live, type ProvisionInput } from './live.ts';

/** The lifecycle of an authorized account for OneDrive for Business. */
export async function ProvisionOneDriveWorkflow(input: ProvisionInput): Promise<void> {
  await live('onedrive', input, story);
}

async function story(account: Account): Promise<never> {
  if (!isAnnounced(account)) {
    await obtainConsent(account, 'onedrive');
    await obtainTargets(account);
    await beginProtection(account, DRIVES);
  }
  return stayProtected(account, DRIVES);
}
