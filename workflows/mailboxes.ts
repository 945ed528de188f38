import { isCancellation } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { Account } from './account.ts';
import { classifyMailboxes } from './activity-proxies.ts';
import { readingOptions } from './reading-options.ts';

/**
 * Learns of which kind the mailboxes of a newly published directory are. When
 * it fails, protection is not harmed: it comes again after the next
 * synchronization. What is interrupted is done when there is time again.
 */
export async function learnMailboxKinds(account: Account): Promise<void> {
  if (!account.mailboxesUnknown) return;
  try {
    await classifyMailboxes.executeWithOptions(readingOptions(account, 'mailboxes'), [
      { ...account.reference, tenantId: account.tenantId },
    ]);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  }
  account.mailboxesUnknown = false;
}
