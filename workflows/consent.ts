/** Obtaining one consent: from the click to the proof that Microsoft recorded it. */
import { condition, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import { ActivityFailure, RetryState } from '@temporalio/common';
import type { ConsentKind } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import { CONSENT_STATES } from '../domain/provisioning.ts';
import type { Account } from './account.ts';
import { verifyGrant, waitForGrant } from './activity-proxies.ts';
import { lookingPromptly, withAttention } from './attention.ts';
import { unlessInterrupted } from './unless-interrupted.ts';

/** Returns when the grant is proven, however many attempts and days that takes. */
export async function obtainConsent(account: Account, kind: ConsentKind): Promise<void> {
  while (account.view.consents[kind].status !== 'granted') {
    account.moveTo(CONSENT_STATES[kind].awaiting);
    await administratorSent(account, kind);
    account.moveTo(CONSENT_STATES[kind].verifying);
    await watchGrant(account, kind);
  }
}

/** Waits for an administrator to be sent to the consent screen, and lets clicks expire meanwhile. */
async function administratorSent(account: Account, kind: ConsentKind): Promise<void> {
  while (account.sent[kind] === null) {
    const expiry = account.attemptExpiry[kind];
    const moved = () => account.sent[kind] !== null || account.attemptExpiry[kind] !== expiry;
    if (expiry === null) {
      await condition(moved);
    } else if (!(await condition(moved, untilInstant(expiry), { summary: 'The link expires' }))) {
      account.attemptExpiry[kind] = null;
      account.setConsent(kind, 'expired');
    }
  }
  account.attemptExpiry[kind] = null;
}

const untilInstant = (instant: number) => Math.max(1, instant - Date.now());

/**
 * Watches for the grant from the moment that the administrator was sent, so a
 * callback that never arrives loses nothing. This administrator's decline or a
 * newer administrator ends the watch; a person who was refused since does not.
 */
async function watchGrant(account: Account, kind: ConsentKind): Promise<void> {
  const watched = account.sent[kind];
  const overtaken = () => account.sent[kind] !== watched || declined(account, kind, watched);
  try {
    const proven = await unlessInterrupted(overtaken, () => proveGrant(account, kind));
    if (proven) return account.setConsent(kind, 'granted');
    account.moveTo(CONSENT_STATES[kind].verifying);
  } catch (error) {
    if (isCancellation(error) || !isTimeout(error)) throw error;
    account.setConsent(kind, 'expired');
  }
  if (account.sent[kind] === watched) account.sent[kind] = null;
}

async function proveGrant(account: Account, kind: ConsentKind): Promise<void> {
  const grant = { ...account.reference, kind, tenantId: account.tenantId };
  await lookingPromptly(account, () => waitForGrant(grant));
  if ((await verifyGrant({ ...grant, knownObstacle: null })) === 'proven') return;
  await withAttention(account, 'ewsBlocked', FAILURES.EwsBlocked.sentence, () =>
    lookingPromptly(account, () => verifyGrant({ ...grant, knownObstacle: 'ewsBlocked' })),
  );
}

function declined(account: Account, kind: ConsentKind, watched: string | null): boolean {
  const { status, attemptId } = account.view.consents[kind];
  if (attemptId !== watched) return false;
  return status === 'declined' || status === 'refused';
}

/** The last look's failure stands in for the time-out when the next one would come too late. */
function isTimeout(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  return error.cause instanceof TimeoutFailure || error.retryState === RetryState.TIMEOUT;
}
