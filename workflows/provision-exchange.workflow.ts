/**
 * The lifecycle of an authorized account for Exchange Online, from the first consent to its
 * removal. The workflow makes the decisions; all side effects are activities.
 */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  uuid4,
} from '@temporalio/workflow';
import { REMOVAL_STEPS, type RemovalStep } from '../domain/account.ts';
import { Account, type AccountSnapshot } from './account.ts';
import { sayRecovered } from './attention.ts';
import { notify, removal } from './activity-proxies.ts';
import { obtainConsent } from './consent.ts';
import { classifyMailboxKinds } from './mailboxes.ts';
import { receiveMessages } from './messages-received.ts';
import { confirmQuarantine, obtainQuarantine } from './quarantine.ts';
import type { Occasion } from './progress.ts';
import { resumeAttention } from './resume-attention.ts';
import { beginSchedule, skipMissedTimes, waitUntilDue } from './schedule.ts';
import { synchronize } from './synchronization.ts';
import { untilItWorks, untilUndone } from './unexpected.ts';
import { allSettledOrThrow, unlessInterrupted } from './unless-interrupted.ts';

export interface ProvisionExchangeInput {
  readonly organizationId: string;
  /** Set by the API, which has already written it to the audit trail. */
  readonly accountId?: string;
  /** The account's state; set only by continue-as-new. */
  readonly resumed?: AccountSnapshot;
}

export async function ProvisionExchangeWorkflow(input: ProvisionExchangeInput): Promise<void> {
  const account = new Account(input.resumed ?? newAccount(input));
  receiveMessages(account);
  void CancellationScope.nonCancellable(() => account.keepRecorded());
  try {
    await unlessInterrupted(
      () => account.hasLongHistory,
      () => live(account, input),
    );
    await continueInNewHistory(account);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => remove(account));
    throw error;
  }
}

/**
 * The story. It may be interrupted wherever it waits and begun again in a new history, so each part
 * begins with what the account has reached.
 */
async function live(account: Account, { resumed }: ProvisionExchangeInput): Promise<void> {
  if (resumed) account.show();
  else account.change({}, 'account.opened');
  await untilItWorks(account, async () => {
    await resumeAttention(account);
    await provision(account);
    return stayProtected(account);
  });
}

async function provision(account: Account): Promise<void> {
  if (account.progress.announced) return;
  await obtainConsent(account, 'exchange');
  await obtainConsent(account, 'graph');
  await obtainQuarantine(account);
  await obtainTargets(account);
  if (account.state !== 'protected') await protect(account, 'first');
  await account.recorded();
  await notify({ ...account.reference, kind: 'protected', reason: null, incident: 0 });
  account.progress.announced = true;
  await sayRecovered(account);
}

async function obtainTargets(account: Account): Promise<void> {
  if (account.progress.occasion !== null) return;
  account.moveTo('awaitingTargets');
  await condition(() => account.targets !== null);
}

/** Requests for a synchronization while this one runs join it. */
async function protect(account: Account, occasion: Occasion): Promise<void> {
  const outcome = await synchronize(account, occasion);
  await confirmQuarantine(account);
  skipMissedTimes(account);
  account.moveTo('protected');
  beginSchedule(account);
  if (outcome === 'published') account.progress.mailboxesUnknown = true;
  account.progress.pendingSynchronization = null;
  await sayRecovered(account);
}

/** Waits for requests and for the schedule, for years. */
async function stayProtected(account: Account): Promise<never> {
  for (;;) {
    const { occasion, pendingSynchronization } = account.progress;
    if (account.state === 'synchronizing' && occasion) await protect(account, occasion);
    else if (pendingSynchronization) await protect(account, pendingSynchronization);
    else await rest(account);
  }
}

/** Waits until a synchronization is due. Runs interruptible background work meanwhile. */
async function rest(account: Account): Promise<void> {
  const needed = () => account.progress.pendingSynchronization !== null;
  await unlessInterrupted(needed, () =>
    allSettledOrThrow(waitUntilDue(account), classifyMailboxKinds(account)),
  );
}

async function continueInNewHistory(account: Account): Promise<void> {
  await condition(() => account.isRecorded && allHandlersFinished());
  const { organizationId } = account.view;
  await continueAsNew<typeof ProvisionExchangeWorkflow>({
    organizationId,
    resumed: account.snapshot,
  });
}

/** The compensation: removes the account completely, so that a new one can be provisioned. */
async function remove(account: Account): Promise<void> {
  account.moveTo('removing');
  for (const step of REMOVAL_STEPS) {
    account.setRemovalStep(step);
    // From here on the store rejects late claims for the account.
    await account.recorded();
    await untilUndone(account, () => undo(account, step));
  }
  account.moveTo('removed');
  await account.recorded();
  await condition(allHandlersFinished);
}

function undo(account: Account, step: RemovalStep): Promise<void> {
  if (step === 'notify')
    return notify({ ...account.reference, kind: 'removed', reason: null, incident: 0 });
  const summary = `Removal: ${step}`;
  return removal[step].executeWithOptions({ summary }, [account.reference]);
}

function newAccount({ organizationId, accountId }: ProvisionExchangeInput): AccountSnapshot {
  const now = new Date().toISOString();
  const notStarted = {
    status: 'notStarted',
    attemptId: null,
    failure: null,
    changedAt: now,
  } as const;
  return {
    targets: null,
    view: {
      accountId: accountId ?? uuid4(),
      organizationId,
      service: 'exchange-online',
      revision: 0,
      state: 'awaitingConsent',
      stateSince: now,
      consentStep: 'exchange',
      attention: null,
      tenantId: null,
      method: null,
      targetCount: null,
      consents: { exchange: notStarted, graph: notStarted },
      runId: null,
      removalStep: null,
    },
  };
}
