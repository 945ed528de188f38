/** Whole tenants at once: what PostgreSQL is to be told then, and only then. */
import { type Kysely, sql } from 'kysely';
import { ROW_KINDS } from './row-kinds.ts';
import type { Database } from './schema.ts';

/** From so many rows on. */
export const BULK = 10_000;

/** Memory for sorting and joining, for this transaction alone. Compiling its few statements would cost more than it saves. */
export async function prepareBulk(db: Kysely<Database>): Promise<void> {
  await sql`set local work_mem = '512MB'`.execute(db);
  await sql`set local jit = off`.execute(db);
}

/** Of the columns that are joined and sorted by: to look at all of them takes three times as long. */
export async function analyzeStaged(db: Kysely<Database>): Promise<void> {
  const tables = ROW_KINDS.map(({ name, key }) =>
    sql.raw(`staged_${name} (${['run', 'step', 'removed', ...key].join(', ')})`),
  );
  await sql`analyze ${sql.join(tables)}`.execute(db);
}

/**
 * PostgreSQL advises it after bulk loads: until then pages far down a list are
 * read slowly. A server would come to it by itself; PGlite would not.
 */
export async function tidy(db: Kysely<Database>): Promise<void> {
  await sql`vacuum (analyze, skip_locked) directory_users, directory_groups, directory_memberships`.execute(
    db,
  );
}
