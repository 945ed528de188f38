/** Whom or what an account protects: chosen by a person, and in agreement with the organization's other services. */
import { condition } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { Method } from '../../domain/account.ts';
import type { AttentionReason } from '../../domain/reasons.ts';
import { MAX_TARGETS } from '../../domain/limits.ts';
import type { Account } from '../account/account.ts';
import { withAttention } from '../account/attention.ts';
import { inbox } from '../account/inbox.ts';
import { onSignal } from '../account/receive.ts';
import {
  type ChosenTargets,
  type SubmittedTargets,
  targetsSubmittedSignal,
} from '../account.messages.ts';
import { claimMethod } from '../activity-proxies.ts';
import { failureOf } from '../failures.ts';
import { isInterrupted } from '../unless-interrupted.ts';

interface Targets {
  chosen: ChosenTargets | null;
  /** Whether the other services use the method of this choice, too. */
  agreed: boolean;
}

const targets = inbox<Targets>('targets', () => ({ chosen: null, agreed: false }));

export function receiveTargets(account: Account): void {
  onSignal(account, targetsSubmittedSignal, (submitted) => targetsSubmitted(account, submitted));
}

/** Returns when it is chosen what to protect, by a method that the other services use, too. */
export async function obtainTargets(account: Account): Promise<void> {
  if (account.view.runId !== null) return;
  account.moveTo('awaitingTargets');
  await condition(() => targets(account).chosen !== null);
  await agreeOnMethod(account);
}

export const chosenMethod = (account: Account): Method => targets(account).chosen?.method ?? 'all';

/** Empty for the method `all`. */
export const chosenTargets = (account: Account): readonly string[] =>
  targets(account).chosen?.targetIds ?? [];

/**
 * Agrees on the method of a choice that came last in a history. It does nothing after any other one.
 * @returns whether there was such a choice, so that what was read before is not of it
 */
export async function agreeOnLateChoice(account: Account): Promise<boolean> {
  if (targets(account).agreed) return false;
  await agreeOnMethod(account);
  return true;
}

/** The choice turned out to be impossible. Returns when there is another one, and the method is agreed on. */
export async function chooseAgain(
  account: Account,
  reason: ChoiceReason,
  message: string,
): Promise<void> {
  targets(account).chosen = null;
  await resumeChoice(account, reason, message);
}

/** Goes on waiting in a new history. */
export async function resumeChoice(
  account: Account,
  reason: ChoiceReason,
  message: string,
): Promise<void> {
  await withAttention(account, reason, message, () =>
    condition(() => targets(account).chosen !== null),
  );
  await agreeOnMethod(account);
}

const CHOICE_REASONS = ['targetsUnknown', 'methodDiffers'] as const satisfies AttentionReason[];
type ChoiceReason = (typeof CHOICE_REASONS)[number];
/** Whether the account waits for another choice. */
export const isChoice = (reason: AttentionReason): reason is ChoiceReason =>
  CHOICE_REASONS.some((each) => each === reason);

/** Two services may choose at the same moment. One of them is told to choose again. */
async function agreeOnMethod(account: Account): Promise<void> {
  try {
    await claimMethod({ ...account.reference, method: chosenMethod(account) });
    targets(account).agreed = true;
  } catch (error) {
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
    const { type, message } = failureOf(error);
    if (type !== 'MethodDiffers') throw error;
    account.change({ method: null, targetCount: null }, 'targets.refused');
    await chooseAgain(account, 'methodDiffers', message);
  }
}

function targetsSubmitted(account: Account, { method, targetIds }: SubmittedTargets): void {
  const { attention } = account.view;
  const wanted =
    (account.state === 'awaitingTargets' && targets(account).chosen === null) ||
    (attention !== null && isChoice(attention.reason));
  const ids = [...new Set(targetIds)];
  const sound = method === 'all' || (ids.length > 0 && ids.length <= MAX_TARGETS);
  if (!wanted || !sound) return;
  targets(account).chosen = { method, targetIds: method === 'all' ? [] : ids };
  targets(account).agreed = false;
  const targetCount = method === 'all' ? null : ids.length;
  // Others may have submitted something else at the same moment: the history tells which choice this is.
  const chosen = { method, ...(targetCount !== null && { targets: targetCount }) };
  account.change({ method, targetCount }, 'targets.chosen', chosen);
}
