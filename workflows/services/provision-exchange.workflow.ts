import type { Account } from '../account/account.ts';
import { synchronizeDirectory, synchronizeTargets } from '../activity-proxies.ts';
import { obtainConsent } from '../consent/consent.ts';
import type { Copy } from '../directory/copy.ts';
import { classifyMailboxKinds } from '../directory/mailboxes.ts';
import { beginProtection, isAnnounced, stayProtected } from '../directory/protection.ts';
import { confirmQuarantine, obtainQuarantine } from '../quarantine/quarantine.ts';
import { receiveQuarantineMessages } from '../quarantine/quarantine-messages.ts';
import { chosenTargets, obtainTargets } from '../targets/targets.ts';
import { live, type ProvisionInput } from './live.ts';

/** Users and groups. Harmful messages are moved to a quarantine, which must work. */
const MAILBOXES: Copy = {
  read: async (account, synchronization, options) =>
    synchronization.method === 'all'
      ? synchronizeDirectory.executeWithOptions(options, [synchronization])
      : synchronizeTargets.executeWithOptions(options, [
          { ...synchronization, userIds: chosenTargets(account) },
        ]),
  confirm: confirmQuarantine,
  meanwhile: classifyMailboxKinds,
};

/** The lifecycle of an authorized account for Exchange Online, from the first consent to its removal. */
export async function ProvisionExchangeWorkflow(input: ProvisionInput): Promise<void> {
  await live('exchange-online', input, story, [receiveQuarantineMessages]);
}

async function story(account: Account): Promise<never> {
  if (!isAnnounced(account)) {
    await obtainConsent(account, 'exchange');
    await obtainConsent(account, 'graph');
    await obtainQuarantine(account);
    await obtainTargets(account);
    await beginProtection(account, MAILBOXES);
  }
  return stayProtected(account, MAILBOXES);
}
