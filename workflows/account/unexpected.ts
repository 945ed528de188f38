/**
 * Failures of activities that no part of the story expects, such as one that is not retried in a
 * place where it makes no sense. They never end an account.
 */
import { condition } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import { LONGEST_REMOVAL_RETRY_INTERVAL, UNEXPECTED_RETRY_INTERVAL } from '../../domain/limits.ts';
import type { Account } from './account.ts';
import { raise, waitForRetry, withAttention } from './attention.ts';
import { checksRequested } from './checks.ts';
import { failureOf } from '../failures.ts';
import { isInterrupted } from '../unless-interrupted.ts';

/** Tells `story` as often as it takes. It begins with what the account has reached. */
export async function untilItWorks(account: Account, story: () => Promise<never>): Promise<never> {
  for (;;) {
    try {
      await resumeUnexpected(account);
      await story();
    } catch (error) {
      if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
      await waitFor(account, failureOf(error).message);
    }
  }
}

/** Goes on waiting in a new history. */
async function resumeUnexpected(account: Account): Promise<void> {
  const { attention } = account.view;
  if (attention?.reason === 'unexpectedFailure') await waitFor(account, attention.message);
}

/** A deployment may mend it, so it is tried again without a person, too. */
const waitFor = (account: Account, message: string): Promise<void> =>
  withAttention(account, 'unexpectedFailure', message, () =>
    waitForRetry(account, UNEXPECTED_RETRY_INTERVAL),
  );

/** Repeats a step of the removal until it succeeds: the rest would be left behind. */
export async function untilUndone(account: Account, step: () => Promise<void>): Promise<void> {
  for (let interval = UNEXPECTED_RETRY_INTERVAL; ; interval *= 2) {
    const checks = checksRequested(account);
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      const { message } = failureOf(error);
      const attention = { reason: 'unexpectedFailure', message, consent: null } as const;
      account.change({ attention }, 'removal.failed');
      await raise(account, 'unexpectedFailure');
      const requested = () => checksRequested(account) !== checks;
      const longest = Math.min(interval, LONGEST_REMOVAL_RETRY_INTERVAL);
      await condition(requested, longest, { summary: 'Try the removal again' });
      account.change({ attention: null }, 'removal.retried');
    }
  }
}
