import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** An open database with change notifications. */
export interface Connection {
  readonly db: Kysely<Database>;
  /**
   * Calls `onMessage` for each NOTIFY on the channel, and `onGap` when some may
   * have been missed (after a reconnect).
   */
  listen(channel: string, onMessage: (payload: string) => void, onGap: () => void): Promise<void>;
  close(): Promise<void>;
}
