/** Blocks the product in the middle of a transaction. */
import { sql } from 'kysely';
import { Client } from 'pg';
import type { Production } from '../test/support/production.ts';
import { waitFor } from '../test/support/wait.ts';

/**
 * Locks a table against changes.
 * @returns `whenAwaited`, which resolves when a connection waits for a lock, and `release`
 */
export async function lockTable({ postgres, db }: Production, table: string) {
  const holder = new Client({ connectionString: postgres.url });
  // A database crash also ends this connection.
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query(`begin; lock table ${holder.escapeIdentifier(table)} in exclusive mode`);
  const isAwaited = async () => {
    const { rows } = await sql`
      select from pg_stat_activity where wait_event_type = 'Lock'`.execute(db);
    return rows.length > 0;
  };
  return {
    whenAwaited: () => waitFor('a connection waits for the lock', {}, isAwaited),
    release: () => holder.end().catch(() => undefined),
  };
}
