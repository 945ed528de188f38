import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { EventType } from '../domain/events.ts';
import { ProvostError } from '../domain/failures.ts';
import {
  MAX_WEBHOOK_DELIVERIES,
  MAX_WEBHOOK_REQUESTS,
  WEBHOOK_RETENTION,
  type WebhookBody,
  webhookBodyOf,
  type WebhookDeliveryState,
  type WebhookDisabling,
  type WebhookOrigin,
} from '../domain/webhooks.ts';
import type { EventChannel } from './event-channel.ts';
import type { Database } from './schema.ts';
import { disableEndpoint, endpointsOf, type WebhookEndpoint } from './webhook-endpoints.ts';

export type WebhookDelivery = Selectable<Database['webhookDeliveries']>;
export type WebhookAttempt = Selectable<Database['webhookAttempts']>;

/** Each enabled endpoint of the organization that chose the event's type gets it. */
export const webhookChannel: EventChannel = {
  async enqueue(trx, event) {
    const { organizationId, eventId, type } = event;
    const body = webhookBodyOf(event);
    for (const endpoint of await endpointsOf(trx, organizationId)) {
      if (endpoint.disabledAt !== null || !endpoint.types.includes(type)) continue;
      await insert(trx, { endpoint, eventId, body: JSON.stringify(body), type, origin: 'event' });
    }
  },
  async itemsOf(trx, eventId) {
    const rows = await trx
      .selectFrom('webhookDeliveries')
      .select('deliveryId')
      .where('eventId', '=', eventId)
      .where('origin', '=', 'event')
      .execute();
    return rows.map(({ deliveryId }) => ({ channel: 'webhook', id: deliveryId }));
  },
};

/** Events on their way to endpoints, with each attempt. */
export function createWebhookDeliveries(db: Kysely<Database>) {
  return {
    /**
     * A delivery that an administrator asks for.
     * @throws ProvostError WebhookDisabled, WebhookBusy
     */
    request: (
      endpoint: WebhookEndpoint,
      message:
        | { readonly origin: 'test'; readonly body: WebhookBody }
        | { readonly origin: 'redelivery'; readonly of: WebhookDelivery },
    ): Promise<WebhookDelivery> =>
      db.transaction().execute(async (trx) => {
        // Locked, so that a person who disables it, or another request, comes before or after.
        const { endpointId } = endpoint;
        const { disabledAt } = await trx
          .selectFrom('webhookEndpoints')
          .select('disabledAt')
          .where('endpointId', '=', endpointId)
          .forUpdate()
          .executeTakeFirstOrThrow(() => new ProvostError('NotFound'));
        if (disabledAt !== null) throw new ProvostError('WebhookDisabled');
        const { count } = await trx
          .selectFrom('webhookDeliveries')
          .select(({ fn }) => fn.countAll<string>().as('count'))
          .where('endpointId', '=', endpointId)
          .where('origin', '<>', 'event')
          .where('state', '=', 'pending')
          .executeTakeFirstOrThrow();
        if (Number(count) >= MAX_WEBHOOK_REQUESTS) throw new ProvostError('WebhookBusy');
        const { origin } = message;
        if (origin === 'test') {
          const { body } = message;
          const sent = { eventId: randomUUID(), body: JSON.stringify(body), type: body.type };
          return insert(trx, { endpoint, origin, ...sent });
        }
        const { eventId, body, type } = message.of;
        return insert(trx, { endpoint, origin, eventId, body, type });
      }),

    /** Takes a request back that could not be started. */
    async discard(deliveryId: string): Promise<void> {
      await db.deleteFrom('webhookDeliveries').where('deliveryId', '=', deliveryId).execute();
    },

    /** The newest `limit` deliveries to an endpoint; with `before`, only those after that one in the list. */
    list(endpointId: string, limit: number, before?: string): Promise<WebhookDelivery[]> {
      let query = db
        .selectFrom('webhookDeliveries')
        .selectAll()
        .where('endpointId', '=', endpointId);
      if (before !== undefined) {
        const place = sql`(select created_at, delivery_id from webhook_deliveries
          where delivery_id = ${before}::uuid and endpoint_id = ${endpointId}::uuid)`;
        query = query.where(sql<boolean>`(created_at, delivery_id) < ${place}`);
      }
      return query
        .orderBy('createdAt', 'desc')
        .orderBy('deliveryId', 'desc')
        .limit(limit)
        .execute();
    },

    /** A delivery to this endpoint, or null. */
    async find(endpointId: string, deliveryId: string): Promise<WebhookDelivery | null> {
      const delivery = await db
        .selectFrom('webhookDeliveries')
        .selectAll()
        .where('endpointId', '=', endpointId)
        .where('deliveryId', '=', deliveryId)
        .executeTakeFirst();
      return delivery ?? null;
    },

    /** The attempts of a delivery, in order. */
    attempts: (deliveryId: string): Promise<WebhookAttempt[]> =>
      db
        .selectFrom('webhookAttempts')
        .selectAll()
        .where('deliveryId', '=', deliveryId)
        .orderBy('attempt')
        .execute(),

    /** A delivery that is still to be made, with its endpoint; null if there is nothing to do any more. */
    async pending(
      deliveryId: string,
    ): Promise<{ delivery: WebhookDelivery; endpoint: WebhookEndpoint } | null> {
      const delivery = await db
        .selectFrom('webhookDeliveries')
        .selectAll()
        .where('deliveryId', '=', deliveryId)
        .where('state', '=', 'pending')
        .executeTakeFirst();
      if (!delivery) return null;
      const endpoint = await db
        .selectFrom('webhookEndpoints')
        .selectAll()
        .where('endpointId', '=', delivery.endpointId)
        .executeTakeFirst();
      return endpoint ? { delivery, endpoint } : null;
    },

    /** Stores an attempt, and marks the delivery if it succeeded. Does nothing if the endpoint was deleted meanwhile. */
    record: (attempt: WebhookAttempt): Promise<void> =>
      db.transaction().execute(async (trx) => {
        const { deliveryId } = attempt;
        const kept = await trx
          .selectFrom('webhookDeliveries')
          .select('deliveryId')
          .where('deliveryId', '=', deliveryId)
          .forUpdate()
          .executeTakeFirst();
        if (!kept) return;
        await trx
          .insertInto('webhookAttempts')
          .values({ ...attempt, requestHeaders: JSON.stringify(attempt.requestHeaders) })
          .onConflict((conflict) => conflict.columns(['deliveryId', 'attempt']).doNothing())
          .execute();
        // Also if the endpoint was disabled meanwhile: it has the message.
        if (attempt.failure === null)
          await end(trx, deliveryId, 'delivered', ['pending', 'abandoned']);
      }),

    /**
     * Gives a delivery up, and disables its endpoint.
     * @returns the endpoint if it is disabled because it does not accept messages; the same of a second call.
     */
    giveUp: (
      deliveryId: string,
      because: Exclude<WebhookDisabling, 'person'>,
    ): Promise<WebhookEndpoint | null> =>
      db.transaction().execute(async (trx) => {
        const delivery = await trx
          .selectFrom('webhookDeliveries')
          .selectAll()
          .where('deliveryId', '=', deliveryId)
          .executeTakeFirst();
        if (!delivery) return null;
        const { endpointId, organizationId, state } = delivery;
        if (state === 'pending') {
          await end(trx, deliveryId, 'failed');
          await disableEndpoint(trx, endpointId, because, organizationId);
        } else if (state !== 'failed') return null;
        const endpoint = await trx
          .selectFrom('webhookEndpoints')
          .selectAll()
          .where('endpointId', '=', endpointId)
          .executeTakeFirstOrThrow();
        return ['gone', 'exhausted'].includes(endpoint.disabledBecause ?? '') ? endpoint : null;
      }),
  };
}

/** Inserts a delivery, and deletes what is too old and too much. */
async function insert(
  trx: Transaction<Database>,
  delivery: {
    endpoint: Pick<WebhookEndpoint, 'endpointId' | 'organizationId'>;
    eventId: string;
    type: EventType;
    body: string;
    origin: WebhookOrigin;
  },
): Promise<WebhookDelivery> {
  const { endpoint, ...rest } = delivery;
  const { endpointId, organizationId } = endpoint;
  const inserted = await trx
    .insertInto('webhookDeliveries')
    .values({
      deliveryId: randomUUID(),
      endpointId,
      organizationId,
      ...rest,
      createdAt: new Date(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const beyond = sql<Date>`(select created_at from webhook_deliveries where endpoint_id = ${endpointId}::uuid
    order by created_at desc offset ${MAX_WEBHOOK_DELIVERIES} limit 1)`;
  await trx
    .deleteFrom('webhookDeliveries')
    .where('endpointId', '=', endpointId)
    .where(({ or, eb }) =>
      or([
        eb('createdAt', '<', new Date(Date.now() - WEBHOOK_RETENTION)),
        eb('createdAt', '<=', beyond),
      ]),
    )
    .execute();
  return inserted;
}

async function end(
  trx: Transaction<Database>,
  deliveryId: string,
  state: WebhookDeliveryState,
  from: readonly WebhookDeliveryState[] = ['pending'],
): Promise<void> {
  await trx
    .updateTable('webhookDeliveries')
    .set({ state, endedAt: new Date() })
    .where('deliveryId', '=', deliveryId)
    .where('state', 'in', from)
    .execute();
}
