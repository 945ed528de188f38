import { type Kysely, sql } from 'kysely';

/** Mails to console users, and to those who get a consent link. They hold ids: addresses are looked up when sending. */
const statements = [
  `create table mails (
    mail_id uuid primary key,
    organization_id text not null,
    kind text not null,
    user_id text references console_users ("id") on delete cascade,
    event_id uuid,
    link_id uuid,
    state text not null default 'queued',
    message_id text,
    attempts integer not null default 0,
    failure text,
    created_at timestamptz not null default now(),
    ended_at timestamptz
  )`,
  `create unique index mails_of_event on mails (event_id, user_id)`,
  `create unique index mails_of_link on mails (link_id, kind)`,
  `create index mails_of_organization on mails (organization_id, created_at)`,
  `create table mail_preferences (
    user_id text not null references console_users ("id") on delete cascade,
    organization_id text not null,
    kind text not null,
    wanted boolean not null,
    primary key (user_id, organization_id, kind)
  )`,
  `create table console_languages (
    user_id text primary key references console_users ("id") on delete cascade,
    language text not null
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
