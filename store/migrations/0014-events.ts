import { type Kysely, sql } from 'kysely';

/** Events of accounts. Each is recorded once, with what goes out because of it. */
const statements = [
  `create table events (
    event_id uuid primary key,
    organization_id text not null,
    account_id uuid not null,
    type text not null,
    data jsonb not null,
    occurred_at timestamptz not null,
    dedupe_key text not null unique
  )`,
  `create index events_by_account on events (account_id, occurred_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
