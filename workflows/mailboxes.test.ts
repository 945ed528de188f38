/** Determining mailbox kinds is background work: it yields to other work, and its failure has no effect. */
import { Context } from '@temporalio/activity';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consentToBoth, protectAll } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

/** An activity that runs until it is cancelled. */
async function untilCancelled(): Promise<void> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), 100);
  await context.cancelled.finally(() => clearInterval(timer));
}

test('it is given up for a synchronization, and done behind it', async () => {
  const done: string[] = [];
  const activities = {
    synchronizeDirectory: async () => void done.push('read'),
    classifyMailboxes: async () => {
      done.push('classify');
      if (done.length < 4) await untilCancelled().finally(() => done.push('given up'));
    },
  };
  await tests.withAccount(activities, async (account) => {
    await protectAll(account);
    await account.until(() => done.length === 2);
    expect(done).toEqual(['read', 'classify']);
    await account.requestSynchronization();
    await account.until(() => done.length === 5);
    await account.rests();
    expect(done).toEqual(['read', 'classify', 'given up', 'read', 'classify']);
    expect((await account.view()).state).toBe('protected');
  });
});

test('when it fails the account stays protected, and it is tried again behind the next synchronization', async () => {
  let tries = 0;
  const classifyMailboxes = async () => {
    tries += 1;
    throw ApplicationFailure.nonRetryable('No permission', 'ConsentRevoked');
  };
  await tests.withAccount({ classifyMailboxes }, async (account) => {
    const { runId } = await protectAll(account);
    await account.until(() => tries === 1);
    await account.rests();
    expect(await account.view()).toMatchObject({ state: 'protected', attention: null });
    await account.requestSynchronization();
    await account.until((view) => view.state === 'protected' && view.runId !== runId);
    await account.until(() => tries === 2);
    await account.rests();
    expect(tries).toBe(2);
  });
});

test('it is done for selected targets too, once', async () => {
  let tries = 0;
  const classifyMailboxes = async () => void (tries += 1);
  await tests.withAccount({ classifyMailboxes }, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'selected', targetIds: [randomUUID()] });
    await account.until(() => tries === 1);
    await account.rests();
    expect(tries).toBe(1);
  });
});

test('an account that is removed meanwhile is removed behind it', async () => {
  const done: string[] = [];
  const activities = {
    classifyMailboxes: async () => {
      done.push('classify');
      await untilCancelled().finally(() => done.push('given up'));
    },
    deleteDirectory: async () => void done.push('delete'),
  };
  await tests.withAccount(activities, async (account) => {
    await protectAll(account);
    await account.until(() => done.length === 1);
    await account.handle.cancel();
    await expect(account.handle.result()).rejects.toThrow(WorkflowFailedError);
    expect(done).toEqual(['classify', 'given up', 'delete']);
  });
});
