import { type Kysely, type Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { AccountEvent, OutgoingItem } from '../domain/events.ts';
import type { EventChannel } from './event-channel.ts';
import type { Database } from './schema.ts';
import { webhookChannel } from './webhook-deliveries.ts';

const CHANNELS: readonly EventChannel[] = [webhookChannel];

/** Events of accounts, each recorded once. */
export function createEvents(db: Kysely<Database>) {
  return {
    /**
     * Records an event together with its deliveries. A second call with the same `dedupeKey` records nothing.
     * @returns the deliveries, also of the second call: the first one may have ended before they were started
     */
    record: (
      event: Omit<AccountEvent, 'eventId' | 'occurredAt'> & { dedupeKey: string },
    ): Promise<OutgoingItem[]> =>
      db.transaction().execute(async (trx) => {
        const { dedupeKey, ...rest } = event;
        const occurredAt = new Date();
        const eventId = randomUUID();
        const inserted = await trx
          .insertInto('events')
          .values({ ...rest, data: JSON.stringify(rest.data), eventId, occurredAt, dedupeKey })
          .onConflict((conflict) => conflict.column('dedupeKey').doNothing())
          .returning('eventId')
          .executeTakeFirst();
        if (inserted) {
          const recorded = { ...rest, eventId, occurredAt: occurredAt.toISOString() };
          for (const channel of CHANNELS) await channel.enqueue(trx, recorded);
        }
        return itemsOf(trx, inserted?.eventId ?? (await idOf(trx, dedupeKey)));
      }),
  };
}

async function idOf(trx: Transaction<Database>, dedupeKey: string): Promise<string> {
  const { eventId } = await trx
    .selectFrom('events')
    .select('eventId')
    .where('dedupeKey', '=', dedupeKey)
    .executeTakeFirstOrThrow();
  return eventId;
}

async function itemsOf(trx: Transaction<Database>, eventId: string): Promise<OutgoingItem[]> {
  const items: OutgoingItem[] = [];
  for (const channel of CHANNELS) items.push(...(await channel.itemsOf(trx, eventId)));
  return items;
}
