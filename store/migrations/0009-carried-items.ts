import { type Kysely, sql } from 'kysely';

/**
 * What was skipped is counted by shard, so that reading anew forgets it. Changed items that were skipped are
 * carried to the next run, which asks for them by id.
 */
const statements = [
  `alter table sync_streams add column skipped int not null default 0`,
  `alter table sync_runs add column carried int not null default 0`,
  `alter table directory_cursors add column carried jsonb not null default '[]'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
