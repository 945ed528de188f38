/** PostgreSQL settings and maintenance for writing whole tenants, not for anything smaller. */
import { type Kysely, sql } from 'kysely';
import { ROW_KINDS } from './row-kinds.ts';
import type { Database } from './schema.ts';

/** A publication of more rows than this is a bulk load. */
export const BULK = 10_000;

/**
 * More memory for sorts and joins, for this transaction only. No JIT: compiling its few statements
 * would cost more than it saves.
 */
export async function prepareBulk(db: Kysely<Database>): Promise<void> {
  await sql`set local work_mem = '512MB'`.execute(db);
  await sql`set local jit = off`.execute(db);
}

/** Only the columns of joins and sorts: analyzing all columns takes three times as long. */
export async function analyzeStaged(db: Kysely<Database>): Promise<void> {
  const tables = ROW_KINDS.map(({ name, key }) =>
    sql.raw(`staged_${name} (${['run', 'step', 'removed', ...key].join(', ')})`),
  );
  await sql`analyze ${sql.join(tables)}`.execute(db);
}

/**
 * PostgreSQL recommends this after bulk loads: until then, distant pages of a list
 * are slow. A server would do it automatically; PGlite would not.
 */
export async function tidy(db: Kysely<Database>): Promise<void> {
  const tables = ROW_KINDS.map(({ name }) => sql.table(`directory_${name}`));
  await sql`vacuum (analyze, skip_locked) ${sql.join(tables)}`.execute(db);
}
