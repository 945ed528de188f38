import { ActivityFailure } from '@temporalio/common';
import type { Account } from './account.ts';
import { classifyMailboxes } from './activity-proxies.ts';
import { readOptions } from './read-options.ts';
import { isInterrupted } from './unless-interrupted.ts';

/**
 * Determines the mailbox kinds of a newly published directory. A failure does not affect
 * protection: it runs again after the next synchronization. After an interruption, it runs
 * again when the account is idle.
 */
export async function classifyMailboxKinds(account: Account): Promise<void> {
  if (!account.progress.mailboxesUnknown) return;
  try {
    await classifyMailboxes.executeWithOptions(readOptions(account, 'mailboxes'), [
      { ...account.reference, tenantId: account.tenantId },
    ]);
  } catch (error) {
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
  }
  account.progress.mailboxesUnknown = false;
}
