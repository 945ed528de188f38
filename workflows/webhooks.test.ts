import { ApplicationFailure } from '@temporalio/common';
import { Context } from '@temporalio/activity';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProvostError } from '../domain/failures.ts';
import { WEBHOOK_ATTEMPTS, webhookDelay } from '../domain/webhooks.ts';
import { currentTime } from '../test/support/time-skipping.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Delivers, with the clock moved forward whenever the workflow waits. */
async function deliver(
  deliverWebhook: (attempt: number, now: () => Promise<number>) => Promise<void>,
): Promise<{ id: string; given: { id: string; because: string }[] }> {
  const id = randomUUID();
  const given: { id: string; because: string }[] = [];
  const activities = {
    deliverWebhook: async (delivery: { id: string }) => {
      expect(delivery.id).toBe(id);
      const { attempt, workflowExecution } = Context.current().info;
      const workflowId = workflowExecution?.workflowId ?? '';
      await deliverWebhook(attempt, () => currentTime(tests.environment.client, workflowId));
    },
    giveUpWebhook: async (delivery: { id: string; because: string }) => void given.push(delivery),
  };
  await tests.withDelivery(activities, id, async ({ result, sleep }) => {
    await sleep(5 * DAY);
    await result();
  });
  return { id, given };
}

test('a message that arrives is sent once', async () => {
  const attempts: number[] = [];
  const { given } = await deliver(async (attempt) => void attempts.push(attempt));
  expect(attempts).toEqual([1]);
  expect(given).toEqual([]);
});

test('a message is tried ten times, each time when it is due, and then the endpoint is given up', async () => {
  const attempts: number[] = [];
  const times: number[] = [];
  const { id, given } = await deliver(async (attempt, now) => {
    attempts.push(attempt);
    times.push(await now());
    throw new ProvostError('WebhookFailed', undefined, { retryAfter: webhookDelay(attempt, null) });
  });
  for (const [index, time] of times.slice(1).entries()) {
    const late = time - (times[index] ?? 0) - webhookDelay(index + 1, null);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(MINUTE);
  }
  expect(attempts).toEqual(Array.from({ length: WEBHOOK_ATTEMPTS }, (_, index) => index + 1));
  expect(given).toEqual([{ id, because: 'exhausted' }]);
});

test('a message that is accepted at last leaves the endpoint alone', async () => {
  const { given } = await deliver(async (attempt) => {
    if (attempt < WEBHOOK_ATTEMPTS) throw new ProvostError('WebhookFailed');
  });
  expect(given).toEqual([]);
});

test('an endpoint that is gone is given up after one attempt', async () => {
  const attempts: number[] = [];
  const { id, given } = await deliver(async (attempt) => {
    attempts.push(attempt);
    throw new ProvostError('WebhookGone');
  });
  expect(attempts).toEqual([1]);
  expect(given).toEqual([{ id, because: 'gone' }]);
});

test('a worker that dies, or a database that is down, costs attempts and not the message', async () => {
  const attempts: number[] = [];
  const { given } = await deliver(async (attempt) => {
    attempts.push(attempt);
    if (attempt < 4) throw ApplicationFailure.retryable('connection refused');
  });
  expect(attempts).toEqual([1, 2, 3, 4]);
  expect(given).toEqual([]);
});
