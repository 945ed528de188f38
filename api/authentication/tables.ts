/** The tables of `0002-console-users` that our own code uses besides better-auth. */
import type { Generated, Kysely } from 'kysely';
import type { Database } from '../../store/schema.ts';

type ConsoleTables = {
  console_users: {
    id: string;
    name: string;
    email: string;
    emailVerified: boolean;
    createdAt: Generated<Date>;
    updatedAt: Generated<Date>;
  };
  console_credentials: {
    id: string;
    accountId: string;
    providerId: string;
    userId: string;
    password: string | null;
    updatedAt: Date;
  };
  console_sessions: { id: string; userId: string; expiresAt: Date };
  organizations: { id: string; name: string; slug: string; createdAt: Date };
  organization_members: {
    id: string;
    organizationId: string;
    userId: string;
    role: string;
    createdAt: Date;
  };
  console_sign_in_failures: {
    /**
     * SHA-256, so that the table does not reveal addresses: of the lower-case address, of it
     * with a known browser's id, or of a session's id.
     */
    email_hash: string;
    failures: number;
    window_started_at: Generated<Date>;
  };
};

export type ConsoleDatabase = Database & ConsoleTables;

/**
 * The same connection, typed with these tables. Their columns are named as in the code, because better-auth
 * names them so. The plugin that translates the names of the others would break them.
 */
export const withConsoleTables = (db: Kysely<Database>): Kysely<ConsoleDatabase> =>
  db.withoutPlugins().withTables<ConsoleTables>();
