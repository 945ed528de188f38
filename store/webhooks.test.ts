import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventType } from '../domain/events.ts';
import {
  MAX_WEBHOOK_DELIVERIES,
  MAX_WEBHOOK_ENDPOINTS,
  webhookBodyOf,
} from '../domain/webhooks.ts';
import { DATABASES } from './store.fixture.ts';
import { createStore, type Store } from './store.ts';

describe.each(Object.entries(DATABASES))('on %s', (_, open) => {
  let database: Awaited<ReturnType<typeof open>>;
  let store: Store;
  beforeAll(async () => {
    database = await open();
    store = createStore(database.connection.db);
  });
  afterAll(() => database.close());

  const endpointOf = (organizationId: string, types: EventType[] = ['account.protected']) =>
    store.webhookEndpoints.create({
      endpointId: randomUUID(),
      organizationId,
      url: 'https://hooks.example/in',
      types,
      algorithm: 'hmac',
      signingKey: 'sealed',
      publicKey: null,
      createdBy: randomUUID(),
    });

  const eventOf = (organizationId: string) =>
    ({
      organizationId,
      accountId: randomUUID(),
      type: 'account.protected',
      data: { service: 'onedrive', tenantId: randomUUID() },
      dedupeKey: randomUUID(),
    }) as const;

  const attemptOf = (deliveryId: string, failure: 'status' | null) => ({
    deliveryId,
    attempt: 1,
    at: new Date(),
    requestHeaders: { 'webhook-id': 'x' },
    status: failure === null ? 200 : 500,
    answer: 'ok',
    milliseconds: 12,
    failure,
    nextAt: null,
  });

  test('an event goes once to each enabled endpoint of its organization that chose its type', async () => {
    const organizationId = randomUUID();
    const [chosen, other, disabled] = [
      await endpointOf(organizationId),
      await endpointOf(organizationId, ['account.removed']),
      await endpointOf(organizationId),
    ];
    await store.webhookEndpoints.change(organizationId, disabled.endpointId, { enabled: false });
    const foreign = await endpointOf(randomUUID());
    const event = eventOf(organizationId);
    const [first, second] = [await store.events.record(event), await store.events.record(event)];
    const [delivery] = await store.webhookDeliveries.list(chosen.endpointId, 10);
    // The second call returns the delivery, too: the first caller may have died before it was started.
    expect([first, second]).toEqual(
      Array.from({ length: 2 }, () => [{ channel: 'webhook', id: delivery?.deliveryId }]),
    );
    const { accountId, data } = event;
    expect(JSON.parse(delivery?.body ?? '')).toEqual({
      type: 'account.protected',
      timestamp: expect.any(String),
      data: { organizationId, accountId, ...data },
    });
    for (const { endpointId } of [other, disabled, foreign]) {
      expect(await store.webhookDeliveries.list(endpointId, 10)).toEqual([]);
    }
  });

  test('of endpoints that are created at the same time, no more are kept than allowed', async () => {
    const organizationId = randomUUID();
    const results = await Promise.allSettled(
      Array.from({ length: MAX_WEBHOOK_ENDPOINTS + 3 }, () => endpointOf(organizationId)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      MAX_WEBHOOK_ENDPOINTS,
    );
    expect(await store.webhookEndpoints.list(organizationId)).toHaveLength(MAX_WEBHOOK_ENDPOINTS);
  });

  test('deliveries that are too old, and too many of them, are deleted when new ones come', async () => {
    const organizationId = randomUUID();
    const { endpointId } = await endpointOf(organizationId);
    const { db } = database.connection;
    const row = (createdAt: Date) => ({
      deliveryId: randomUUID(),
      endpointId,
      organizationId,
      eventId: randomUUID(),
      type: 'account.protected' as const,
      body: '{}',
      origin: 'event' as const,
      createdAt,
    });
    const day = 86_400_000;
    const old = row(new Date(Date.now() - 31 * day));
    const recent = Array.from({ length: MAX_WEBHOOK_DELIVERIES }, (__, index) =>
      row(new Date(Date.now() - day + index * 1000)),
    );
    await db
      .insertInto('webhookDeliveries')
      .values([old, ...recent])
      .execute();
    await store.events.record(eventOf(organizationId));
    const kept = await store.webhookDeliveries.list(endpointId, 2 * MAX_WEBHOOK_DELIVERIES);
    expect(kept).toHaveLength(MAX_WEBHOOK_DELIVERIES);
    const ids = kept.map(({ deliveryId }) => deliveryId);
    expect(ids).not.toContain(old.deliveryId);
    expect(ids).not.toContain(recent[0]?.deliveryId);
    expect(ids).toContain(recent[1]?.deliveryId);
  });

  test('an endpoint that is given up is disabled, says so again, and gets nothing that was under way', async () => {
    const organizationId = randomUUID();
    const { endpointId } = await endpointOf(organizationId);
    await store.events.record(eventOf(organizationId));
    await store.events.record(eventOf(organizationId));
    const [second, first] = await store.webhookDeliveries.list(endpointId, 10);
    const given = await store.webhookDeliveries.giveUp(first!.deliveryId, 'exhausted');
    expect(given).toMatchObject({ endpointId, disabledBecause: 'exhausted' });
    // The caller may have died before it told anybody.
    expect(await store.webhookDeliveries.giveUp(first!.deliveryId, 'exhausted')).toEqual(given);
    expect(await store.webhookDeliveries.giveUp(second!.deliveryId, 'exhausted')).toBeNull();
    const states = await store.webhookDeliveries.list(endpointId, 10);
    expect(states.map(({ state }) => state)).toEqual(['abandoned', 'failed']);
    expect(await store.webhookDeliveries.pending(second!.deliveryId)).toBeNull();
  });

  test('a message that arrived while the endpoint was being disabled counts as delivered', async () => {
    const organizationId = randomUUID();
    const { endpointId } = await endpointOf(organizationId);
    await store.events.record(eventOf(organizationId));
    const [{ deliveryId } = { deliveryId: '' }] = await store.webhookDeliveries.list(endpointId, 1);
    await store.webhookEndpoints.change(organizationId, endpointId, { enabled: false });
    await store.webhookDeliveries.record(attemptOf(deliveryId, null));
    expect(await store.webhookDeliveries.find(endpointId, deliveryId)).toMatchObject({
      state: 'delivered',
    });
  });

  test('an attempt at an endpoint that was deleted meanwhile is not recorded', async () => {
    const organizationId = randomUUID();
    const { endpointId } = await endpointOf(organizationId);
    await store.events.record(eventOf(organizationId));
    const [{ deliveryId } = { deliveryId: '' }] = await store.webhookDeliveries.list(endpointId, 1);
    expect(await store.webhookEndpoints.remove(randomUUID(), endpointId)).toBe(false);
    expect(await store.webhookEndpoints.remove(organizationId, endpointId)).toBe(true);
    await store.webhookDeliveries.record(attemptOf(deliveryId, 'status'));
    expect(await store.webhookDeliveries.attempts(deliveryId)).toEqual([]);
    expect(await store.webhookDeliveries.giveUp(deliveryId, 'gone')).toBeNull();
  });

  test('a redelivery is a delivery of its own, of the same event and body', async () => {
    const organizationId = randomUUID();
    const endpoint = await endpointOf(organizationId);
    await store.events.record(eventOf(organizationId));
    const [of] = await store.webhookDeliveries.list(endpoint.endpointId, 1);
    const again = await store.webhookDeliveries.request(endpoint, {
      origin: 'redelivery',
      of: of!,
    });
    const { eventId, body, type } = of!;
    expect(again).toMatchObject({ eventId, body, type, origin: 'redelivery', state: 'pending' });
    expect(again.deliveryId).not.toBe(of!.deliveryId);
  });

  test('a person cannot ask for more than a few messages at a time, nor for any to a disabled endpoint', async () => {
    const organizationId = randomUUID();
    const endpoint = await endpointOf(organizationId);
    const body = webhookBodyOf({ ...eventOf(organizationId), occurredAt: '' }, { test: true });
    const ask = () => store.webhookDeliveries.request(endpoint, { origin: 'test', body });
    const asked = await Promise.allSettled(Array.from({ length: 25 }, ask));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    await expect(ask()).rejects.toMatchObject({ type: 'WebhookBusy' });
    await store.webhookEndpoints.change(organizationId, endpoint.endpointId, { enabled: false });
    await expect(ask()).rejects.toMatchObject({ type: 'WebhookDisabled' });
  });

  test('a rotation keeps the key before for a day', async () => {
    const organizationId = randomUUID();
    const { endpointId } = await endpointOf(organizationId);
    const rotated = await store.webhookEndpoints.rotate(organizationId, endpointId, {
      signingKey: 'newer',
      publicKey: null,
    });
    expect(rotated).toMatchObject({ signingKey: 'newer', previousKey: 'sealed' });
    const hours = ((rotated?.previousUntil?.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
    expect(
      await store.webhookEndpoints.rotate(randomUUID(), endpointId, {
        signingKey: 'theirs',
        publicKey: null,
      }),
    ).toBeNull();
  });

  test('the organization is notified of a disabled webhook once', async () => {
    const organizationId = randomUUID();
    const notice = { organizationId, dedupeKey: randomUUID() };
    await store.notifications.notifyOfWebhook(notice);
    await store.notifications.notifyOfWebhook(notice);
    const listed = await store.notifications.list(organizationId, randomUUID(), 10);
    expect(listed).toMatchObject([{ kind: 'webhookDisabled', accountId: null, service: null }]);
  });
});
