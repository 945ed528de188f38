import { type Kysely, sql } from 'kysely';

/** Webhooks: endpoints with encrypted keys, deliveries of events to them, and each attempt. */
const statements = [
  `create table webhook_endpoints (
    endpoint_id uuid primary key,
    organization_id text not null,
    url text not null,
    types jsonb not null,
    algorithm text not null,
    signing_key text not null,
    public_key text,
    previous_key text,
    previous_until timestamptz,
    disabled_at timestamptz,
    disabled_because text,
    created_by text not null,
    created_at timestamptz not null default now()
  )`,
  `create index webhook_endpoints_by_organization on webhook_endpoints (organization_id, created_at)`,
  `create table webhook_deliveries (
    delivery_id uuid primary key,
    endpoint_id uuid not null references webhook_endpoints on delete cascade,
    organization_id text not null,
    event_id uuid not null,
    type text not null,
    body text not null,
    origin text not null,
    state text not null default 'pending',
    created_at timestamptz not null,
    ended_at timestamptz
  )`,
  `create index webhook_deliveries_newest on webhook_deliveries (endpoint_id, created_at desc, delivery_id desc)`,
  `create index webhook_deliveries_of_event on webhook_deliveries (event_id)`,
  `create table webhook_attempts (
    delivery_id uuid not null references webhook_deliveries on delete cascade,
    attempt int not null,
    at timestamptz not null,
    request_headers jsonb not null,
    status int,
    answer text,
    milliseconds int not null,
    failure text,
    next_at timestamptz,
    primary key (delivery_id, attempt)
  )`,
  // A disabled endpoint belongs to the organization, and to none of its accounts.
  `alter table notifications alter column account_id drop not null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
