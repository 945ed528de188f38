import { type Kysely, sql } from 'kysely';

/** A run may find that the tenant has no license for the service: then it removes nothing. */
const statements = ['alter table sync_runs add column licensed boolean not null default true'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
