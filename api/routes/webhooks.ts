/** Webhooks of an organization: endpoints, their keys, and the log of deliveries. For administrators only. */
import { createRoute, z } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { randomUUID } from 'node:crypto';
import { checkEndpointAddress } from '../../delivery/addresses.ts';
import { createSigningKey, givenSecret, type NewKey } from '../../delivery/signing-keys.ts';
import { EVENT_TYPES } from '../../domain/events.ts';
import { ProvostError } from '../../domain/failures.ts';
import {
  DEFAULT_WEBHOOK_TYPES,
  exampleEvent,
  MAX_WEBHOOK_ADDRESS_LENGTH,
  WEBHOOK_ALGORITHMS,
  type WebhookAlgorithm,
  WEBHOOK_DELIVERY_STATES,
  WEBHOOK_DISABLINGS,
  WEBHOOK_FAILURES,
  WEBHOOK_ORIGINS,
  webhookBodyOf,
} from '../../domain/webhooks.ts';
import type { WebhookAttempt, WebhookDelivery } from '../../store/webhook-deliveries.ts';
import { overlapEnd, type WebhookEndpoint } from '../../store/webhook-endpoints.ts';
import { audit } from '../audit.ts';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { json, newRouter, organizationPath, responses } from '../openapi.ts';

/** Deliveries of a page. */
const SHOWN = 50;

const endpointPath = organizationPath.extend({ endpointId: z.uuid() });
const deliveryPath = endpointPath.extend({ deliveryId: z.uuid() });

const types = z
  .array(z.enum(EVENT_TYPES))
  .min(1)
  .max(EVENT_TYPES.length)
  .transform((chosen) => EVENT_TYPES.filter((type) => chosen.includes(type)));
const url = z.string().max(MAX_WEBHOOK_ADDRESS_LENGTH).openapi({
  description: 'Begins with https:// and is reachable on the internet.',
});
const secret = z.string().max(200).optional().openapi({
  description: 'Only for `hmac`: `whsec_` and 24 to 64 random bytes in base64. Ours by default.',
});

const endpointSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    types: z.array(z.enum(EVENT_TYPES)),
    algorithm: z.enum(WEBHOOK_ALGORITHMS),
    publicKey: z.string().nullable().openapi({ description: 'Of `ed25519`: verifies signatures.' }),
    previousKeyUntil: z.iso.datetime().nullable().openapi({
      description: 'Until then the key before the last rotation signs, too.',
    }),
    enabled: z.boolean(),
    disabledAt: z.iso.datetime().nullable(),
    disabledBecause: z.enum(WEBHOOK_DISABLINGS).nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi('WebhookEndpoint');

const withSecretSchema = z.object({
  endpoint: endpointSchema,
  secret: z.string().nullable().openapi({
    description: 'Of `hmac`. Shown in this answer only. Null for `ed25519`.',
  }),
});

const deliveryShape = {
  id: z.uuid(),
  eventId: z.uuid().openapi({ description: 'The header `webhook-id`.' }),
  type: z.enum(EVENT_TYPES),
  origin: z.enum(WEBHOOK_ORIGINS),
  state: z.enum(WEBHOOK_DELIVERY_STATES),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
};
const deliverySchema = z.object(deliveryShape).openapi('WebhookDelivery');

const attemptSchema = z.object({
  attempt: z.number().int(),
  at: z.iso.datetime(),
  requestHeaders: z.record(z.string(), z.string()),
  status: z.number().int().nullable(),
  answer: z.string().nullable().openapi({ description: 'The first kilobyte.' }),
  milliseconds: z.number().int(),
  failure: z.enum(WEBHOOK_FAILURES).nullable(),
  nextAt: z.iso.datetime().nullable(),
});
const deliveryWithAttemptsSchema = z
  .object({ ...deliveryShape, body: z.string(), attempts: z.array(attemptSchema) })
  .openapi('WebhookDeliveryWithAttempts');

const listRoute = createRoute({
  method: 'get',
  path: '/webhooks',
  summary: 'Endpoints, the oldest first',
  request: { params: organizationPath },
  responses: responses(200, z.object({ endpoints: z.array(endpointSchema) })),
});

const createEndpointRoute = createRoute({
  method: 'post',
  path: '/webhooks',
  summary: 'Add an endpoint; the answer contains its secret, once',
  request: {
    params: organizationPath,
    body: json(
      z.object({
        url,
        types: types.default([...DEFAULT_WEBHOOK_TYPES]),
        algorithm: z.enum(WEBHOOK_ALGORITHMS).default('hmac'),
        secret,
      }),
    ),
  },
  responses: responses(201, withSecretSchema),
});

const changeRoute = createRoute({
  method: 'patch',
  path: '/webhooks/{endpointId}',
  summary: 'Change the address or the types of an endpoint, disable it, or enable it again',
  request: {
    params: endpointPath,
    body: json(
      z.object({
        url: url.optional(),
        types: types.optional(),
        enabled: z.boolean().optional(),
      }),
    ),
  },
  responses: responses(200, endpointSchema),
});

const rotateRoute = createRoute({
  method: 'post',
  path: '/webhooks/{endpointId}/keys',
  summary: 'Replace the key; for 24 hours the one before signs, too',
  request: { params: endpointPath, body: json(z.object({ secret })) },
  responses: responses(201, withSecretSchema),
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/webhooks/{endpointId}',
  summary: 'Delete an endpoint with its deliveries',
  request: { params: endpointPath },
  responses: responses(200, z.object({ deleted: z.literal(true) })),
});

const testRoute = createRoute({
  method: 'post',
  path: '/webhooks/{endpointId}/tests',
  summary: 'Send an event of this type, marked as a test',
  request: { params: endpointPath, body: json(z.object({ type: z.enum(EVENT_TYPES) })) },
  responses: responses(202, deliverySchema),
});

const deliveriesRoute = createRoute({
  method: 'get',
  path: '/webhooks/{endpointId}/deliveries',
  summary: 'Deliveries to an endpoint, newest first',
  request: {
    params: endpointPath,
    query: z.object({
      before: z
        .uuid()
        .optional()
        .openapi({ description: 'The `next` of the previous page; returns older ones.' }),
    }),
  },
  responses: responses(
    200,
    z.object({ deliveries: z.array(deliverySchema), next: z.uuid().nullable() }),
  ),
});

const deliveryRoute = createRoute({
  method: 'get',
  path: '/webhooks/{endpointId}/deliveries/{deliveryId}',
  summary: 'A delivery: its body, and each attempt with request and answer',
  request: { params: deliveryPath },
  responses: responses(200, deliveryWithAttemptsSchema),
});

const redeliverRoute = createRoute({
  method: 'post',
  path: '/webhooks/{endpointId}/deliveries/{deliveryId}/redeliveries',
  summary: 'Send the same message again, with the same `webhook-id`',
  request: { params: deliveryPath },
  responses: responses(202, deliverySchema),
});

const administratorsOnly = createMiddleware<AppEnvironment>(async (c, next) => {
  if (c.get('role') !== 'administrator') throw new ProvostError('Forbidden');
  await next();
});

export function webhookRoutes(api: ApiDependencies) {
  const { store, keyVault, webhookRules, outgoing } = api;
  const router = newRouter();
  router.use('/webhooks', administratorsOnly);
  router.use('/webhooks/*', administratorsOnly);

  /** @throws ProvostError NotFound */
  const find = async (organizationId: string, endpointId: string): Promise<WebhookEndpoint> =>
    found(await store.webhookEndpoints.find(organizationId, endpointId));

  /** Starts a delivery that was stored. If that fails, there is none, and the person is told. */
  async function start(delivery: WebhookDelivery): Promise<void> {
    const { deliveryId } = delivery;
    try {
      await outgoing.start([{ channel: 'webhook', id: deliveryId }]);
    } catch (cause) {
      await store.webhookDeliveries.discard(deliveryId);
      throw new ProvostError('Unavailable', undefined, { cause });
    }
  }

  return router
    .openapi(listRoute, async (c) => {
      const { organizationId } = c.req.valid('param');
      const endpoints = await store.webhookEndpoints.list(organizationId);
      return c.json({ endpoints: endpoints.map(endpointDocument) }, 200);
    })

    .openapi(createEndpointRoute, async (c) => {
      const { organizationId } = c.req.valid('param');
      const given = c.req.valid('json');
      const { algorithm } = given;
      const address = checkEndpointAddress(given.url, webhookRules);
      const { key, publicKey } = keyFor(algorithm, given.secret);
      const endpointId = randomUUID();
      const details = { endpointId, url: address, types: given.types, algorithm };
      await audit(c, store, 'webhook.create', null, details);
      const endpoint = await store.webhookEndpoints.create({
        endpointId,
        organizationId,
        url: address,
        types: given.types,
        algorithm,
        signingKey: await keyVault.seal(endpointId, key),
        publicKey,
        createdBy: c.get('session').user.id,
      });
      return c.json({ endpoint: endpointDocument(endpoint), secret: shown(algorithm, key) }, 201);
    })

    .openapi(changeRoute, async (c) => {
      const { organizationId, endpointId } = c.req.valid('param');
      const { url: to, ...rest } = c.req.valid('json');
      const change = {
        ...rest,
        ...(to !== undefined && { url: checkEndpointAddress(to, webhookRules) }),
      };
      await find(organizationId, endpointId);
      await audit(c, store, 'webhook.change', null, { endpointId, ...change });
      const changed = await store.webhookEndpoints.change(organizationId, endpointId, change);
      return c.json(endpointDocument(found(changed)), 200);
    })

    .openapi(rotateRoute, async (c) => {
      const { organizationId, endpointId } = c.req.valid('param');
      const { algorithm } = await find(organizationId, endpointId);
      const { key, publicKey } = keyFor(algorithm, c.req.valid('json').secret);
      await audit(c, store, 'webhook.rotate', null, { endpointId });
      const signingKey = await keyVault.seal(endpointId, key);
      const sealed = { signingKey, publicKey };
      const rotated = await store.webhookEndpoints.rotate(organizationId, endpointId, sealed);
      const endpoint = endpointDocument(found(rotated));
      return c.json({ endpoint, secret: shown(algorithm, key) }, 201);
    })

    .openapi(deleteRoute, async (c) => {
      const { organizationId, endpointId } = c.req.valid('param');
      const { url: address } = await find(organizationId, endpointId);
      await audit(c, store, 'webhook.delete', null, { endpointId, url: address });
      await store.webhookEndpoints.remove(organizationId, endpointId);
      return c.json({ deleted: true as const }, 200);
    })

    .openapi(testRoute, async (c) => {
      const { organizationId, endpointId } = c.req.valid('param');
      const { type } = c.req.valid('json');
      const endpoint = await find(organizationId, endpointId);
      await audit(c, store, 'webhook.test', null, { endpointId, type });
      const event = exampleEvent(type, organizationId, new Date().toISOString());
      const body = webhookBodyOf(event, { test: true });
      const delivery = await store.webhookDeliveries.request(endpoint, { origin: 'test', body });
      await start(delivery);
      return c.json(deliveryDocument(delivery), 202);
    })

    .openapi(deliveriesRoute, async (c) => {
      const { organizationId, endpointId } = c.req.valid('param');
      const { before } = c.req.valid('query');
      await find(organizationId, endpointId);
      const rows = await store.webhookDeliveries.list(endpointId, SHOWN + 1, before);
      const deliveries = rows.slice(0, SHOWN).map(deliveryDocument);
      const next = rows.length > SHOWN ? (deliveries.at(-1)?.id ?? null) : null;
      return c.json({ deliveries, next }, 200);
    })

    .openapi(deliveryRoute, async (c) => {
      const { organizationId, endpointId, deliveryId } = c.req.valid('param');
      await find(organizationId, endpointId);
      const delivery = found(await store.webhookDeliveries.find(endpointId, deliveryId));
      const attempts = await store.webhookDeliveries.attempts(deliveryId);
      const { body } = delivery;
      const document = { ...deliveryDocument(delivery), body };
      return c.json({ ...document, attempts: attempts.map(attemptDocument) }, 200);
    })

    .openapi(redeliverRoute, async (c) => {
      const { organizationId, endpointId, deliveryId } = c.req.valid('param');
      const endpoint = await find(organizationId, endpointId);
      const of = found(await store.webhookDeliveries.find(endpointId, deliveryId));
      const { eventId } = of;
      await audit(c, store, 'webhook.redeliver', null, { endpointId, deliveryId, eventId });
      const again = await store.webhookDeliveries.request(endpoint, { origin: 'redelivery', of });
      await start(again);
      return c.json(deliveryDocument(again), 202);
    });
}

/** @throws ProvostError NotFound */
function found<T>(row: T | null): T {
  if (row === null) throw new ProvostError('NotFound');
  return row;
}

/** @throws ProvostError WebhookSecretInvalid */
function keyFor(algorithm: WebhookAlgorithm, given: string | undefined): NewKey {
  if (given === undefined) return createSigningKey(algorithm);
  if (algorithm !== 'hmac') throw new ProvostError('WebhookSecretInvalid');
  return givenSecret(given);
}

/** A private key never leaves us: the public one suffices to verify. */
const shown = (algorithm: WebhookAlgorithm, key: string) => (algorithm === 'hmac' ? key : null);

function endpointDocument(row: WebhookEndpoint): z.infer<typeof endpointSchema> {
  return {
    id: row.endpointId,
    url: row.url,
    types: row.types,
    algorithm: row.algorithm,
    publicKey: row.publicKey,
    previousKeyUntil: overlapEnd(row)?.toISOString() ?? null,
    enabled: row.disabledAt === null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    disabledBecause: row.disabledBecause,
    createdAt: row.createdAt.toISOString(),
  };
}

function deliveryDocument(row: WebhookDelivery): z.infer<typeof deliverySchema> {
  const { deliveryId: id, eventId, type, origin, state } = row;
  const createdAt = row.createdAt.toISOString();
  return {
    id,
    eventId,
    type,
    origin,
    state,
    createdAt,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function attemptDocument(row: WebhookAttempt): z.infer<typeof attemptSchema> {
  const { deliveryId: _, at, nextAt, ...rest } = row;
  return { ...rest, at: at.toISOString(), nextAt: nextAt?.toISOString() ?? null };
}
