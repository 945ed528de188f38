import type { AccountEvent } from '../domain/events.ts';
import type { Dependencies } from './dependencies.ts';

export type Announcement = Omit<AccountEvent, 'eventId' | 'occurredAt'> & {
  /** Of what happened, whoever tells it. */
  readonly dedupeKey: string;
};

/** Records an event and starts its deliveries. Both happen once, however often it is called. */
export async function announceEvent(
  { store, outgoing }: Pick<Dependencies, 'store' | 'outgoing'>,
  announcement: Announcement,
): Promise<void> {
  await outgoing.start(await store.events.record(announcement));
}
