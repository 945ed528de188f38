import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { timeSkippingServer } from './time-skipping.ts';

const logger = new DefaultLogger('ERROR');
Runtime.install({ logger });

const FETCH_TIMEOUT = 300_000;
const TEN_DAYS = 10 * 24 * 60 * 60 * 1000;

test(
  'a wait of ten days passes at once',
  async () => {
    const path = await timeSkippingServer();
    const executable = { type: 'existing-path', path } as const;
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable },
    });
    try {
      expect(await runWaitTenDays(environment)).toBeGreaterThanOrEqual(TEN_DAYS);
    } finally {
      await environment.teardown();
    }
  },
  FETCH_TIMEOUT,
);

async function runWaitTenDays({ client, nativeConnection }: TestWorkflowEnvironment) {
  const workflowsPath = fileURLToPath(new URL('./time-skipping.workflow.ts', import.meta.url));
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
  const taskQueue = 'time-skipping';
  const worker = await Worker.create({ connection: nativeConnection, taskQueue, workflowBundle });
  return worker.runUntil(
    client.workflow.execute('waitTenDays', { taskQueue, workflowId: 'ten-days' }),
  );
}

test('without Java the message says what to install', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'provost-no-java-'));
  try {
    await expect(timeSkippingServer({ PATH: folder, XDG_CACHE_HOME: folder })).rejects.toThrow(
      /need a Java runtime \(Debian: .*\), and java could not be run: .*ENOENT/,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
