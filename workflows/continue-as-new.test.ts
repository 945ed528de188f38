import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestSynchronizationUpdate } from './provision-exchange.messages.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests('shortHistories');
});
afterAll(() => tests.close());

test('a long life is cut into histories without losing anything of the account', async () => {
  const runs: string[] = [];
  const notified: string[] = [];
  const activities = {
    synchronizeDirectory: async ({ runId }: { runId: string }) => void runs.push(runId),
    notify: async ({ kind }: { kind: string }) => void notified.push(kind),
  };
  await tests.withAccount(activities, async (account) => {
    await account.signIn('exchange');
    await account.until(({ state }) => state === 'awaitingGraphConsent');
    await account.signIn('graph');
    await account.until(({ state }) => state === 'awaitingTargets');
    await account.submit({ method: 'all', userIds: [] });
    const before = await account.until(({ state }) => state === 'protected');
    const first = account.handle.firstExecutionRunId;

    await expect.poll(async () => (await account.handle.describe()).runId).not.toBe(first);
    const after = await account.view();
    expect(after).toEqual(before);

    await account.handle.executeUpdate(requestSynchronizationUpdate);
    await account.until(({ state, runId }) => state === 'protected' && runId !== before.runId);
    expect(new Set(runs).size).toBe(2);
    expect(notified).toEqual(['protected']);
  });
});
