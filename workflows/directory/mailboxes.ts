import { ActivityFailure } from '@temporalio/common';
import type { Account } from '../account/account.ts';
import { inbox } from '../account/inbox.ts';
import { classifyMailboxes } from '../activity-proxies.ts';
import { readOptions } from './read-options.ts';
import { isInterrupted } from '../unless-interrupted.ts';

/** True until the mailbox kinds of the published directory have been determined. */
const mailboxes = inbox('mailboxes', () => ({ unknown: false }));

/** A directory was published. */
export function noteNewMailboxes(account: Account): void {
  mailboxes(account).unknown = true;
}

/**
 * Determines the mailbox kinds of a newly published directory. A failure does not affect
 * protection: it runs again after the next synchronization. After an interruption, it runs
 * again when the account is idle.
 */
export async function classifyMailboxKinds(account: Account): Promise<void> {
  if (!mailboxes(account).unknown) return;
  try {
    await classifyMailboxes.executeWithOptions(readOptions(account, 'mailboxes'), [
      { ...account.reference, tenantId: account.tenantId },
    ]);
  } catch (error) {
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
  }
  mailboxes(account).unknown = false;
}
