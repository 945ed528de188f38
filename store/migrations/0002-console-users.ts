import { type Kysely, sql } from 'kysely';

/**
 * Console users and sessions. Names and types are those that better-auth and its
 * organization plugin expect for our configuration; `better-auth.test.ts` fails if
 * they diverge. `organization_members_once` and `console_sign_in_failures` are ours.
 */
const statements = [
  `create table console_users (
    "id" text primary key,
    "name" text not null,
    "email" text not null unique,
    "emailVerified" boolean not null,
    "image" text,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null default current_timestamp
  )`,
  `create table console_sessions (
    "id" text primary key,
    "expiresAt" timestamptz not null,
    "token" text not null unique,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null,
    "ipAddress" text,
    "userAgent" text,
    "userId" text not null references console_users ("id") on delete cascade,
    "activeOrganizationId" text
  )`,
  `create index "console_sessions_userId_idx" on console_sessions ("userId")`,
  `create table console_credentials (
    "id" text primary key,
    "accountId" text not null,
    "providerId" text not null,
    "userId" text not null references console_users ("id") on delete cascade,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamptz,
    "refreshTokenExpiresAt" timestamptz,
    "scope" text,
    "password" text,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null
  )`,
  `create index "console_credentials_userId_idx" on console_credentials ("userId")`,
  `create table console_verifications (
    "id" text primary key,
    "identifier" text not null,
    "value" text not null,
    "expiresAt" timestamptz not null,
    "createdAt" timestamptz not null default current_timestamp,
    "updatedAt" timestamptz not null default current_timestamp
  )`,
  `create index "console_verifications_identifier_idx" on console_verifications ("identifier")`,
  `create table organizations (
    "id" text primary key,
    "name" text not null,
    "slug" text not null unique,
    "logo" text,
    "createdAt" timestamptz not null,
    "metadata" text
  )`,
  `create table organization_members (
    "id" text primary key,
    "organizationId" text not null references organizations ("id") on delete cascade,
    "userId" text not null references console_users ("id") on delete cascade,
    "role" text not null,
    "createdAt" timestamptz not null
  )`,
  `create index "organization_members_organizationId_idx" on organization_members ("organizationId")`,
  `create index "organization_members_userId_idx" on organization_members ("userId")`,
  `create table organization_invitations (
    "id" text primary key,
    "organizationId" text not null references organizations ("id") on delete cascade,
    "email" text not null,
    "role" text,
    "status" text not null,
    "expiresAt" timestamptz not null,
    "createdAt" timestamptz not null default current_timestamp,
    "inviterId" text not null references console_users ("id") on delete cascade
  )`,
  `create index "organization_invitations_organizationId_idx"
    on organization_invitations ("organizationId")`,
  `create index "organization_invitations_email_idx" on organization_invitations ("email")`,
  `create table console_rate_limits (
    "id" text primary key,
    "key" text not null unique,
    "count" integer not null,
    "lastRequest" bigint not null
  )`,
  `create unique index organization_members_once on organization_members ("userId", "organizationId")`,
  `create table console_sign_in_failures (
    email_hash text primary key,
    failures int not null,
    window_started_at timestamptz not null default now()
  )`,
  `create index console_sign_in_failures_window on console_sign_in_failures (window_started_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
