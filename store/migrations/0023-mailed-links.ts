import { type Kysely, sql } from 'kysely';

/** Consent links that are sent by mail. The address is kept until the link ends. */
const statements = [
  `alter table consent_links
    add column mail_address text,
    add column mail_language text,
    add column mailed_at timestamptz,
    add column reminded_at timestamptz,
    add column muted_at timestamptz`,
  `create index consent_links_mailed on consent_links (organization_id, mailed_at) where mailed_at is not null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
