/** Obtains one consent, from the click to the proof of the grant. */
import { condition, TimeoutFailure } from '@temporalio/workflow';
import { ActivityFailure, RetryState } from '@temporalio/common';
import type { ConsentStatus } from '../domain/account.ts';
import type { ConsentKind } from '../domain/consents.ts';
import { isConsentState } from '../domain/provisioning.ts';
import { ewsHasEnded, type QuarantineFinding } from '../domain/quarantine.ts';
import { EWS_END } from '../domain/services/exchange-online.ts';
import type { Account } from './account.ts';
import { verifyGrant, waitForGrant } from './activity-proxies.ts';
import { checkPromptly } from './attention.ts';
import { failureOf } from './failures.ts';
import { isInterrupted, unlessInterrupted } from './unless-interrupted.ts';

/**
 * Returns when the grant is proven, or no longer needed. May take any number of attempts and days.
 */
export async function obtainConsent(account: Account, kind: ConsentKind): Promise<void> {
  for (;;) {
    // Passed before. A consent that was withdrawn since is a finding, or asked for by the attention.
    if (!isConsentState(account.state)) return;
    skipIfEnded(account, kind);
    if (SETTLED.includes(account.view.consents[kind].status)) return;
    if (account.progress.sentAttempt[kind] === null) {
      account.moveTo('awaitingConsent', { consentStep: kind });
      await waitForAdministrator(account, kind);
    }
    if (account.progress.sentAttempt[kind] === null) continue;
    account.moveTo('verifyingGrant', { consentStep: kind });
    await watchGrant(account, kind);
  }
}

const SETTLED: readonly ConsentStatus[] = ['granted', 'notNeeded'];

/** After the end of Exchange Web Services, nothing needs the first consent any more. */
function skipIfEnded(account: Account, kind: ConsentKind): void {
  const { status } = account.view.consents[kind];
  if (kind !== 'exchange' || SETTLED.includes(status) || !ewsHasEnded(Date.now())) return;
  account.setConsent(kind, 'notNeeded');
}

/**
 * Waits until an administrator is sent to the consent screen, or until nothing needs the consent
 * any more. Expires attempts meanwhile.
 */
async function waitForAdministrator(account: Account, kind: ConsentKind): Promise<void> {
  while (account.progress.sentAttempt[kind] === null) {
    const expiry = account.progress.attemptExpiry[kind];
    const moved = () =>
      account.progress.sentAttempt[kind] !== null ||
      account.progress.attemptExpiry[kind] !== expiry;
    if (expiry === null) {
      if (!(await movedInTime(kind, moved))) return;
    } else if (!(await condition(moved, untilInstant(expiry), { summary: 'The link expires' }))) {
      account.progress.attemptExpiry[kind] = null;
      account.setConsent(kind, 'expired');
    }
  }
  account.progress.attemptExpiry[kind] = null;
}

/** False if Exchange Web Services ended first, and with them the need for their consent. */
async function movedInTime(kind: ConsentKind, moved: () => boolean): Promise<boolean> {
  if (kind === 'exchange') {
    const end = untilInstant(Date.parse(EWS_END));
    return condition(moved, end, { summary: 'Exchange Web Services end' });
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
  const watched = account.progress.sentAttempt[kind];
  const { tenantId } = account;
  const current = () =>
    account.progress.sentAttempt[kind] === watched && account.tenantId === tenantId;
  const overtaken = () => !current() || declined(account, kind, watched);
  try {
    const proven = await unlessInterrupted(overtaken, () => proveGrant(account, kind));
    // The proof is only valid for its tenant, which a newer sign-in may have replaced.
    if (proven && current()) {
      account.progress.sentAttempt[kind] = null;
      return account.setConsent(kind, 'granted');
    }
    account.moveTo('verifyingGrant', { consentStep: kind });
  } catch (error) {
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
    account.moveTo('verifyingGrant', { consentStep: kind });
    if (isTimeout(error)) account.setConsent(kind, 'expired');
    else account.setConsent(kind, 'refused', { failure: failureOf(error).type });
  }
  if (account.progress.sentAttempt[kind] === watched) account.progress.sentAttempt[kind] = null;
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
  account.view = { ...account.view, quarantine };
}

export function grantOf(account: Account, kind: ConsentKind) {
  const { tenantId, reference } = account;
  return { ...reference, kind, tenantId };
}

function declined(account: Account, kind: ConsentKind, watched: string | null): boolean {
  const { status, attemptId } = account.view.consents[kind];
  if (attemptId !== watched) return false;
  return status === 'declined' || status === 'refused';
}

/** When the next retry would exceed the timeout, Temporal fails with the last attempt's error instead. */
function isTimeout(error: ActivityFailure): boolean {
  return error.cause instanceof TimeoutFailure || error.retryState === RetryState.TIMEOUT;
}
