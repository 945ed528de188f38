import { CancellationScope, condition } from '@temporalio/workflow';
import { ActivityFailure, type Duration } from '@temporalio/common';
import type { Attention, AttentionReason } from '../domain/account.ts';
import type { ConsentKind } from '../domain/consents.ts';
import type { Account } from './account.ts';
import type { Incident } from './progress.ts';
import { notify } from './activity-proxies.ts';
import { unlessInterrupted } from './unless-interrupted.ts';

/**
 * Moves to `attentionRequired`, notifies the organization once, and returns to the previous state
 * when `mended` resolves. An account that continued as new while it waited goes on waiting.
 */
export async function withAttention<T>(
  account: Account,
  reason: AttentionReason,
  message: string,
  mended: () => Promise<T>,
  consent: ConsentKind | null = null,
): Promise<T> {
  if (account.view.attention?.reason !== reason) ask(account, { reason, message, consent });
  await raise(account, reason);
  const result = await mended();
  const { state, consentStep } = account.progress.before;
  account.moveTo(state, { consentStep });
  return result;
}

function ask(account: Account, attention: Attention): void {
  const { checkRequests, submissions } = account.progress;
  account.progress.asked = { checkRequests, submissions };
  if (account.state === 'attentionRequired') {
    // Something else went wrong during that wait.
    return account.change({ attention }, 'account.attentionRequired');
  }
  const { state, consentStep } = account.view;
  account.progress.before = { state, consentStep };
  account.moveTo('attentionRequired', { attention });
}

/** Returns when a person has asked for another try since the account needed attention, or after `longest`. */
export async function waitForRetry(account: Account, longest?: Duration): Promise<void> {
  const { progress } = account;
  const requested = () => progress.checkRequests !== progress.asked.checkRequests;
  if (longest === undefined) await condition(requested);
  else await condition(requested, longest, { summary: 'Try again' });
}

/** One notification for each incident, however often the same reason comes back before the end. */
async function raise(account: Account, reason: AttentionReason): Promise<void> {
  if (account.progress.incident?.reason === reason) return;
  const incident = { reason, number: account.view.revision };
  account.progress.incident = incident;
  await tell(account, 'attentionRequired', incident);
}

/** Says that the account works again. Call it once the work has really gone on. */
export async function sayRecovered(account: Account): Promise<void> {
  const { incident } = account.progress;
  if (incident === null) return;
  account.progress.incident = null;
  await tell(account, 'recovered', incident);
}

/** Not cancelled: the incident was noted already. The account goes on without a notification that cannot be written. */
async function tell(
  account: Account,
  kind: 'attentionRequired' | 'recovered',
  { reason, number }: Incident,
): Promise<void> {
  try {
    await CancellationScope.nonCancellable(() =>
      notify({ ...account.reference, kind, reason, incident: number }),
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
  }
}

/**
 * Restarts `check` whenever a person requests a check or is sent to the consent screen again,
 * to cut a long retry interval short.
 */
export async function checkPromptly<T>(account: Account, check: () => Promise<T>): Promise<T> {
  const occasion = () =>
    `${account.progress.checkRequests} ${account.progress.sentAttempt.exchange} ${account.progress.sentAttempt.graph}`;
  for (;;) {
    const seen = occasion();
    const done = await unlessInterrupted(() => occasion() !== seen, check);
    if (done) return done.result;
  }
}
