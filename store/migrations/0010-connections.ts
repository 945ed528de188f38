import { type Kysely, sql } from 'kysely';

/** An organization's bond with its tenant, and the accounts that hold it. It belonged to one account before. */
const statements = [
  `create table connections (
    organization_id text primary key,
    tenant_id uuid not null unique,
    tenant_name text not null,
    connected_at timestamptz not null default now()
  )`,
  `create table connection_holders (
    account_id uuid primary key,
    organization_id text not null references connections on delete cascade,
    service text not null,
    method text,
    unique (organization_id, service)
  )`,
  `with claims as (
    select distinct on (c.organization_id) c.*, a.service, a.method
    from tenant_claims c join accounts a using (account_id)
    where a.closed_at is null order by c.organization_id, c.claimed_at desc
  ), connected as (
    insert into connections (organization_id, tenant_id, tenant_name, connected_at)
    select organization_id, tenant_id, tenant_name, claimed_at from claims
    returning organization_id
  )
  insert into connection_holders (account_id, organization_id, service, method)
  select account_id, organization_id, service, method from claims`,
  'drop table tenant_claims',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
