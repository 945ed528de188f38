import type { Kysely } from 'kysely';
import type { Database } from '../../store/schema.ts';
import { withConsoleTables } from './tables.ts';

/** What a person signs in with. */
export interface Credential {
  readonly userId: string;
  /** With a random salt, so it is new after each change of the password. */
  readonly passwordHash: string;
}

/** The credential of the person with this address, or null if there is no such person. */
export async function credentialOf(
  db: Kysely<Database>,
  email: string,
): Promise<Credential | null> {
  const row = await withConsoleTables(db)
    .selectFrom('console_users')
    .innerJoin('console_credentials', 'console_credentials.userId', 'console_users.id')
    .select(['console_users.id', 'console_credentials.password'])
    .where('console_users.email', '=', email.toLowerCase())
    .where('console_credentials.providerId', '=', 'credential')
    .executeTakeFirst();
  return row?.password ? { userId: row.id, passwordHash: row.password } : null;
}
