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
  workflowInfo,
} from '@temporalio/workflow';
import { REMOVAL_STEPS } from '../domain/account.ts';
import { Account, type AccountSnapshot } from './account.ts';
import { notify, removal } from './activity-proxies.ts';
import { obtainConsent } from './consent.ts';
import { classifyMailboxKinds } from './mailboxes.ts';
import { receiveMessages } from './messages-received.ts';
import { confirmQuarantine, secureQuarantine } from './quarantine.ts';
import type { Occasion } from './read-options.ts';
import { beginSchedule, skipMissedTimes, waitUntilDue } from './schedule.ts';
import { synchronize } from './synchronization.ts';
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
    await provision(account);
    await stayProtected(account);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => remove(account));
    throw error;
  }
}

async function provision(account: Account): Promise<void> {
  if (account.state === 'protected') {
    account.show();
    return beginSchedule(account);
  }
  account.change({}, 'account.opened');
  await obtainConsent(account, 'exchange');
  await obtainConsent(account, 'graph');
  account.moveTo('verifyingQuarantine');
  await secureQuarantine(account);
  account.moveTo('awaitingTargets');
  await condition(() => account.targets !== null);
  await protect(account, 'first');
  await account.recorded();
  await notify({ ...account.reference, kind: 'protected', reason: null, incident: 0 });
}

/** Requests for a synchronization while this one runs join it. */
async function protect(account: Account, occasion: Occasion): Promise<void> {
  const outcome = await synchronize(account, occasion);
  await confirmQuarantine(account);
  skipMissedTimes(account);
  account.moveTo('protected');
  beginSchedule(account);
  if (outcome === 'published') account.mailboxesUnknown = true;
  account.pendingSynchronization = null;
}

/** Waits for requests and for the schedule, for years. Continues as new before the history gets long. */
async function stayProtected(account: Account): Promise<void> {
  for (;;) {
    await rest(account);
    if (account.pendingSynchronization) await protect(account, account.pendingSynchronization);
    else await continueInNewHistory(account);
  }
}

/** Waits until there is something to do. Runs interruptible background work meanwhile. */
async function rest(account: Account): Promise<void> {
  const needed = () => account.pendingSynchronization !== null || historyIsLong();
  if (needed()) return;
  await unlessInterrupted(needed, () =>
    allSettledOrThrow(waitUntilDue(account), classifyMailboxKinds(account)),
  );
}

/** Continues as new, unless a synchronization was requested meanwhile: the request would be lost. */
async function continueInNewHistory(account: Account): Promise<void> {
  await condition(() => account.isRecorded && allHandlersFinished());
  if (account.pendingSynchronization) return;
  const { organizationId } = account.view;
  await continueAsNew<typeof ProvisionExchangeWorkflow>({
    organizationId,
    resumed: account.snapshot,
  });
}

/** Events; about six weeks of nightly synchronizations. Short enough to be replayed quickly. */
const LONG_HISTORY = 2000;

function historyIsLong(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= LONG_HISTORY;
}

/** The compensation: removes the account completely, so that a new one can be provisioned. */
async function remove(account: Account): Promise<void> {
  account.moveTo('removing');
  for (const step of REMOVAL_STEPS) {
    account.setRemovalStep(step);
    // From here on the store rejects late claims for the account.
    await account.recorded();
    if (step === 'notify') {
      await notify({ ...account.reference, kind: 'removed', reason: null, incident: 0 });
    } else {
      await removal[step].executeWithOptions({ summary: `Removal: ${step}` }, [account.reference]);
    }
  }
  account.moveTo('removed');
  await account.recorded();
  await condition(allHandlersFinished);
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
      state: 'awaitingExchangeConsent',
      stateSince: now,
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
