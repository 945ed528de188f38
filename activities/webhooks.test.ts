import { MockActivityEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message, Outcome } from '../delivery/sender.ts';
import { createKeyVault, createSigningKey } from '../delivery/signing-keys.ts';
import { WEBHOOK_ATTEMPTS, type WebhookFailure } from '../domain/webhooks.ts';
import type { Store } from '../store/store.ts';
import { openStore } from './reading.fixture.ts';
import { createWebhookActivities } from './webhooks.ts';

let opened: Awaited<ReturnType<typeof openStore>>;
let store: Store;
beforeAll(async () => {
  opened = await openStore();
  ({ store } = opened);
});
afterAll(() => opened.close());

const vault = createKeyVault('a'.repeat(32));

/** A new endpoint with a delivery to it. */
async function enqueue() {
  const organizationId = randomUUID();
  const endpointId = randomUUID();
  await store.webhookEndpoints.create({
    endpointId,
    organizationId,
    url: 'https://hooks.example/in',
    types: ['account.removed'],
    algorithm: 'hmac',
    signingKey: await vault.seal(endpointId, createSigningKey('hmac').key),
    publicKey: null,
    createdBy: randomUUID(),
  });
  const [item] = await store.events.record({
    organizationId,
    accountId: randomUUID(),
    type: 'account.removed',
    data: { service: 'onedrive', tenantId: null },
    dedupeKey: randomUUID(),
  });
  return { id: item?.id ?? '', endpointId, organizationId };
}

/** Activities whose endpoint answers in this way, and what was sent to it. */
function answering(failure: WebhookFailure | null, keys = vault, retryAfter: number | null = null) {
  const sent: Message[] = [];
  const status = failure === null ? 200 : 500;
  const outcome: Outcome = {
    failure,
    status,
    answer: null,
    retryAfter,
    requestHeaders: {},
    milliseconds: 1,
  };
  const sender = {
    send: async (message: Message) => {
      sent.push(message);
      return outcome;
    },
  };
  return { sent, ...createWebhookActivities({ store, webhooks: { sender, vault: keys } }) };
}

const attempting = <T>(attempt: number, run: () => Promise<T>): Promise<T> =>
  new MockActivityEnvironment({ attempt }).run(run);

test('a worker that dies between the answer and the mark sends again, with the same id, and then no more', async () => {
  const { id, endpointId } = await enqueue();
  const { sent, deliverWebhook } = answering(null);
  const { record } = store.webhookDeliveries;
  store.webhookDeliveries.record = () => Promise.reject(new Error('the worker is dead'));
  await expect(attempting(1, () => deliverWebhook({ id }))).rejects.toThrow('dead');
  store.webhookDeliveries.record = record;
  await attempting(2, () => deliverWebhook({ id }));
  await attempting(3, () => deliverWebhook({ id }));
  expect(sent).toHaveLength(2);
  expect(new Set(sent.map((message) => message.id)).size).toBe(1);
  expect(await store.webhookDeliveries.find(endpointId, id)).toMatchObject({ state: 'delivered' });
});

test('each failed attempt is recorded with the time of the next, which is none after the last', async () => {
  const { id } = await enqueue();
  const { deliverWebhook } = answering('status', vault, 3_600_000);
  for (const attempt of [1, WEBHOOK_ATTEMPTS]) {
    await expect(attempting(attempt, () => deliverWebhook({ id }))).rejects.toMatchObject({
      type: 'WebhookFailed',
    });
  }
  const [first, last] = await store.webhookDeliveries.attempts(id);
  // Longer than our own five seconds, because the endpoint asked for it.
  expect((first?.nextAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
  expect(last).toMatchObject({ attempt: WEBHOOK_ATTEMPTS, nextAt: null, failure: 'status' });
});

test('a key that was encrypted with another secret is told as that, and nothing is sent unsigned', async () => {
  const { id } = await enqueue();
  const { sent, deliverWebhook } = answering(null, createKeyVault('b'.repeat(32)));
  await expect(attempting(1, () => deliverWebhook({ id }))).rejects.toMatchObject({
    type: 'WebhookFailed',
  });
  expect(sent).toEqual([]);
  expect(await store.webhookDeliveries.attempts(id)).toMatchObject([{ failure: 'keyUnreadable' }]);
});

test('the key before signs until its overlap is over', async () => {
  const { id, endpointId, organizationId } = await enqueue();
  const { sent, deliverWebhook } = answering('status');
  const signingKey = await vault.seal(endpointId, createSigningKey('hmac').key);
  const sealed = { signingKey, publicKey: null };
  const rotated = await store.webhookEndpoints.rotate(organizationId, endpointId, sealed);
  await attempting(1, () => deliverWebhook({ id })).catch(() => undefined);
  const pending = await store.webhookDeliveries.pending(id);
  const { pending: read } = store.webhookDeliveries;
  const over = { ...rotated!, previousUntil: new Date(Date.now() - 1) };
  store.webhookDeliveries.pending = async () => pending && { ...pending, endpoint: over };
  await attempting(2, () => deliverWebhook({ id })).catch(() => undefined);
  store.webhookDeliveries.pending = read;
  expect(sent.map(({ keys }) => keys.length)).toEqual([2, 1]);
});

test('an endpoint that is given up is audited and told once, however often that is tried', async () => {
  const { id, organizationId } = await enqueue();
  const { giveUpWebhook } = answering('status');
  await giveUpWebhook({ id, because: 'exhausted' });
  await giveUpWebhook({ id, because: 'exhausted' });
  const events = await store.audit.list(organizationId, 10);
  expect(events.map(({ action }) => action)).toEqual(['webhook.disabled']);
  expect(await store.notifications.list(organizationId, randomUUID(), 10)).toHaveLength(1);
});
