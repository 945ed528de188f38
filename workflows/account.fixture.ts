/** One account's workflow, as a test starts it and speaks to it. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import type { AccountView } from '../domain/account.ts';
import { type ConsentKind, GLOBAL_ADMINISTRATOR } from '../domain/consents.ts';
import type { Schedule } from '../domain/schedule.ts';
import * as messages from './provision-exchange.messages.ts';
import type { ProvisionExchangeWorkflow } from './provision-exchange.workflow.ts';

const HOUR = 3_600_000;

export const TENANT = '11111111-1111-4111-8111-111111111111';

/** Starts the workflow of a new organization. */
export async function startAccount(environment: TestWorkflowEnvironment, taskQueue: string) {
  const organizationId = randomUUID();
  const handle = await environment.client.workflow.start<typeof ProvisionExchangeWorkflow>(
    'ProvisionExchangeWorkflow',
    { workflowId: `exchange-online/${organizationId}`, taskQueue, args: [{ organizationId }] },
  );
  const view = () => handle.query(messages.accountQuery);
  return {
    environment,
    handle,
    view,
    /**
     * Lets time pass while the test looks on. The test server may never answer:
     * it miscounts its locks when an activity was retried.
     */
    letPass: (milliseconds: number) => void environment.sleep(milliseconds).catch(() => undefined),
    /** Waits, by queries, until the account is as the test expects. */
    async until(expected: (view: AccountView) => boolean): Promise<AccountView> {
      for (;;) {
        const current = await view();
        if (expected(current)) return current;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /**
     * Waits until a protected account rests: all that it does in its spare time
     * has ended. The test server fails a task that cancels an activity just as it ends.
     */
    async rests(): Promise<void> {
      for (;;) {
        const { events } = await handle.fetchHistory();
        const spare = events?.filter(
          (event) =>
            event.activityTaskScheduledEventAttributes?.activityType?.name === 'classifyMailboxes',
        );
        const { raw } = await handle.describe();
        if (spare?.length && !raw.pendingActivities?.length) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async begin(kind: ConsentKind, attemptId: string = randomUUID()) {
      const { accountId } = await view();
      const expiresAt = new Date((await environment.currentTimeMs()) + HOUR).toISOString();
      await handle.executeUpdate(messages.beginConsentUpdate, {
        args: [{ accountId, kind, attemptId, expiresAt }],
      });
    },
    async signIn(kind: ConsentKind, more: Partial<messages.SignedInAdministrator> = {}) {
      const administrator = {
        accountId: (await view()).accountId,
        kind,
        attemptId: randomUUID(),
        tenantId: TENANT,
        objectId: randomUUID(),
        directoryRoles: [GLOBAL_ADMINISTRATOR],
        guest: false,
        ...more,
      };
      await handle.executeUpdate(messages.administratorSignedInUpdate, { args: [administrator] });
    },
    /** The browser comes back from the consent screen. */
    async comeBack(returned: Omit<messages.ReturnedConsent, 'accountId'>) {
      const { accountId } = await view();
      await handle.signal(messages.consentReturnedSignal, { accountId, ...returned });
    },
    submit: (targets: messages.SubmittedTargets) =>
      handle.signal(messages.targetsSubmittedSignal, targets),
    requestSynchronization: () => handle.executeUpdate(messages.requestSynchronizationUpdate),
    setSchedule: (schedule: Schedule | null) =>
      handle.executeUpdate(messages.scheduleUpdate, { args: [schedule] }),
    /** Decides on the removals of the run that is held. */
    async decide(
      decision: messages.DecidedRemovals['decision'],
      more: Partial<messages.DecidedRemovals> = {},
    ) {
      const { accountId, runId } = await view();
      const decided = { accountId, runId: runId ?? '', decision, ...more };
      await handle.signal(messages.removalsDecidedSignal, decided);
    },
  };
}
export type TestAccount = Awaited<ReturnType<typeof startAccount>>;

/** Both consents, up to the choice of whom to protect. */
export async function consentToBoth(account: TestAccount): Promise<void> {
  await account.signIn('exchange');
  await account.until(({ state }) => state === 'awaitingGraphConsent');
  await account.signIn('graph');
  await account.until(({ state }) => state === 'awaitingTargets');
}

/** From the beginning to protected, with everybody. */
export async function protectAll(account: TestAccount): Promise<AccountView> {
  await consentToBoth(account);
  await account.submit({ method: 'all', userIds: [] });
  return account.until(({ state }) => state === 'protected');
}
