/** Starts an account's workflow for a test, and sends it messages. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import type { AccountView } from '../domain/account.ts';
import { type ConsentKind, GLOBAL_ADMINISTRATOR } from '../domain/consents.ts';
import { type Service, SERVICES } from '../domain/services/services.ts';
import type { Schedule } from '../domain/schedule.ts';
import { requireEws } from '../test/support/before-ews-end.ts';
import { currentTime, skipTime, startSkipping } from '../test/support/time-skipping.ts';
import { waitFor } from '../test/support/wait.ts';
import * as messages from './account.messages.ts';
import type { ProvisionExchangeWorkflow } from './services/workflows.ts';
import { awaits } from '../test/support/positions.ts';

const HOUR = 3_600_000;

export const TENANT = '11111111-1111-4111-8111-111111111111';

/** Starts the workflow of a new organization. */
export async function startAccount(
  environment: TestWorkflowEnvironment,
  taskQueue: string,
  service: Service = 'exchange-online',
) {
  const organizationId = randomUUID();
  const handle = await environment.client.workflow.start<typeof ProvisionExchangeWorkflow>(
    SERVICES[service].workflowType,
    {
      workflowId: `${service}/${organizationId}`,
      taskQueue,
      args: [{ organizationId, checksHealth: true }],
    },
  );
  const view = () => handle.query(messages.accountQuery);
  const { client } = environment;
  const { workflowId } = handle;
  const now = () => currentTime(client, workflowId);
  return {
    environment,
    handle,
    view,
    /** Moves the account's clock forward, and returns when it is there. */
    sleep: (milliseconds: number) => skipTime(client, workflowId, milliseconds),
    /** Moves the account's clock forward while the test goes on. */
    startSkipping: (milliseconds: number) => startSkipping(client, workflowId, milliseconds),
    /** The account's own time, in milliseconds since 1970. */
    now,
    /** Waits, by queries, until the account is as the test expects. */
    async until(expected: (view: AccountView) => boolean | Promise<boolean>): Promise<AccountView> {
      let seen: AccountView | undefined;
      const what = `the account is as expected (${String(expected)})`;
      return waitFor(what, { seen: () => seen }, async () => {
        seen = await view();
        return (await expected(seen)) && seen;
      });
    },
    /** Waits until everything that a protected account does in the background has ended. */
    async rests(): Promise<void> {
      await waitFor('the account has nothing left to do', {}, async () => {
        const { events } = await handle.fetchHistory();
        const spare = events?.filter(
          (event) =>
            event.activityTaskScheduledEventAttributes?.activityType?.name === 'classifyMailboxes',
        );
        const { raw } = await handle.describe();
        const busy = raw.pendingActivities?.filter(
          ({ activityType }) => activityType?.name !== 'watchHealth',
        );
        return spare?.length && !busy?.length;
      });
    },
    /** How many events each history of the account has, the newest first. */
    async historyLengths(): Promise<number[]> {
      const lengths: number[] = [];
      const query = `WorkflowId = '${workflowId}'`;
      for await (const run of client.workflow.list({ query })) lengths.push(run.historyLength ?? 0);
      return lengths;
    },
    async begin(kind: ConsentKind, attemptId: string = randomUUID(), knownId?: string) {
      const accountId = knownId ?? (await view()).accountId;
      const expiresAt = new Date((await now()) + HOUR).toISOString();
      await handle.executeUpdate(messages.beginConsentUpdate, {
        args: [{ accountId, kind, attemptId, expiresAt }],
      });
    },
    async signIn(kind: ConsentKind, more: Partial<messages.SignedInAdministrator> = {}) {
      requireEws(kind);
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
    async comeBack(returned: Omit<messages.ReturnedConsent, 'accountId'>, knownId?: string) {
      const accountId = knownId ?? (await view()).accountId;
      await handle.signal(messages.consentReturnedSignal, { accountId, ...returned });
    },
    async submit(targets: messages.ChosenTargets, more: Partial<messages.SubmittedTargets> = {}) {
      const { accountId } = await view();
      await handle.signal(messages.targetsSubmittedSignal, { accountId, ...targets, ...more });
    },
    async requestSynchronization(accountId?: string) {
      const asked = { accountId: accountId ?? (await view()).accountId };
      await handle.executeUpdate(messages.requestSynchronizationUpdate, { args: [asked] });
    },
    /** A person asks for a check. */
    async check(accountId?: string) {
      const asked = { accountId: accountId ?? (await view()).accountId };
      await handle.signal(messages.checkRequestedSignal, asked);
    },
    /** Names the mailbox of the quarantine check. */
    async nameMailbox(userId: string | null, accountId?: string) {
      const named = { accountId: accountId ?? (await view()).accountId, userId };
      await handle.executeUpdate(messages.canaryMailboxUpdate, { args: [named] });
    },
    /** A person has run the command that allows Exchange Web Services. */
    async reportAllowList(accountId?: string) {
      const said = { accountId: accountId ?? (await view()).accountId };
      await handle.signal(messages.allowListSetSignal, said);
    },
    async setSchedule(schedule: Schedule | null, accountId?: string) {
      const asked = { accountId: accountId ?? (await view()).accountId, schedule };
      await handle.executeUpdate(messages.scheduleUpdate, { args: [asked] });
    },
    /** Decides on the removals of the held synchronization. */
    async decide(
      decision: messages.DecidedHeldRemovals['decision'],
      more: Partial<messages.DecidedHeldRemovals> = {},
    ) {
      const { accountId, runId } = await view();
      const decided = { accountId, runId: runId ?? '', decision, ...more };
      await handle.signal(messages.heldRemovalsDecidedSignal, decided);
    },
    /** The same, by who is told what came of it. */
    async decideAnswered(
      decision: messages.DecidedHeldRemovals['decision'],
      more: Partial<messages.DecidedHeldRemovals> = {},
    ) {
      const { accountId, runId } = await view();
      const decided = { accountId, runId: runId ?? '', decision, ...more };
      await handle.executeUpdate(messages.decideHeldRemovalsUpdate, { args: [decided] });
    },
  };
}
export type TestAccount = Awaited<ReturnType<typeof startAccount>>;

/** Completes both consents. */
export async function consentToBothOnly(account: TestAccount): Promise<void> {
  await account.signIn('exchange');
  await account.until(awaits('graph'));
  await account.signIn('graph');
}

/** Completes both consents, up to the choice of targets. */
export async function consentToBoth(account: TestAccount): Promise<void> {
  await consentToBothOnly(account);
  await account.until(({ state }) => state === 'awaitingTargets');
}

/** Provisions the account with all users, until it is protected. */
export async function protectAll(account: TestAccount): Promise<AccountView> {
  await consentToBoth(account);
  await account.submit({ method: 'all', targetIds: [] });
  return account.until(({ state }) => state === 'protected');
}
