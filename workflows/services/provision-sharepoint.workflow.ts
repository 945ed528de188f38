import type { Account } from '../account/account.ts';
import { obtainConsent } from '../consent/consent.ts';
import { beginProtection, isAnnounced, stayProtected } from '../directory/protection.ts';
import { SITES } from '../directory/sites.ts';
import { obtainTargets } from '../targets/targets.ts';
import { live, type ProvisionInput } from './live.ts';

/** The lifecycle of an authorized account for SharePoint Online. */
export async function ProvisionSharePointWorkflow(input: ProvisionInput): Promise<void> {
  await live('sharepoint-online', input, story);
}

async function story(account: Account): Promise<never> {
  if (!isAnnounced(account)) {
    await obtainConsent(account, 'sharepoint');
    await obtainTargets(account);
    await beginProtection(account, SITES);
  }
  return stayProtected(account, SITES);
}
