/** Takes up the wait for a person in a new history. */
import type { Account } from './account.ts';
import { lostAccessBy, regainAccess } from './access.ts';
import { waitForQuarantineToWork } from './quarantine.ts';
import { resumeFailure } from './synchronization.ts';

/** Returns when what needed attention is over, at the state from before it. */
export async function resumeAttention(account: Account): Promise<void> {
  const { attention } = account.view;
  if (attention === null) return;
  const lost = lostAccessBy(attention.reason);
  if (lost) await regainAccess(account, lost);
  else if (attention.reason === 'quarantineUnavailable') await waitForQuarantineToWork(account);
  else await resumeFailure(account, attention);
}
