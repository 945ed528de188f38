/** Obtaining one consent: from the click to the proof that Microsoft recorded it. */
import { condition, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import { ActivityFailure, RetryState } from '@temporalio/common';
import type { ConsentKind } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import { CONSENT_STATES } from '../domain/provisioning.ts';
import type { Account } from './account.ts';
import { verifyGrant, waitForGrant, waitForRegrant } from './activity-proxies.ts';
import { lookingPromptly, withAttention } from './attention.ts';
import { failureOf } from './failures.ts';
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
  const { tenantId } = account;
  const current = () => account.sent[kind] === watched && account.tenantId === tenantId;
  const overtaken = () => !current() || declined(account, kind, watched);
  try {
    const proven = await unlessInterrupted(overtaken, () => proveGrant(account, kind));
    // The proof counts for the tenant that it was made for, which a newer sign-in may have replaced.
    if (proven && current()) return account.setConsent(kind, 'granted');
    account.moveTo(CONSENT_STATES[kind].verifying);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    account.moveTo(CONSENT_STATES[kind].verifying);
    if (isTimeout(error)) account.setConsent(kind, 'expired');
    else account.setConsent(kind, 'refused', { failure: failureOf(error).type });
  }
  if (account.sent[kind] === watched) account.sent[kind] = null;
}

async function proveGrant(account: Account, kind: ConsentKind): Promise<void> {
  const grant = grantOf(account, kind);
  await lookingPromptly(account, () => waitForGrant(grant));
  await useGrant(account, kind, { provenBefore: false });
}

/** Proves a granted access by using it; a tenant that blocks EWS is waited for. */
async function useGrant(
  account: Account,
  kind: ConsentKind,
  { provenBefore }: { provenBefore: boolean },
): Promise<void> {
  const grant = { ...grantOf(account, kind), provenBefore };
  if ((await verifyGrant({ ...grant, knownObstacle: null })) === 'proven') return;
  await withAttention(account, 'ewsBlocked', FAILURES.EwsBlocked.sentence, () =>
    lookingPromptly(account, () => verifyGrant({ ...grant, knownObstacle: 'ewsBlocked' })),
  );
}

/**
 * Makes sure that a grant which was proven days ago still holds, and waits for
 * it to be given again where it was withdrawn.
 */
export async function confirmGrant(account: Account, kind: ConsentKind): Promise<void> {
  try {
    await useGrant(account, kind, { provenBefore: true });
  } catch (error) {
    if (isCancellation(error) || failureOf(error).type !== 'ConsentRevoked') throw error;
    await regainConsent(account, kind);
  }
}

/** The grant may come back by our own consent step or behind our back; either mends it. */
export async function regainConsent(account: Account, kind: ConsentKind): Promise<void> {
  account.setConsent(kind, 'revoked');
  const reason = REVOKED[kind];
  await withAttention(account, reason, FAILURES.ConsentRevoked.sentence, async () => {
    await lookingPromptly(account, () => waitForRegrant(grantOf(account, kind)));
    await lookingPromptly(account, () =>
      verifyGrant({
        ...grantOf(account, kind),
        provenBefore: false,
        knownObstacle: 'ewsBlocked',
      }),
    );
  });
  account.setConsent(kind, 'granted');
}

const REVOKED = { exchange: 'exchangeConsentRevoked', graph: 'graphConsentRevoked' } as const;

function grantOf(account: Account, kind: ConsentKind) {
  const { tenantId, reference } = account;
  return { ...reference, kind, tenantId };
}

function declined(account: Account, kind: ConsentKind, watched: string | null): boolean {
  const { status, attemptId } = account.view.consents[kind];
  if (attemptId !== watched) return false;
  return status === 'declined' || status === 'refused';
}

/** The last look's failure stands in for the time-out when the next one would come too late. */
function isTimeout(error: ActivityFailure): boolean {
  return error.cause instanceof TimeoutFailure || error.retryState === RetryState.TIMEOUT;
}
