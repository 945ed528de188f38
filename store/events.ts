import type { Kysely, Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { AccountEvent, OutgoingItem } from '../domain/events.ts';
import type { EventChannel } from './event-channel.ts';
import { mailChannel } from './mail-channel.ts';
import type { Database } from './schema.ts';
import { webhookChannel } from './webhook-deliveries.ts';

const CHANNELS: readonly EventChannel[] = [webhookChannel];

/**
 * Events of accounts, each recorded once.
 * @param options.mail whether mail can be sent; without it, none is queued.
 */
export function createEvents(db: Kysely<Database>, { mail = false }: { mail?: boolean } = {}) {
  const channels = mail ? [...CHANNELS, mailChannel] : CHANNELS;
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
          for (const channel of channels) await channel.enqueue(trx, recorded);
        }
        const id = inserted?.eventId ?? (await idOf(trx, dedupeKey));
        const items: OutgoingItem[] = [];
        for (const channel of channels) items.push(...(await channel.itemsOf(trx, id)));
        return items;
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
