import type { Transaction } from 'kysely';
import type { AccountEvent, OutgoingItem } from '../domain/events.ts';
import type { Database } from './schema.ts';

/** A way in which events leave the product. */
export interface EventChannel {
  /** Writes one row for each delivery of the event. */
  enqueue(trx: Transaction<Database>, event: AccountEvent): Promise<void>;
  /** The deliveries of the event, sent or not. */
  itemsOf(trx: Transaction<Database>, eventId: string): Promise<OutgoingItem[]>;
}
