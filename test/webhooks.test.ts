/** Webhooks through the API and to a real endpoint. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { messageSchemaOf } from '../api/webhook-documents.ts';
import { EVENT_TYPES, type EventType } from '../domain/events.ts';
import { DEFAULT_WEBHOOK_TYPES } from '../domain/webhooks.ts';
import { openDatabase } from '../store/database.ts';
import { type ConsoleSession, openSession, removeAccount } from './support/console-session.ts';
import { expectProblem } from './support/problems.ts';
import { sharedDatabase, type SharedDatabase } from './support/services.ts';
import { type Stack, startStack } from './support/stack.ts';
import { waitFor } from './support/wait.ts';
import { submitAndWait, walkToTargets } from './support/walk.ts';

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let database: SharedDatabase;
let stack: Stack;
let session: ConsoleSession;
beforeAll(async () => {
  database = await sharedDatabase();
  stack = await startStack({ users: 60, databaseUrl: database.url, webhooks: { timeout: 300 } });
  session = await openSession(stack);
});
afterAll(async () => {
  await removeAccount(session.client);
  await stack.close();
  await database.drop();
});

const endpointSchema = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(z.enum(EVENT_TYPES)),
  enabled: z.boolean(),
  disabledBecause: z.string().nullable(),
  publicKey: z.string().nullable(),
  previousKeyUntil: z.string().nullable(),
});
const createdSchema = z.object({ endpoint: endpointSchema, secret: z.string().nullable() });
const deliverySchema = z.object({
  id: z.string(),
  eventId: z.string(),
  state: z.string(),
  origin: z.string(),
  type: z.enum(EVENT_TYPES),
});
const detailSchema = deliverySchema.extend({
  body: z.string(),
  attempts: z.array(
    z.object({
      attempt: z.number(),
      status: z.number().nullable(),
      answer: z.string().nullable(),
      failure: z.string().nullable(),
      nextAt: z.string().nullable(),
      requestHeaders: z.record(z.string(), z.string()),
    }),
  ),
});

/** An endpoint on this machine, which only the embedded default may call. */
async function listen(answer: (response: ServerResponse) => void = (it) => void it.end('thanks')) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers as Record<string, string>, body });
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  return {
    url,
    received,
    until: (many: number) =>
      waitFor(
        `${many} messages have arrived`,
        { seen: () => received },
        () => received.length >= many,
      ),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const pathOf = (rest: string, organizationId = 'contoso') =>
  `${stack.origin}/api/organizations/${organizationId}/webhooks${rest}`;

function ask(method: string, rest: string, body?: unknown, organizationId?: string) {
  return session.browser.fetch(pathOf(rest, organizationId), {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function call<T>(schema: z.ZodType<T>, method: string, rest: string, body?: unknown) {
  const response = await ask(method, rest, body);
  expect([response.status, response.ok]).toEqual([response.status, true]);
  return schema.parse(await response.json());
}

const create = (url: string, more: object = {}) =>
  call(createdSchema, 'POST', '', { url, ...more });
const detail = (endpointId: string, deliveryId: string) =>
  call(detailSchema, 'GET', `/${endpointId}/deliveries/${deliveryId}`);
const sendTest = (endpointId: string, type: EventType = 'account.protected') =>
  call(deliverySchema, 'POST', `/${endpointId}/tests`, { type });
const remove = (endpointId: string) => ask('DELETE', `/${endpointId}`);

const untilState = (endpointId: string, deliveryId: string, state: string) =>
  waitFor(`the delivery is ${state}`, {}, async () => {
    const shown = await detail(endpointId, deliveryId);
    return shown.state === state && shown;
  });
const untilTried = (endpointId: string, deliveryId: string) =>
  waitFor('there was an attempt', {}, async () => {
    const shown = await detail(endpointId, deliveryId);
    return shown.attempts.length > 0 && shown;
  });

const auditSchema = z.object({
  events: z.array(
    z.object({ action: z.string(), actor: z.string(), details: z.record(z.string(), z.unknown()) }),
  ),
});
async function audited() {
  const url = `${stack.origin}/api/organizations/contoso/audit-events?limit=500`;
  const { events } = auditSchema.parse(await (await session.browser.fetch(url)).json());
  return events.filter(({ action }) => action.startsWith('webhook.'));
}

describe('an endpoint', () => {
  test('gets signed messages, and the log shows request and answer; each change is audited', async () => {
    const receiver = await listen();
    const { endpoint, secret } = await create(receiver.url);
    expect(endpoint.types).toEqual(DEFAULT_WEBHOOK_TYPES);
    const { id } = await sendTest(endpoint.id, 'synchronization.held');
    await receiver.until(1);
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const message = new Webhook(secret ?? '').verify(body, headers);
    expect(messageSchemaOf('synchronization.held').parse(message)).toMatchObject({ test: true });

    const shown = await untilState(endpoint.id, id, 'delivered');
    expect(shown).toMatchObject({ body, origin: 'test', eventId: headers['webhook-id'] });
    expect(shown.attempts).toMatchObject([{ attempt: 1, status: 200, answer: 'thanks' }]);
    expect(JSON.stringify(shown)).not.toContain(headers['webhook-signature']?.slice(3));

    const again = await call(
      deliverySchema,
      'POST',
      `/${endpoint.id}/deliveries/${id}/redeliveries`,
    );
    await receiver.until(2);
    expect(receiver.received[1]?.headers['webhook-id']).toBe(headers['webhook-id']);
    expect(receiver.received[1]?.body).toBe(body);
    expect(await untilState(endpoint.id, again.id, 'delivered')).toMatchObject({
      origin: 'redelivery',
    });
    await call(endpointSchema, 'PATCH', `/${endpoint.id}`, { types: ['account.removed'] });
    await remove(endpoint.id);
    const events = (await audited()).filter(({ details }) => details['endpointId'] === endpoint.id);
    expect(events.map(({ action }) => action)).toEqual([
      'webhook.delete',
      'webhook.change',
      'webhook.redeliver',
      'webhook.test',
      'webhook.create',
    ]);
    expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set([DEMO_ADMINISTRATOR.email]));
    receiver.close();
  });

  test('has a secret that is shown once, and is nowhere in the database', async () => {
    const { endpoint, secret } = await create('https://hooks.contoso.com/in');
    const bare = secret?.slice('whsec_'.length) ?? '';
    expect(bare).toHaveLength(44);
    const listed = await (await ask('GET', '')).text();
    expect(listed).toContain(endpoint.id);
    expect(listed).not.toContain(bare);
    const { db, close } = await openDatabase({ databaseUrl: database.url });
    const rows = [
      await db.selectFrom('webhookEndpoints').selectAll().execute(),
      await db.selectFrom('auditEvents').selectAll().execute(),
    ];
    await close();
    expect(JSON.stringify(rows)).toContain(endpoint.id);
    expect(JSON.stringify(rows)).not.toContain(bare);
    await remove(endpoint.id);
  });

  test('whose key is rotated gets both signatures, so that either secret verifies', async () => {
    const receiver = await listen();
    const { endpoint, secret: first } = await create(receiver.url);
    const path = `/${endpoint.id}/keys`;
    const { endpoint: rotated, secret: second } = await call(createdSchema, 'POST', path, {});
    expect(second).not.toBe(first);
    expect(rotated.previousKeyUntil).not.toBeNull();
    await sendTest(endpoint.id);
    await receiver.until(1);
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    for (const secret of [first, second]) {
      expect(new Webhook(secret ?? '').verify(body, headers)).toMatchObject({ test: true });
    }
    await remove(endpoint.id);
    receiver.close();
  });

  test('with a key pair shows its public key and no secret', async () => {
    const { endpoint, secret } = await create('https://hooks.contoso.com/in', {
      algorithm: 'ed25519',
    });
    expect(secret).toBeNull();
    expect(endpoint.publicKey).toMatch(/^whpk_/);
    await remove(endpoint.id);
  });

  test('that answers 410 is disabled at once, and the organization is notified', async () => {
    const receiver = await listen((response) => void response.writeHead(410).end());
    const { endpoint } = await create(receiver.url);
    const { id } = await sendTest(endpoint.id);
    await untilState(endpoint.id, id, 'failed');
    const { notifications } = await waitFor('a notification says so', {}, async () => {
      const url = `${stack.origin}/api/organizations/contoso/notifications`;
      const schema = z.object({ notifications: z.array(z.object({ kind: z.string() })) });
      const shown = schema.parse(await (await session.browser.fetch(url)).json());
      return shown.notifications.some(({ kind }) => kind === 'webhookDisabled') && shown;
    });
    expect(notifications.filter(({ kind }) => kind === 'webhookDisabled')).toHaveLength(1);
    const { endpoints } = z
      .object({ endpoints: z.array(endpointSchema) })
      .parse(await (await ask('GET', '')).json());
    expect(endpoints).toMatchObject([{ enabled: false, disabledBecause: 'gone' }]);
    expect((await audited())[0]).toMatchObject({ action: 'webhook.disabled', actor: 'Provost' });
    const refused = await ask('POST', `/${endpoint.id}/tests`, { type: 'account.removed' });
    await expectProblem(refused, 409, 'WebhookDisabled');
    const enabled = await call(endpointSchema, 'PATCH', `/${endpoint.id}`, { enabled: true });
    expect(enabled).toMatchObject({ enabled: true, disabledBecause: null });
    await remove(endpoint.id);
    receiver.close();
  });

  test.each([
    [
      'redirect',
      301,
      (response: ServerResponse) => response.writeHead(301, { location: '/' }).end(),
    ],
    ['status', 500, (response: ServerResponse) => response.writeHead(500).end()],
    ['timeout', null, () => undefined],
  ] as const)('that fails with %s is tried again', async (failure, status, answer) => {
    const receiver = await listen((response) => void answer(response));
    const { endpoint } = await create(receiver.url);
    const { id } = await sendTest(endpoint.id);
    const { state, attempts } = await untilTried(endpoint.id, id);
    expect(state).toBe('pending');
    expect(attempts[0]).toMatchObject({ attempt: 1, failure, status });
    expect(Date.parse(attempts[0]?.nextAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    await remove(endpoint.id);
    receiver.close();
  });

  test('gets what happens to an account, and nothing that it did not choose', async () => {
    const [all, some] = [await listen(), await listen()];
    const first = await create(all.url, { types: EVENT_TYPES });
    const second = await create(some.url, { types: ['account.removed'] });
    await walkToTargets(session);
    await submitAndWait(session);
    await all.until(2);
    await removeAccount(session.client);
    await all.until(3);
    await some.until(1);
    const typesOf = ({ received }: typeof all) =>
      received.map(({ headers, body }) => {
        const message = new Webhook(first.secret ?? '');
        if (received === all.received) message.verify(body, headers);
        const { type } = z.object({ type: z.enum(EVENT_TYPES) }).parse(JSON.parse(body));
        expect(messageSchemaOf(type).parse(JSON.parse(body))).not.toHaveProperty('test');
        return type;
      });
    expect(typesOf(all).toSorted()).toEqual([
      'account.protected',
      'account.removed',
      'synchronization.published',
    ]);
    expect(typesOf(some)).toEqual(['account.removed']);
    for (const { endpoint } of [first, second]) await remove(endpoint.id);
    for (const each of [all, some]) each.close();
  });
});

describe('a bad request is refused:', () => {
  test.each([
    ['WebhookAddressInsecure', 'http://hooks.contoso.com/in'],
    ['WebhookAddressNotPublic', 'https://10.0.0.1/'],
    ['WebhookAddressNotPublic', 'https://169.254.169.254/latest'],
    ['WebhookAddressNotPublic', 'https://intranet/'],
    ['WebhookAddressInvalid', 'hooks.contoso.com'],
    ['WebhookAddressInvalid', 'https://ada:secret@hooks.contoso.com/'],
  ] as const)('%s for %s', async (code, url) => {
    await expectProblem(await ask('POST', '', { url }), 400, code);
  });

  test.each([
    { types: [] },
    { types: ['account.exploded'] },
    { algorithm: 'md5' },
    { url: 5 },
    { url: `https://hooks.contoso.com/${'a'.repeat(3000)}` },
  ])('InvalidInput for %j', async (more) => {
    const body = { url: 'https://hooks.contoso.com/in', ...more };
    await expectProblem(await ask('POST', '', body), 400, 'InvalidInput');
  });

  test('a secret that is too short, and one for a key pair', async () => {
    const url = 'https://hooks.contoso.com/in';
    const long = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    for (const more of [{ secret: 'whsec_c2hvcnQ=' }, { secret: long, algorithm: 'ed25519' }]) {
      await expectProblem(await ask('POST', '', { url, ...more }), 400, 'WebhookSecretInvalid');
    }
    const { endpoint, secret } = await create(url, { secret: long });
    expect(secret).toBe(long);
    const short = await ask('POST', `/${endpoint.id}/keys`, { secret: 'whsec_c2hvcnQ=' });
    await expectProblem(short, 400, 'WebhookSecretInvalid');
    await remove(endpoint.id);
  });

  test('an eleventh endpoint', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 10; count += 1) {
      ids.push((await create(`https://hooks.contoso.com/${count}`)).endpoint.id);
    }
    const refused = await ask('POST', '', { url: 'https://hooks.contoso.com/11' });
    await expectProblem(refused, 409, 'WebhookTooMany');
    for (const id of ids) await remove(id);
  });

  test('the endpoint of another organization does not exist', async () => {
    const { endpoint } = await create('https://hooks.contoso.com/in');
    const routes = [
      ['PATCH', '', { enabled: false }],
      ['DELETE', '', undefined],
      ['POST', '/keys', {}],
      ['POST', '/tests', { type: 'account.removed' }],
      ['GET', '/deliveries', undefined],
    ] as const;
    for (const [method, rest, body] of routes) {
      const answer = await ask(method, `/${endpoint.id}${rest}`, body, 'fabrikam');
      await expectProblem(answer, 404, 'NotFound');
    }
    await remove(endpoint.id);
  });
});

test('the OpenAPI document describes each type, with an example', async () => {
  const schema = z.object({
    webhooks: z.record(z.string(), z.object({ post: z.looseObject({}) })),
  });
  const answer = await fetch(`${stack.origin}/api/openapi.json`);
  const { webhooks } = schema.parse(await answer.json());
  expect(Object.keys(webhooks)).toEqual([...EVENT_TYPES]);
  const contentSchema = z.object({
    requestBody: z.object({
      content: z.object({
        'application/json': z.object({ schema: z.object({ example: z.unknown() }) }),
      }),
    }),
  });
  for (const type of EVENT_TYPES) {
    const { requestBody } = contentSchema.parse(webhooks[type]?.post);
    const { example } = requestBody.content['application/json'].schema;
    expect(messageSchemaOf(type).parse(example)).toMatchObject({ type });
  }
});
