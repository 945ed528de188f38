import { type Kysely, sql } from 'kysely';

/** The last health check of each account, and alerts to operators, of which one is open for each subject. */
const statements = [
  `create table account_health (
    account_id uuid primary key,
    organization_id text not null,
    state text not null,
    since timestamptz not null,
    checked_at timestamptz,
    next_check_at timestamptz,
    looks jsonb not null,
    finding text,
    finding_looks int not null,
    requests int not null
  )`,
  `create index account_health_by_state on account_health (state, since)`,
  `create table operator_alerts (
    alert_id uuid primary key,
    kind text not null,
    subject text not null,
    opened_at timestamptz not null,
    closed_at timestamptz
  )`,
  `create unique index operator_alerts_open on operator_alerts (kind, subject) where closed_at is null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
