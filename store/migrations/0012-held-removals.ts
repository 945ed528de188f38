import { type Kysely, sql } from 'kysely';

/** What is about the removals that the guard holds says so: an account is removed, too. */
const statements = [
  'alter table sync_runs rename column removals_allowed to held_removals_allowed',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
