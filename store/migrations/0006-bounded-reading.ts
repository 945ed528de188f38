import { type Kysely, sql } from 'kysely';

/** What bounds a synchronization that makes no progress, and mailboxes that refuse us. */
const statements = [
  `alter table sync_runs
    add column most_items int not null default 0,
    add column doubts int not null default 0,
    add column failures int not null default 0`,
  `alter table mailboxes add column refused boolean not null default false`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
