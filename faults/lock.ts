/** Holding the product in the middle of a transaction, from beside it. */
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { Production } from '../test/support/production.ts';

const POLL = 50;

/** Returns when it is so; how long that may last is the caller's to bound. */
export async function whenSo(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(POLL);
}

/**
 * Locks a table against changes.
 * @returns what waits until somebody stands before the lock, and what lets go of it
 */
export async function lockTable({ postgres, db }: Production, table: string) {
  const holder = new Client({ connectionString: postgres.url });
  // A crash of the database ends it too.
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query(`begin; lock table ${holder.escapeIdentifier(table)} in exclusive mode`);
  const isAwaited = async () => {
    const { rows } = await sql`
      select from pg_stat_activity where wait_event_type = 'Lock'`.execute(db);
    return rows.length > 0;
  };
  return {
    whenAwaited: () => whenSo(isAwaited),
    release: () => holder.end().catch(() => undefined),
  };
}
