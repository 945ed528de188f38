/** Obtains one consent, from the click to the proof of the grant. */
import { condition, TimeoutFailure } from '@temporalio/workflow';
import { ActivityFailure, RetryState } from '@temporalio/common';
import { type ConsentStatus, consentView } from '../../domain/account.ts';
import { consentHasEnded, type ConsentKind, CONSENTS } from '../../domain/consents.ts';
import type { Consent } from '../../domain/services/service.ts';
import { isConsentState } from '../../domain/provisioning.ts';
import type { QuarantineFinding } from '../../domain/quarantine.ts';
import type { Account } from '../account/account.ts';
import { verifyGrant, waitForGrant } from '../activity-proxies.ts';
import { checkPromptly } from '../account/checks.ts';
import { attemptExpiry, sentAttempt, setAttemptExpiry, setSentAttempt } from './attempts.ts';
import { failureOf } from '../failures.ts';
import { isInterrupted, unlessInterrupted } from '../unless-interrupted.ts';

/**
 * Returns when the grant is proven, or no longer needed. May take any number of attempts and days.
 */
export async function obtainConsent(account: Account, kind: ConsentKind): Promise<void> {
  for (;;) {
    // Passed before. A consent that was withdrawn since is a finding, or asked for by the attention.
    if (!isConsentState(account.state)) return;
    skipIfEnded(account, kind);
    if (SETTLED.includes(consentView(account.view, kind).status)) return;
    if (sentAttempt(account, kind) === null) {
      account.moveTo('awaitingConsent', { consentStep: kind });
      await waitForAdministrator(account, kind);
    }
    if (sentAttempt(account, kind) === null) continue;
    account.moveTo('verifyingGrant', { consentStep: kind });
    await watchGrant(account, kind);
  }
}

const SETTLED: readonly ConsentStatus[] = ['granted', 'notNeeded'];

/** What a consent was for may end at Microsoft. Then nothing needs it any more. */
function skipIfEnded(account: Account, kind: ConsentKind): void {
  const { status } = consentView(account.view, kind);
  if (SETTLED.includes(status) || !consentHasEnded(kind, Date.now())) return;
  account.setConsent(kind, 'notNeeded');
}

/**
 * Waits until an administrator is sent to the consent screen, or until nothing needs the consent
 * any more. Expires attempts meanwhile.
 */
async function waitForAdministrator(account: Account, kind: ConsentKind): Promise<void> {
  while (sentAttempt(account, kind) === null) {
    const expiry = attemptExpiry(account, kind);
    const moved = () =>
      sentAttempt(account, kind) !== null || attemptExpiry(account, kind) !== expiry;
    if (expiry === null) {
      if (!(await movedInTime(kind, moved))) return;
    } else if (!(await condition(moved, untilInstant(expiry), { summary: 'The link expires' }))) {
      setAttemptExpiry(account, kind, null);
      account.setConsent(kind, 'expired');
    }
  }
  setAttemptExpiry(account, kind, null);
}

/** False if nothing needs the consent any more before anything moved. */
async function movedInTime(kind: ConsentKind, moved: () => boolean): Promise<boolean> {
  const { endsAt }: Consent = CONSENTS[kind];
  if (endsAt !== undefined) {
    const end = untilInstant(Date.parse(endsAt));
    return condition(moved, end, { summary: 'Nothing needs the consent any more' });
  }
  await condition(moved);
  return true;
}

const untilInstant = (instant: number) => Math.max(1, instant - Date.now());

/**
 * Watches for the grant from the moment the administrator was sent to the consent screen, so
 * that a lost callback does not matter. Ends when this administrator declines or a newer one
 * is sent, but not when another person was refused since.
 */
async function watchGrant(account: Account, kind: ConsentKind): Promise<void> {
  const watched = sentAttempt(account, kind);
  const { tenantId } = account;
  const current = () => sentAttempt(account, kind) === watched && account.tenantId === tenantId;
  const overtaken = () => !current() || declined(account, kind, watched);
  try {
    const proven = await unlessInterrupted(overtaken, () => proveGrant(account, kind));
    // The proof is only valid for its tenant, which a newer sign-in may have replaced.
    if (proven && current()) {
      setSentAttempt(account, kind, null);
      return account.setConsent(kind, 'granted');
    }
    account.moveTo('verifyingGrant', { consentStep: kind });
  } catch (error) {
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
    account.moveTo('verifyingGrant', { consentStep: kind });
    if (isTimeout(error)) account.setConsent(kind, 'expired');
    else account.setConsent(kind, 'refused', { failure: failureOf(error).type });
  }
  if (sentAttempt(account, kind) === watched) setSentAttempt(account, kind, null);
}

async function proveGrant(account: Account, kind: ConsentKind): Promise<void> {
  const grant = grantOf(account, kind);
  await checkPromptly(account, () => waitForGrant(grant));
  await useGrant(account, kind);
}

/** Proves the access by using it. What keeps Exchange Web Services from working is only a finding. */
async function useGrant(account: Account, kind: ConsentKind): Promise<void> {
  const finding = await verifyGrant(grantOf(account, kind));
  if (finding) showFinding(account, finding);
}

/** Until the quarantine is proven, this is all that is known about it. */
function showFinding(account: Account, finding: QuarantineFinding): void {
  const since = new Date().toISOString();
  const quarantine = { adapter: null, since, ewsTriedAt: since, findings: [finding] };
  account.amend({ quarantine });
}

export function grantOf(account: Account, kind: ConsentKind) {
  const { tenantId, reference } = account;
  return { ...reference, kind, tenantId };
}

function declined(account: Account, kind: ConsentKind, watched: string | null): boolean {
  const { status, attemptId } = consentView(account.view, kind);
  if (attemptId !== watched) return false;
  return status === 'declined' || status === 'refused';
}

/** When the next retry would exceed the timeout, Temporal fails with the last attempt's error instead. */
function isTimeout(error: ActivityFailure): boolean {
  return error.cause instanceof TimeoutFailure || error.retryState === RetryState.TIMEOUT;
}
