import { type Kysely, sql } from 'kysely';

/** For the console: sorting and searching the directory, phases of a run, consent links. */
const statements = [
  // Generated columns stay correct whatever writes the row. The sort key is truncated because an
  // index entry holds at most 2,700 bytes and names come from outside.
  `alter table directory_users
    add column sort_key text not null generated always as (left(lower(user_principal_name), 200)) stored,
    add column search_text text not null generated always as (
      lower(coalesce(display_name, '') || e'\\n' || user_principal_name || e'\\n' || coalesce(mail, ''))) stored`,
  `create index directory_users_order on directory_users (account_id, sort_key, user_id)`,
  `alter table directory_groups
    add column sort_key text not null generated always as (left(lower(coalesce(display_name, '')), 200)) stored,
    add column search_text text not null generated always as (
      lower(coalesce(display_name, '') || e'\\n' || coalesce(mail, ''))) stored`,
  `create index directory_groups_order on directory_groups (account_id, sort_key, group_id)`,
  `alter table sync_runs
    add column users_at timestamptz,
    add column groups_at timestamptz,
    add column publishing_at timestamptz`,
  `create index sync_runs_published on sync_runs (account_id, ended_at desc) where outcome = 'published'`,
  `alter table consent_attempts add column via_link boolean not null default false`,
  `create table consent_links (
    link_id uuid primary key,
    account_id uuid not null,
    organization_id text not null,
    service text not null,
    kind text not null,
    secret_hash text not null unique,
    created_by text not null,
    created_by_name text not null,
    created_by_email text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    void_at timestamptz
  )`,
  `create unique index consent_links_newest on consent_links (account_id, kind) where void_at is null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
