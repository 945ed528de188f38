/**
 * The life of an authorized account for Exchange Online, from the first consent
 * to its removal. Decisions are here; everything that touches the world is an
 * activity.
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
import { confirmGrant, obtainConsent } from './consent.ts';
import { receiveMessages } from './messages-received.ts';
import { synchronize } from './synchronization.ts';

export interface ProvisionExchangeInput {
  readonly organizationId: string;
  /** Given by whoever asked for the account, who has named it in the audit trail already. */
  readonly accountId?: string;
  /** Set by continue-as-new only: where the account stood. */
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
  if (account.state === 'protected') return account.show();
  account.change({}, 'account.opened');
  await obtainConsent(account, 'exchange');
  await obtainConsent(account, 'graph');
  account.moveTo('awaitingTargets');
  await condition(() => account.targets !== null);
  await protect(account);
  await account.recorded();
  await notify({ ...account.reference, kind: 'protected', reason: null, incident: 0 });
}

/** Requests that come while this synchronization runs are joined to it. */
async function protect(account: Account): Promise<void> {
  await synchronize(account);
  // Reading has just used the other grant.
  await confirmGrant(account, 'exchange');
  account.moveTo('protected');
  account.synchronizationRequested = false;
}

/** Waits for requests, for years: the history is cut where Temporal suggests it. */
async function stayProtected(account: Account): Promise<void> {
  for (;;) {
    await condition(() => account.synchronizationRequested || historyIsLong());
    if (account.synchronizationRequested) await protect(account);
    else await cutHistory(account);
  }
}

/** Goes on in a new history, unless somebody asked for a synchronization meanwhile: it would not know. */
async function cutHistory(account: Account): Promise<void> {
  await account.recorded();
  await condition(allHandlersFinished);
  if (account.synchronizationRequested) return;
  const { organizationId } = account.view;
  await continueAsNew<typeof ProvisionExchangeWorkflow>({
    organizationId,
    resumed: account.snapshot,
  });
}

const historyIsLong = () => workflowInfo().continueAsNewSuggested;

/** The compensation: nothing of the account is left, and a new one may be provisioned. */
async function remove(account: Account): Promise<void> {
  account.moveTo('removing');
  for (const step of REMOVAL_STEPS) {
    account.setRemovalStep(step);
    // From here on the store refuses what a late message might still claim for the account.
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
