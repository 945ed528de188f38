/** Messages about the consent steps. */
import { condition } from '@temporalio/workflow';
import { consentIsOpen, consentView } from '../../domain/account.ts';
import { type ConsentKind, consentsOf, GLOBAL_ADMINISTRATOR } from '../../domain/consents.ts';
import { type FailureType, isFailureType } from '../../domain/failures.ts';
import type { Account } from '../account/account.ts';
import { requestCheck } from '../account/checks.ts';
import { onSignal, onUpdate } from '../account/receive.ts';
import * as messages from '../account.messages.ts';
import { claimTenant } from '../activity-proxies.ts';
import { failureOf, refusal, refusalOf } from '../failures.ts';
import { sentAttempt, setAttemptExpiry, setSentAttempt } from './attempts.ts';

export function receiveConsents(account: Account): void {
  const requireOpen = (consent: { accountId: string; kind: ConsentKind }) =>
    requireConsentOpen(account, consent);
  onUpdate(
    account,
    messages.beginConsentUpdate,
    (consent) => beginConsent(account, consent),
    requireOpen,
  );
  onUpdate(
    account,
    messages.administratorSignedInUpdate,
    oneAtATime((administrator) => checkAdministrator(account, administrator)),
    requireOpen,
  );
  onSignal(account, messages.consentReturnedSignal, (returned) =>
    consentReturned(account, returned),
  );
}

/** Two at once could bind two tenants. A loop, because all waiting handlers wake up together. */
function oneAtATime<T>(handle: (message: T) => Promise<void>): (message: T) => Promise<void> {
  const turn = { taken: false };
  return async (message) => {
    while (turn.taken) await condition(() => !turn.taken).catch(refuseLate);
    turn.taken = true;
    try {
      await handle(message);
    } finally {
      turn.taken = false;
    }
  };
}

function refuseLate(error: unknown): never {
  throw refusalOf(error);
}

function requireConsentOpen(
  account: Account,
  { accountId, kind }: { accountId: string; kind: ConsentKind },
): void {
  if (!account.isAbout({ accountId }) || !consentIsOpen(account.view, kind))
    throw refusal('WrongState');
}

function beginConsent(account: Account, consent: messages.BegunConsent): void {
  const { kind, attemptId, expiresAt } = consent;
  setAttemptExpiry(account, kind, Date.parse(expiresAt));
  account.setConsent(kind, 'waitingForAdministrator', { attemptId });
}

async function checkAdministrator(
  account: Account,
  administrator: messages.SignedInAdministrator,
): Promise<void> {
  const { kind, attemptId, tenantId } = administrator;
  const reason =
    reasonToRefuse(account, administrator) ??
    (await bindTenant(account, { ...account.reference, tenantId, attemptId })) ??
    (await rebindIfLate(account, administrator));
  if (reason) {
    refuse(account, kind, attemptId, reason);
    throw refusal(reason);
  }
  account.amend({ tenantId });
  setSentAttempt(account, kind, attemptId);
  setAttemptExpiry(account, kind, null);
  account.setConsent(kind, 'waitingForAdministrator', { attemptId, action: 'sent' });
  requestCheck(account);
}

/** If the step was proven for another tenant while this one was being bound, binds that tenant again. */
async function rebindIfLate(
  account: Account,
  administrator: messages.SignedInAdministrator,
): Promise<FailureType | null> {
  try {
    requireConsentOpen(account, administrator);
    return null;
  } catch {
    const { tenantId } = account.view;
    if (tenantId && tenantId !== administrator.tenantId) {
      const attemptId = sentAttempt(account, administrator.kind) ?? administrator.attemptId;
      await claimTenant({ ...account.reference, tenantId, attemptId }).catch((error: unknown) => {
        throw refusalOf(error);
      });
    }
    return 'WrongState';
  }
}

/** Why this person may not consent, or null. */
function reasonToRefuse(
  account: Account,
  person: messages.SignedInAdministrator,
): FailureType | null {
  const pinned = mayChangeTenant(account, person.kind) ? null : account.view.tenantId;
  if (pinned && person.tenantId !== pinned) return 'TenantMismatch';
  // The roles of a guest may be missing. Those of a member never are.
  if (person.guest) return 'GuestAdministrator';
  if (!person.directoryRoles.includes(GLOBAL_ADMINISTRATOR)) return 'NotGlobalAdministrator';
  return person.external === true ? 'ExternalAdministrator' : null;
}

/**
 * While the first step that is needed is taken for the first time. Later, what was copied belongs to the tenant,
 * also if its consent is asked for again.
 */
function mayChangeTenant({ view }: Account, kind: ConsentKind): boolean {
  const isFirst = (each: ConsentKind) => consentView(view, each).status !== 'notNeeded';
  return view.consentStep === kind && consentsOf(view.service).find(isFirst) === kind;
}

/** What the claim of a tenant is refused for. */
const REFUSALS: readonly FailureType[] = ['TenantTaken', 'TenantMismatch'];

async function bindTenant(
  account: Account,
  claim: Parameters<typeof claimTenant>[0],
): Promise<FailureType | null> {
  if (account.view.tenantId === claim.tenantId) return null;
  try {
    await claimTenant(claim);
    return null;
  } catch (error) {
    const { type } = failureOf(error);
    if (REFUSALS.includes(type)) return type;
    throw refusalOf(error);
  }
}

/** Shows the refusal only for the newest attempt. */
function refuse(account: Account, kind: ConsentKind, attemptId: string, reason: FailureType): void {
  const consent = consentView(account.view, kind);
  const shown = consent.attemptId === attemptId && consent.status === 'waitingForAdministrator';
  if (!shown) return;
  setAttemptExpiry(account, kind, null);
  account.setConsent(kind, 'refused', { failure: reason });
}

/** Failures that the administrator chose. After any other, the grant may exist all the same. */
const DECLINES: readonly FailureType[] = ['ConsentDeclined', 'SignInCancelled'];

function consentReturned(
  account: Account,
  { kind, attemptId, failure: reason }: messages.ReturnedConsent,
): void {
  const consent = account.view.consents[kind];
  const current = consent?.status === 'waitingForAdministrator' && consent.attemptId === attemptId;
  if (!current) return;
  if (reason === null) {
    account.setConsent(kind, 'checking');
    requestCheck(account);
    return;
  }
  const failure = isFailureType(reason) ? reason : 'ConsentFailed';
  const declined = DECLINES.includes(reason);
  if (!declined && sentAttempt(account, kind) === attemptId) {
    account.setConsent(kind, 'waitingForAdministrator', { failure, action: 'unconfirmed' });
    requestCheck(account);
    return;
  }
  setAttemptExpiry(account, kind, null);
  account.setConsent(kind, declined ? 'declined' : 'refused', { failure });
}
