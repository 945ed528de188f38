import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { EventType } from '../domain/events.ts';
import { ProvostError } from '../domain/failures.ts';
import {
  MAX_WEBHOOK_ENDPOINTS,
  WEBHOOK_KEY_OVERLAP,
  type WebhookDisabling,
} from '../domain/webhooks.ts';
import type { Database } from './schema.ts';

export type WebhookEndpoint = Selectable<Database['webhookEndpoints']>;

/** An encrypted key. */
export interface SealedKey {
  readonly signingKey: string;
  readonly publicKey: string | null;
}

/** Where an organization gets events. */
export function createWebhookEndpoints(db: Kysely<Database>) {
  return {
    /** @throws ProvostError WebhookTooMany */
    create: (
      endpoint: SealedKey &
        Pick<
          WebhookEndpoint,
          'endpointId' | 'organizationId' | 'url' | 'types' | 'algorithm' | 'createdBy'
        >,
    ): Promise<WebhookEndpoint> =>
      db.transaction().execute(async (trx) => {
        const { organizationId } = endpoint;
        // Others that are created at the same moment count, too.
        await sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks/${organizationId}`}, 0))`.execute(
          trx,
        );
        const existing = await endpointsOf(trx, organizationId);
        if (existing.length >= MAX_WEBHOOK_ENDPOINTS) throw new ProvostError('WebhookTooMany');
        return trx
          .insertInto('webhookEndpoints')
          .values({ ...endpoint, types: JSON.stringify(endpoint.types) })
          .returningAll()
          .executeTakeFirstOrThrow();
      }),

    /** All of the organization, the oldest first. */
    list: (organizationId: string): Promise<WebhookEndpoint[]> => endpointsOf(db, organizationId),

    async find(organizationId: string, endpointId: string): Promise<WebhookEndpoint | null> {
      const endpoint = await db
        .selectFrom('webhookEndpoints')
        .selectAll()
        .where('organizationId', '=', organizationId)
        .where('endpointId', '=', endpointId)
        .executeTakeFirst();
      return endpoint ?? null;
    },

    /** Changes what is given. An endpoint that is disabled by a person gets nothing that is under way, either. */
    change: (
      organizationId: string,
      endpointId: string,
      change: { url?: string; types?: readonly EventType[]; enabled?: boolean },
    ): Promise<WebhookEndpoint | null> =>
      db.transaction().execute(async (trx) => {
        const { url, types, enabled } = change;
        if (enabled === false) await disableEndpoint(trx, endpointId, 'person', organizationId);
        const changed = await oneOf(trx, organizationId, endpointId)
          .set({
            ...(url !== undefined && { url }),
            ...(types !== undefined && { types: JSON.stringify(types) }),
            ...(enabled === true && { disabledAt: null, disabledBecause: null }),
            endpointId,
          })
          .returningAll()
          .executeTakeFirst();
        return changed ?? null;
      }),

    /** Replaces the key. The one before signs, too, until the overlap is over. */
    async rotate(
      organizationId: string,
      endpointId: string,
      { signingKey, publicKey }: SealedKey,
    ): Promise<WebhookEndpoint | null> {
      const rotated = await oneOf(db, organizationId, endpointId)
        .set(({ ref }) => ({
          previousKey: ref('signingKey'),
          previousUntil: new Date(Date.now() + WEBHOOK_KEY_OVERLAP),
          signingKey,
          publicKey,
        }))
        .returningAll()
        .executeTakeFirst();
      return rotated ?? null;
    },

    /** Deletes the endpoint with its deliveries. */
    async remove(organizationId: string, endpointId: string): Promise<boolean> {
      const removed = await db
        .deleteFrom('webhookEndpoints')
        .where('organizationId', '=', organizationId)
        .where('endpointId', '=', endpointId)
        .returning('endpointId')
        .executeTakeFirst();
      return removed !== undefined;
    },
  };
}

const oneOf = (db: Kysely<Database>, organizationId: string, endpointId: string) =>
  db
    .updateTable('webhookEndpoints')
    .where('organizationId', '=', organizationId)
    .where('endpointId', '=', endpointId);

/** Until when the key before the last rotation signs, too; null if that is over, or there is none. */
export const overlapEnd = ({ previousUntil }: WebhookEndpoint): Date | null =>
  previousUntil !== null && previousUntil > new Date() ? previousUntil : null;

export function endpointsOf(
  db: Kysely<Database>,
  organizationId: string,
): Promise<WebhookEndpoint[]> {
  return db
    .selectFrom('webhookEndpoints')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .orderBy('createdAt')
    .orderBy('endpointId')
    .execute();
}

/** Disables an endpoint that is enabled, and gives up what is under way to it. */
export async function disableEndpoint(
  trx: Transaction<Database>,
  endpointId: string,
  because: WebhookDisabling,
  organizationId: string,
): Promise<void> {
  const now = new Date();
  const disabled = await trx
    .updateTable('webhookEndpoints')
    .set({ disabledAt: now, disabledBecause: because })
    .where('endpointId', '=', endpointId)
    .where('organizationId', '=', organizationId)
    .where('disabledAt', 'is', null)
    .returning('endpointId')
    .executeTakeFirst();
  if (!disabled) return;
  await trx
    .updateTable('webhookDeliveries')
    .set({ state: 'abandoned', endedAt: now })
    .where('endpointId', '=', endpointId)
    .where('state', '=', 'pending')
    .execute();
}
