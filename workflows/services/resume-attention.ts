/** Takes up the wait for a person in a new history. */
import type { Account } from '../account/account.ts';
import { lostAccessBy, regainAccess } from '../consent/access.ts';
import { waitUntilReadable } from '../health/health.ts';
import { resumeFailure } from '../directory/synchronization.ts';
import { waitForQuarantineToWork } from '../quarantine/quarantine.ts';

/** Returns when what needed attention is over, at the state from before it. */
export async function resumeAttention(account: Account): Promise<void> {
  const { attention } = account.view;
  if (attention === null) return;
  const lost = lostAccessBy(attention.reason);
  if (lost) await regainAccess(account, lost);
  else if (attention.reason === 'readingRefused') await waitUntilReadable(account);
  else if (attention.reason === 'quarantineUnavailable') await waitForQuarantineToWork(account);
  else await resumeFailure(account, attention);
}
