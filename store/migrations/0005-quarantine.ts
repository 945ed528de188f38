import { type Kysely, sql } from 'kysely';

/** The addresses of the mailboxes in which the quarantine was tried. Histories contain only ids. */
const statements = [
  `create table canary_mailboxes (
    account_id uuid not null,
    user_id uuid not null,
    address text not null,
    primary key (account_id, user_id)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
