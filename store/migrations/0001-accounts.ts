import { type Kysely, sql } from 'kysely';

const statements = [
  `create table accounts (
    account_id uuid primary key,
    organization_id text not null,
    service text not null,
    state text not null,
    revision int not null,
    tenant_id uuid,
    method text,
    view jsonb not null,
    opened_at timestamptz not null default now(),
    updated_at timestamptz not null,
    closed_at timestamptz
  )`,
  `create unique index accounts_one_open on accounts (organization_id, service) where closed_at is null`,
  `create table tenant_claims (
    tenant_id uuid primary key,
    organization_id text not null,
    account_id uuid not null,
    tenant_name text not null,
    claimed_at timestamptz not null default now()
  )`,
  `create table consent_attempts (
    attempt_id uuid primary key,
    account_id uuid not null,
    organization_id text not null,
    service text not null,
    kind text not null,
    stage text not null,
    sign_in_state_hash text not null unique,
    consent_state_hash text unique,
    created_by text not null,
    created_by_name text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    tenant_id uuid,
    administrator_id uuid,
    administrator_name text,
    failure text
  )`,
  `create index consent_attempts_account on consent_attempts (account_id)`,
  `create table grant_checks (
    account_id uuid not null,
    kind text not null,
    checked_at timestamptz not null,
    next_check_at timestamptz,
    missing jsonb not null,
    diagnosis text,
    primary key (account_id, kind)
  )`,
  `create table sync_runs (
    run_id uuid primary key,
    account_id uuid not null,
    organization_id text not null,
    method text not null,
    phase text not null,
    outcome text not null,
    fence int not null default 0,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    total_users int,
    users int not null default 0,
    groups int not null default 0,
    memberships int not null default 0,
    pages int not null default 0,
    skipped int not null default 0,
    restarts int not null default 0,
    waiting_until timestamptz,
    waiting_reason text,
    added int not null default 0,
    changed int not null default 0,
    removed int not null default 0
  )`,
  `create index sync_runs_account on sync_runs (account_id, started_at desc)`,
  `create table sync_streams (
    run_id uuid not null,
    stream text not null,
    cursor jsonb not null,
    done boolean not null,
    primary key (run_id, stream)
  )`,
  ...['staged', 'directory'].flatMap((prefix) => {
    const owner = prefix === 'staged' ? 'run_id' : 'account_id';
    return [
      `create table ${prefix}_users (
        ${owner} uuid not null,
        user_id uuid not null,
        user_principal_name text not null,
        display_name text,
        mail text,
        account_enabled boolean not null,
        guest boolean not null,
        mailbox boolean not null,
        proxy_addresses text[] not null,
        primary key (${owner}, user_id)
      )`,
      `create table ${prefix}_groups (
        ${owner} uuid not null,
        group_id uuid not null,
        display_name text,
        mail text,
        primary key (${owner}, group_id)
      )`,
      `create table ${prefix}_memberships (
        ${owner} uuid not null,
        group_id uuid not null,
        member_id uuid not null,
        member_kind text not null,
        primary key (${owner}, group_id, member_id)
      )`,
    ];
  }),
  `create table directory_cursors (
    account_id uuid not null,
    stream text not null,
    delta_link text not null,
    taken_at timestamptz not null,
    primary key (account_id, stream)
  )`,
  `create table notifications (
    notification_id uuid primary key,
    organization_id text not null,
    account_id uuid not null,
    kind text not null,
    message text not null,
    reason text,
    dedupe_key text not null unique,
    created_at timestamptz not null default now()
  )`,
  `create index notifications_organization on notifications (organization_id, created_at desc)`,
  `create table notification_reads (
    notification_id uuid not null references notifications on delete cascade,
    user_id text not null,
    read_at timestamptz not null default now(),
    primary key (notification_id, user_id)
  )`,
  `create table audit_events (
    event_id int generated always as identity primary key,
    at timestamptz not null default now(),
    organization_id text not null,
    account_id uuid,
    tenant_id uuid,
    actor_id text,
    actor_name text not null,
    action text not null,
    correlation_id text not null,
    details jsonb not null,
    dedupe_key text unique
  )`,
  `create index audit_events_account on audit_events (organization_id, account_id, event_id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
