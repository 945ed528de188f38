/** An account's workflow on a real server, with activities that a test writes itself. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { ProvostError } from '../domain/failures.ts';
import type { Service } from '../domain/services/services.ts';
import type { Activities } from '../activities/activities.ts';
import { quietRuntime } from '../start/embedded.ts';
import { sharedNamespace, sharedService } from '../test/support/services.ts';
import { startSkipping } from '../test/support/time-skipping.ts';
import { createWorker } from '../worker/worker.ts';
import { startAccount, TENANT, type TestAccount } from './account.fixture.ts';
import type { DeliverWebhookWorkflow } from './services/workflows.ts';

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

export const HISTORIES = new URL('./histories/', import.meta.url);

/** The path of the workflow code that all files of a run share. */
export const sharedBundle = async () => ({ codePath: await sharedService('bundle') });
type Bundle = Awaited<ReturnType<typeof sharedBundle>>;

/** A namespace, an environment in it and the bundle, for a file of tests. */
export async function openWorkflowTests() {
  quietRuntime();
  const { address, namespace, stop } = await sharedNamespace();
  const environment = await TestWorkflowEnvironment.createFromExistingServer({
    address,
    namespace,
  });
  const bundle = await sharedBundle();
  return {
    environment,
    async close() {
      await environment.teardown();
      await stop();
    },
    /** Runs a test with a worker of its own; what the activities do not say succeeds at once. */
    async withAccount(
      activities: Partial<Activities>,
      test: (account: TestAccount) => Promise<void>,
      service?: Service,
    ): Promise<void> {
      const account = await served(activities, {}, async (taskQueue) => {
        const started = await startAccount(environment, taskQueue, service);
        // A failed test must not leave an account behind that goes on during the next one.
        await test(started).catch(async (error: unknown) => {
          await started.handle.terminate().catch(unlessClosed);
          throw error;
        });
        return started;
      });
      await replayed(environment, bundle, account);
    },
    /** Runs a test of the delivery of a webhook. */
    async withDelivery(
      activities: Partial<Activities>,
      id: string,
      test: (delivery: {
        /** Waits for its end. */
        result: () => Promise<void>;
        /** Moves its clock forward. A delivery that ends before is no failure. */
        sleep: (milliseconds: number) => Promise<void>;
      }) => Promise<void>,
    ): Promise<void> {
      const { client } = environment;
      const history = await served(activities, {}, async (taskQueue) => {
        const handle = await client.workflow.start<typeof DeliverWebhookWorkflow>(
          'DeliverWebhookWorkflow',
          { workflowId: `webhook/${id}`, taskQueue, args: [{ id }] },
        );
        await test({
          result: () => handle.result(),
          sleep: async (milliseconds) => {
            await startSkipping(client, handle.workflowId, milliseconds).catch(unlessClosed);
          },
        });
        return handle.fetchHistory();
      });
      await Worker.runReplayHistory({ workflowBundle: bundle }, history);
    },
    /** The same for any number of accounts, with so many synchronizations at a time. */
    async withAccounts(
      activities: Partial<Activities>,
      options: { synchronizations: number },
      test: (start: () => Promise<TestAccount>) => Promise<void>,
    ): Promise<void> {
      const accounts: TestAccount[] = [];
      await served(activities, options, (taskQueue) =>
        test(async () => {
          const account = await startAccount(environment, taskQueue);
          accounts.push(account);
          return account;
        }),
      );
      for (const { handle } of accounts) await handle.terminate().catch(unlessClosed);
    },
  };

  /** Runs a test while the product's own workers serve a task queue of its own. */
  async function served<T>(
    activities: Partial<Activities>,
    options: { synchronizations?: number },
    test: (taskQueue: string) => Promise<T>,
  ): Promise<T> {
    const taskQueue = randomUUID();
    const worker = await createWorker({
      connection: environment.nativeConnection,
      namespace,
      taskQueue,
      workflowBundle: bundle,
      activities: { ...SUCCEEDING, ...activities },
      shutdownGraceTime: '10 milliseconds',
      ...options,
    });
    const running = worker.run();
    const ended = running.then(() => Promise.reject(new Error('The worker ended by itself')));
    try {
      return await Promise.race([test(taskQueue), ended]);
    } finally {
      ended.catch(() => undefined);
      worker.shutdown();
      await running;
    }
  }
}

/** What happened must happen again when a worker replays it. */
async function replayed(
  environment: TestWorkflowEnvironment,
  workflowBundle: Bundle,
  account: TestAccount,
): Promise<void> {
  // Of the first run: a later one may have been begun that nobody has worked on, and its replay would not end.
  const { workflowId, firstExecutionRunId } = account.handle;
  const first = environment.client.workflow.getHandle(workflowId, firstExecutionRunId);
  const history = await first.fetchHistory();
  await Worker.runReplayHistory({ workflowBundle }, history);
  await keep(history);
  await account.handle.terminate().catch(unlessClosed);
}

const SUCCEEDING: Activities = {
  recordAccount: async () => undefined,
  notify: async () => undefined,
  sendMail: async () => undefined,
  recordMailFailure: async () => undefined,
  mailConsentLink: async () => undefined,
  remindOfConsentLink: async () => undefined,
  expireConsentLink: async () => undefined,
  claimTenant: async () => undefined,
  claimMethod: async () => undefined,
  waitForGrant: async () => undefined,
  verifyGrant: async () => null,
  proveQuarantine: async () => [{ adapter: 'graph', outcome: 'works', userId: TENANT, code: null }],
  synchronizeDirectory: async () => undefined,
  synchronizeTargets: async () => undefined,
  synchronizeSites: async () => ({ licensed: true }),
  synchronizeSiteTargets: async () => ({ licensed: true }),
  synchronizeDriveTargets: async () => ({ pending: [], licensed: true }),
  clearStaging: async () => undefined,
  waitForDrives: async () => undefined,
  watchHealth: async () => {
    throw new ProvostError('NothingToTell', undefined, { retryAfter: 30 * 86_400_000 });
  },
  publishDirectory: async () => ({ held: false, users: 3, groups: 1, sites: 0 }),
  allowHeldRemovals: async () => undefined,
  rejectHeldRemovals: async () => undefined,
  classifyMailboxes: async () => undefined,
  stopSynchronization: async () => undefined,
  deleteDirectory: async () => undefined,
  releaseTenant: async () => undefined,
  deliverWebhook: async () => undefined,
  giveUpWebhook: async () => undefined,
};
