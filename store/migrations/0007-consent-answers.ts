import { type Kysely, sql } from 'kysely';

/** What Microsoft said about an attempt that it did not complete: its number and text. */
const statements = ['alter table consent_attempts add column diagnosis text'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
