import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

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

export type DatabaseLocation = { readonly databaseUrl: string } | { readonly folder: string };

/** Opens PostgreSQL by URL, or PGlite in a folder (one process at a time). */
export function openDatabase(location: DatabaseLocation): Promise<Connection> {
  return 'databaseUrl' in location
    ? openPostgres(location.databaseUrl)
    : openPglite(location.folder);
}
