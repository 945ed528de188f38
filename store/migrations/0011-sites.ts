import { type Kysely, sql } from 'kysely';

/** Sites beside users and groups. A run reads either users and groups, or sites; what it does not read is null. */
const statements = [
  `create unlogged table staged_sites (
    run int not null,
    step int not null,
    removed boolean not null default false,
    site_id text not null,
    url text,
    title text,
    description text,
    parent_id text,
    personal boolean,
    owner_drive_id text,
    owner_user_id text,
    owner_display_name text,
    owner_principal_name text
  )`,
  `create index staged_sites_run on staged_sites (run)`,
  // Sorted by address, so that a site is followed by those that are nested in it.
  `create table directory_sites (
    account_id uuid not null,
    site_id text not null,
    url text not null,
    title text,
    description text,
    parent_id text,
    personal boolean not null,
    owner_drive_id text,
    owner_user_id text,
    owner_display_name text,
    owner_principal_name text,
    sort_key text not null generated always as (left(lower(url), 200)) stored,
    search_text text not null generated always as (
      lower(url || e'\\n' || coalesce(title, '') || e'\\n' || coalesce(owner_display_name, '')
        || e'\\n' || coalesce(owner_principal_name, ''))) stored,
    primary key (account_id, site_id)
  )`,
  `create index directory_sites_order on directory_sites (account_id, sort_key, site_id)`,
  `alter table sync_runs
    alter column users_read drop not null, alter column users_read drop default,
    alter column groups_read drop not null, alter column groups_read drop default,
    add column sites_read text,
    add column sites_at timestamptz,
    add column sites int not null default 0,
    add column sites_added int not null default 0,
    add column sites_changed int not null default 0,
    add column sites_removed int not null default 0,
    add column held_sites int`,
  // Sites are identified by text.
  `alter table held_removals alter column object_id type text`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
