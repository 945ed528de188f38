/** Priorities on the embedded server: small tenants do not wait for huge ones. */
import { Context } from '@temporalio/activity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consentToBoth, protectAll, type TestAccount } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

const SLOTS = { synchronizations: 2 };

/** Reads of huge tenants: each runs until the test ends it. */
function hugeSynchronizations() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const huge = new Set<string>();
  const synchronizeDirectory = async ({ organizationId }: { organizationId: string }) => {
    begun.push(organizationId);
    if (huge.has(organizationId)) {
      const ended = new Promise<void>((resolve) => ends.set(organizationId, resolve));
      const context = Context.current();
      const timer = setInterval(() => context.heartbeat(), 1000);
      // When a test fails, its workers wait for running activities, so these must end on cancellation.
      await Promise.race([ended, context.cancelled]).finally(() => clearInterval(timer));
    }
  };
  const end = (organizationId: string) => ends.get(organizationId)?.();
  return { begun, huge, ends, end, synchronizeDirectory };
}

const organizationOf = async (account: TestAccount) => (await account.view()).organizationId;

/** Waits until the account's read is queued or running. */
async function untilSynchronizing(account: TestAccount): Promise<void> {
  for (;;) {
    const { raw } = await account.handle.describe();
    const types = raw.pendingActivities?.map(({ activityType }) => activityType?.name);
    if (types?.includes('synchronizeDirectory')) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('consents wait for no synchronization, and a first synchronization goes before those that were requested earlier', async () => {
  const { begun, huge, ends, end, synchronizeDirectory } = hugeSynchronizations();
  await tests.withAccounts({ synchronizeDirectory }, SLOTS, async (start) => {
    const accounts: TestAccount[] = [];
    for (let count = 0; count < 6; count += 1) {
      const account = await start();
      await protectAll(account);
      await account.rests();
      accounts.push(account);
    }
    for (const account of accounts) huge.add(await organizationOf(account));
    begun.length = 0;
    for (const account of accounts) {
      await account.requestSynchronization();
      await untilSynchronizing(account);
    }

    // All slots are taken and four huge tenants wait. Another organization is provisioned.
    const small = await start();
    await small.until(() => begun.length === 2);
    const smallId = await organizationOf(small);
    await consentToBoth(small);
    await small.submit({ method: 'all', targetIds: [] });
    await untilSynchronizing(small);
    expect(begun).toHaveLength(2);

    end(begun[0] ?? '');
    await small.until(() => begun.length > 2);
    expect(begun[2]).toBe(smallId);
    huge.clear();
    for (const id of ends.keys()) end(id);
    for (const account of [small, ...accounts]) {
      await account.until(({ state }) => state === 'protected');
    }
    expect(begun).toHaveLength(7);
  });
});
