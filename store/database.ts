import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

/** An open database and its channel of changes. */
export interface Connection {
  readonly db: Kysely<Database>;
  /**
   * Calls `onMessage` for each NOTIFY on the channel, and `onGap` whenever some
   * may have been missed (the link was cut and is up again).
   */
  listen(channel: string, onMessage: (payload: string) => void, onGap: () => void): Promise<void>;
  close(): Promise<void>;
}

export type DatabaseLocation = { readonly databaseUrl: string } | { readonly folder: string };

/** Opens PostgreSQL by address, or PGlite in a folder (one process at a time). */
export function openDatabase(location: DatabaseLocation): Promise<Connection> {
  return 'databaseUrl' in location
    ? openPostgres(location.databaseUrl)
    : openPglite(location.folder);
}
