import { type Kysely, sql } from 'kysely';

/**
 * Reading in shards and by delta, and holding runs with too many removals. Staging
 * and checkpoints are unlogged: a PostgreSQL crash empties both, and a run in
 * progress reads again from the beginning.
 */
const statements = [
  ...['staged_users', 'staged_groups', 'staged_memberships', 'sync_streams'].map(
    (table) => `drop table ${table}`,
  ),
  `update sync_runs set outcome = 'cancelled', ended_at = now() where outcome = 'running'`,
  // Rows refer to their run by number, which is much smaller than its UUID. No primary keys: appending
  // is faster, and duplicates are resolved once, when the run is published.
  `create unlogged table staged_users (
    run int not null,
    step int not null,
    removed boolean not null default false,
    user_id uuid not null,
    user_principal_name text,
    display_name text,
    mail text,
    account_enabled boolean,
    guest boolean,
    mailbox boolean,
    proxy_addresses text[]
  )`,
  `create unlogged table staged_groups (
    run int not null,
    step int not null,
    removed boolean not null default false,
    group_id uuid not null,
    display_name text,
    mail text
  )`,
  `create unlogged table staged_memberships (
    run int not null,
    step int not null,
    removed boolean not null default false,
    group_id uuid not null,
    member_id uuid not null,
    member_kind text
  )`,
  `create index staged_users_run on staged_users (run)`,
  // Memberships are read group by group, in this order.
  `create index staged_groups_run on staged_groups (run, group_id)`,
  `create index staged_memberships_run on staged_memberships (run)`,
  `create unlogged table sync_streams (
    run_id uuid not null,
    stream text not null,
    shard text not null,
    cursor jsonb not null,
    done boolean not null,
    items int not null default 0,
    primary key (run_id, stream, shard)
  )`,
  `alter table sync_runs
    add column number int generated always as identity,
    add column groups_added int not null default 0,
    add column groups_changed int not null default 0,
    add column groups_removed int not null default 0,
    add column memberships_added int not null default 0,
    add column memberships_removed int not null default 0,
    add column users_read text not null default 'full',
    add column groups_read text not null default 'full',
    add column full_reason text,
    add column requests int not null default 0,
    add column resource_units int not null default 0,
    add column throttled int not null default 0,
    add column waited_ms int not null default 0,
    add column skipped_items jsonb not null default '[]',
    add column held_at timestamptz,
    add column held_users int,
    add column held_groups int,
    add column removals_allowed boolean not null default false`,
  `create table held_removals (
    run_id uuid not null,
    account_id uuid not null,
    kind text not null,
    object_id uuid not null,
    name text,
    address text,
    primary key (run_id, kind, object_id)
  )`,
  `create index held_removals_account on held_removals (account_id)`,
  // Memberships of users in Microsoft's recycle bin. Users keep them there, but delta does not report
  // them when a user is restored.
  `create table parked_memberships (
    account_id uuid not null,
    group_id uuid not null,
    member_id uuid not null,
    member_kind text not null,
    primary key (account_id, member_id, group_id)
  )`,
  `create table mailboxes (
    account_id uuid not null,
    user_id uuid not null,
    kind text,
    asked_at timestamptz not null,
    primary key (account_id, user_id)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
