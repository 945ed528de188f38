/** Message handlers of the account. Each one checks the state first. */
import { condition, setHandler } from '@temporalio/workflow';
import { consentIsOpen } from '../domain/account.ts';
import { type ConsentKind, GLOBAL_ADMINISTRATOR } from '../domain/consents.ts';
import { type FailureType, isFailureType } from '../domain/failures.ts';
import { MAX_TARGETS } from '../domain/limits.ts';
import { isSchedule } from '../domain/schedule.ts';
import type { Account } from './account.ts';
import { claimTenant } from './activity-proxies.ts';
import { failureOf, refusal, refusalOf } from './failures.ts';
import * as messages from './provision-exchange.messages.ts';
import { allowListSet, nameCanaryMailbox, requireNameable } from './quarantine-messages.ts';
import { setSchedule } from './schedule.ts';

/** Sets all handlers. Must be called before the workflow first waits. */
export function receiveMessages(account: Account): void {
  setHandler(messages.accountQuery, () => account.view);

  /** Counts every message that becomes part of the history. */
  const counted =
    <T>(handle: (message: T) => void | Promise<void>) =>
    (message: T) => {
      account.received();
      return handle(message);
    };

  setHandler(
    messages.beginConsentUpdate,
    counted((consent) => beginConsent(account, consent)),
    { validator: (consent) => requireConsentOpen(account, consent) },
  );

  const judgement = { underWay: false };
  const judge = async (administrator: messages.SignedInAdministrator) => {
    // One at a time, or two tenants could be bound. A loop, because all waiting handlers wake up together.
    while (judgement.underWay) await condition(() => !judgement.underWay).catch(refuseLate);
    judgement.underWay = true;
    try {
      await checkAdministrator(account, administrator);
    } finally {
      judgement.underWay = false;
    }
  };
  setHandler(messages.administratorSignedInUpdate, counted(judge), {
    validator: (administrator) => requireConsentOpen(account, administrator),
  });

  setHandler(
    messages.consentReturnedSignal,
    counted((returned) => consentReturned(account, returned)),
  );
  setHandler(
    messages.targetsSubmittedSignal,
    counted((targets) => targetsSubmitted(account, targets)),
  );

  const request = () => void (account.progress.pendingSynchronization = 'requested');
  setHandler(messages.requestSynchronizationUpdate, counted(request), {
    validator: (asked) => requireSynchronizable(account, asked),
  });
  setHandler(
    messages.scheduleUpdate,
    counted(({ schedule }) => setSchedule(account, schedule)),
    { validator: (asked) => requireSchedulable(account, asked) },
  );
  setHandler(
    messages.removalsDecidedSignal,
    counted((decided) => removalsDecided(account, decided)),
  );

  setHandler(
    messages.canaryMailboxUpdate,
    counted((named) => nameCanaryMailbox(account, named)),
    { validator: (named) => requireNameable(account, named) },
  );
  setHandler(
    messages.allowListSetSignal,
    counted((said) => allowListSet(account, said)),
  );

  setHandler(
    messages.checkRequestedSignal,
    counted((asked) => {
      if (isFor(account, asked)) account.progress.checkRequests += 1;
    }),
  );
}

function refuseLate(error: unknown): never {
  throw refusalOf(error);
}

/** The organization's account may have been removed and provisioned again meanwhile. */
const isFor = (account: Account, { accountId }: { accountId: string }): boolean =>
  accountId === account.view.accountId;

function requireConsentOpen(
  account: Account,
  { accountId, kind }: { accountId: string; kind: ConsentKind },
): void {
  if (!isFor(account, { accountId }) || !consentIsOpen(account.view, kind))
    throw refusal('WrongState');
}

function beginConsent(account: Account, consent: messages.BegunConsent): void {
  const { kind, attemptId, expiresAt } = consent;
  account.progress.attemptExpiry[kind] = Date.parse(expiresAt);
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
  account.view = { ...account.view, tenantId };
  account.progress.sentAttempt[kind] = attemptId;
  account.progress.attemptExpiry[kind] = null;
  account.setConsent(kind, 'waitingForAdministrator', { attemptId, action: 'sent' });
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
      const attemptId = account.progress.sentAttempt[administrator.kind] ?? administrator.attemptId;
      await claimTenant({ ...account.reference, tenantId, attemptId }).catch((error: unknown) => {
        throw refusalOf(error);
      });
    }
    return 'WrongState';
  }
}

/** Why this person may not consent, or null. Only the first step may still change the tenant. */
function reasonToRefuse(
  account: Account,
  person: messages.SignedInAdministrator,
): FailureType | null {
  const first = account.view.consents.exchange.status === 'notNeeded' ? 'graph' : 'exchange';
  const pinned = person.kind === first ? null : account.view.tenantId;
  if (pinned && person.tenantId !== pinned) return 'TenantMismatch';
  // The roles of a guest may be missing. Those of a member never are.
  if (person.guest) return 'GuestAdministrator';
  if (!person.directoryRoles.includes(GLOBAL_ADMINISTRATOR)) return 'NotGlobalAdministrator';
  return person.external === true ? 'ExternalAdministrator' : null;
}

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
    if (type === 'TenantTaken' || type === 'TenantMismatch') return type;
    throw refusalOf(error);
  }
}

/** Shows the refusal only for the newest attempt. */
function refuse(account: Account, kind: ConsentKind, attemptId: string, reason: FailureType): void {
  const consent = account.view.consents[kind];
  const shown = consent.attemptId === attemptId && consent.status === 'waitingForAdministrator';
  if (!shown) return;
  account.progress.attemptExpiry[kind] = null;
  account.setConsent(kind, 'refused', { failure: reason });
}

/** Failures that the administrator chose. After any other, the grant may exist all the same. */
const DECLINES: readonly FailureType[] = ['ConsentDeclined', 'SignInCancelled'];

function consentReturned(
  account: Account,
  { accountId, kind, attemptId, failure: reason }: messages.ReturnedConsent,
): void {
  const consent = account.view.consents[kind];
  const current =
    accountId === account.view.accountId &&
    consent.status === 'waitingForAdministrator' &&
    consent.attemptId === attemptId;
  if (!current) return;
  if (reason === null) {
    account.setConsent(kind, 'checking');
    account.progress.checkRequests += 1;
    return;
  }
  const failure = isFailureType(reason) ? reason : 'ConsentFailed';
  const declined = DECLINES.includes(reason);
  if (!declined && account.progress.sentAttempt[kind] === attemptId) {
    account.setConsent(kind, 'waitingForAdministrator', { failure, action: 'unconfirmed' });
    account.progress.checkRequests += 1;
    return;
  }
  account.progress.attemptExpiry[kind] = null;
  account.setConsent(kind, declined ? 'declined' : 'refused', { failure });
}

function targetsSubmitted(account: Account, submitted: messages.SubmittedTargets): void {
  const { method, userIds } = submitted;
  const wanted =
    (account.state === 'awaitingTargets' && account.targets === null) ||
    account.view.attention?.reason === 'targetsUnknown';
  const ids = [...new Set(userIds)];
  const sound = method === 'all' || (ids.length > 0 && ids.length <= MAX_TARGETS);
  if (!isFor(account, submitted) || !wanted || !sound) return;
  account.targets = { method, userIds: method === 'all' ? [] : ids };
  account.progress.submissions += 1;
  const targetCount = method === 'all' ? null : ids.length;
  account.change({ method, targetCount }, 'targets.chosen');
}

/** The first decision counts. It may arrive before the workflow knows that the synchronization is held. */
function removalsDecided(
  account: Account,
  { accountId, runId, decision }: messages.DecidedRemovals,
): void {
  const current = accountId === account.view.accountId && runId === account.view.runId;
  const known = decision === 'allow' || decision === 'reject';
  if (!current || !known || account.progress.decidedRemovals?.runId === runId) return;
  account.progress.decidedRemovals = { runId, decision };
}

/** While removals are held, the synchronization has not ended, and a request joins it. */
function requireSynchronizable(account: Account, asked: { accountId: string }): void {
  const { method, state, attention } = account.view;
  if (!isFor(account, asked)) throw refusal('WrongState');
  if (method === 'selected') throw refusal('SynchronizationNotAvailable');
  const held = attention?.reason === 'removalsHeld';
  if (state !== 'protected' && state !== 'synchronizing' && !held) throw refusal('WrongState');
}

function requireSchedulable(account: Account, asked: messages.NewSchedule): void {
  const { view } = account;
  const { schedule } = asked;
  if (!isFor(account, asked)) throw refusal('WrongState');
  if (view.method === 'selected') throw refusal('SynchronizationNotAvailable');
  const leaving = view.state === 'removing' || view.state === 'removed';
  if (view.method === null || leaving) throw refusal('WrongState');
  if (schedule !== null && !isSchedule(schedule)) throw refusal('InvalidInput');
}
