import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import type { Connection } from './connection.ts';

export type DatabaseLocation = { readonly databaseUrl: string } | { readonly folder: string };

/** Opens PostgreSQL by URL, or PGlite in a folder (one process at a time). */
export function openDatabase(location: DatabaseLocation): Promise<Connection> {
  return 'databaseUrl' in location
    ? openPostgres(location.databaseUrl)
    : openPglite(location.folder);
}
