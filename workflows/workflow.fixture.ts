/** An account's workflow on a real server, with activities that a test writes itself. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Activities } from '../activities/activities.ts';
import { createFailureInterceptor } from '../activities/failure-interceptor.ts';
import type { AccountView } from '../domain/account.ts';
import { GLOBAL_ADMINISTRATOR } from '../domain/consents.ts';
import type { ConsentKind } from '../domain/consents.ts';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.ts';
import { embeddedTemporal } from '../start/temporal.ts';
import { timeSkippingServer } from '../test/support/time-skipping.ts';
import { bundleWorkflows } from '../worker/bundle.ts';
import * as messages from './provision-exchange.messages.ts';
import type { ProvisionExchangeWorkflow } from './provision-exchange.workflow.ts';

/** `SAVE_HISTORIES=1` renews what `replay.test.ts` replays; see CONTRIBUTING.md. */
async function keep(history: temporal.api.history.v1.IHistory): Promise<void> {
  if (!process.env['SAVE_HISTORIES']) return;
  const name = (expect.getState().currentTestName ?? '').replaceAll(/[^a-z]+/gi, '-');
  await mkdir(HISTORIES, { recursive: true });
  const content = temporal.api.history.v1.History.encode(history).finish();
  await writeFile(new URL(`${name}.binpb`, HISTORIES), content);
}

function unlessClosed(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

/** INDEXED_VALUE_TYPE_KEYWORD of temporal/api/enums/v1/common.proto. */
const KEYWORD = 2;

export const HISTORIES = new URL('./histories/', import.meta.url);

const HOUR = 3_600_000;

export const TENANT = '11111111-1111-4111-8111-111111111111';

/** Real days are skipped on the one, everything else is as in production on the other. */
const SERVERS = {
  timeSkipping: openTimeSkipping,
  devServer: () => openDevServer({}),
  /** Suggests to cut a history as soon as an account is protected. */
  shortHistories: () => openDevServer({ 'limit.historyCount.suggestContinueAsNew': 40 }),
};

/** A server, an environment on it and the bundle, made once for a file of tests. */
export async function openWorkflowTests(server: keyof typeof SERVERS) {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const { environment, close } = await SERVERS[server]();
  const bundle = await bundleWorkflows();
  return {
    environment,
    close,
    /** Runs a test with a worker of its own; what the activities do not say succeeds at once. */
    async withAccount(
      activities: Partial<Activities>,
      test: (account: TestAccount) => Promise<void>,
    ): Promise<void> {
      const taskQueue = randomUUID();
      const worker = await Worker.create({
        connection: environment.nativeConnection,
        taskQueue,
        workflowBundle: bundle,
        activities: { ...SUCCEEDING, ...activities },
        interceptors: { activity: [createFailureInterceptor] },
      });
      const account = await worker.runUntil(async () => {
        const started = await startAccount(environment, taskQueue);
        await test(started);
        return started;
      });
      // What happened must happen again when a worker replays it.
      // Of the first run: a later one may have been begun that nobody has worked on, and its replay would not end.
      const { workflowId, firstExecutionRunId } = account.handle;
      const first = environment.client.workflow.getHandle(workflowId, firstExecutionRunId);
      const history = await first.fetchHistory();
      await Worker.runReplayHistory({ workflowBundle: bundle }, history);
      await keep(history);
      // A task that no worker takes any more would stop the skipping of time.
      await account.handle.terminate().catch(unlessClosed);
    },
  };
}

async function openTimeSkipping() {
  const path = await timeSkippingServer();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.keys(SEARCH_ATTRIBUTES).map((name) => [name, KEYWORD]),
    ),
  });
  return { environment, close: () => environment.teardown() };
}

async function openDevServer(dynamicConfig: Record<string, number>) {
  const folder = await mkdtemp(join(tmpdir(), 'provost-workflows-'));
  const server = await embeddedTemporal({
    folder,
    namespace: 'default',
    port: 0,
    uiPort: null,
    environment: process.env,
    dynamicConfig,
    report: () => undefined,
  });
  const { address } = server.location;
  const environment = await TestWorkflowEnvironment.createFromExistingServer({ address });
  const close = async () => {
    await environment.teardown();
    await server.stop();
    await rm(folder, { recursive: true });
  };
  return { environment, close };
}

const SUCCEEDING: Activities = {
  recordAccount: async () => undefined,
  notify: async () => undefined,
  claimTenant: async () => undefined,
  waitForGrant: async () => undefined,
  verifyGrant: async () => 'proven',
  synchronizeUsers: async () => undefined,
  synchronizeGroups: async () => undefined,
  synchronizeTargets: async () => undefined,
  publishDirectory: async () => ({ users: 3, groups: 1 }),
  stopSynchronization: async () => undefined,
  deleteDirectory: async () => undefined,
  releaseTenant: async () => undefined,
};

async function startAccount(environment: TestWorkflowEnvironment, taskQueue: string) {
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
  };
}
export type TestAccount = Awaited<ReturnType<typeof startAccount>>;
