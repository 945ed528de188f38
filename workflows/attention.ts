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
  goBack(account);
  return result;
}

/** To the problem that this one came on top of, if there is one, else to the state from before. */
function goBack(account: Account): void {
  const { covered, before } = account.progress;
  if (covered === null) return account.moveTo(before.state, { consentStep: before.consentStep });
  account.progress.covered = null;
  replace(account, covered);
}

function replace(account: Account, attention: Attention): void {
  const change = { attention, stateSince: new Date().toISOString() };
  account.change(change, 'account.attentionRequired', { reason: attention.reason });
}

function ask(account: Account, attention: Attention): void {
  const { checkRequests, submissions } = account.progress;
  account.progress.asked = { checkRequests, submissions };
  if (account.view.attention !== null) {
    // Something else went wrong during that wait.
    account.progress.covered = account.view.attention;
    return replace(account, attention);
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

/** One notification for each reason, however often it comes back before the end. */
export async function raise(account: Account, reason: AttentionReason): Promise<void> {
  const { incidents } = account.progress;
  if (incidents.some((incident) => incident.reason === reason)) return;
  const incident = { reason, number: account.view.revision };
  account.progress.incidents = [...incidents, incident];
  await tell(account, 'attentionRequired', incident);
}

/** Says once that the account works again. Call it once the work has really gone on. */
export async function sayRecovered(account: Account): Promise<void> {
  const latest = account.progress.incidents.at(-1);
  if (latest === undefined) return;
  account.progress.incidents = [];
  await tell(account, 'recovered', latest);
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
