/** Sessions of a worker that is stopped but not dead, for example on a suspended machine. */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** A wait for a lock that takes longer is interrupted to look for a stopped session. */
const LOCK_TIMEOUT = '5s';
/** A running worker sends COPY's lines from memory, within moments. */
const STOPPED_AFTER = '10 seconds';
/** PostgreSQL's code for a lock that was not granted within lock_timeout. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Runs a transaction that needs a row which a stopped session may have locked, until it gets the row.
 * No timeout of PostgreSQL ends a session that is stopped within COPY, which would keep its locks for
 * as long as its process exists.
 */
export async function pastStoppedSessions<T>(
  db: Kysely<Database>,
  work: (trx: Kysely<Database>) => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await db.transaction().execute(async (trx) => {
        await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT)}`.execute(trx);
        return work(trx);
      });
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      await endStoppedSessions(db);
    }
  }
}

/** Ends our own sessions in this database that have waited too long for their client to send COPY's lines. */
async function endStoppedSessions(db: Kysely<Database>): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user
      and state = 'active' and wait_event = 'ClientRead' and query like 'copy %'
      and query_start < now() - ${sql.lit(STOPPED_AFTER)}::interval`.execute(db);
}

const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
