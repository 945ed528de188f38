import { type Kysely, sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { Database } from '../../store/schema.ts';
import { type ConsoleDatabase, withConsoleTables } from './tables.ts';

export const MAX_FAILURES = 20;
const WINDOW = '15 minutes';

export type SignInLimit = ReturnType<typeof createSignInLimit>;

/**
 * Limits failed sign-ins per e-mail address, from any client and for known and unknown
 * addresses.
 */
export function createSignInLimit(database: Kysely<Database>) {
  const db = withConsoleTables(database);
  return {
    /**
     * Counts an attempt before its password is checked, so that concurrent attempts
     * are limited too. False if the address has no attempts left.
     */
    async take(email: string): Promise<boolean> {
      await deleteExpired(db);
      const counted = await db
        .insertInto('console_sign_in_failures')
        .values({ email_hash: hashOf(email), failures: 1 })
        .onConflict((conflict) =>
          conflict
            .column('email_hash')
            .doUpdateSet((eb) => ({ failures: eb('console_sign_in_failures.failures', '+', 1) }))
            .where('console_sign_in_failures.failures', '<', MAX_FAILURES),
        )
        .returning('failures')
        .executeTakeFirst();
      return counted !== undefined;
    },

    /** Uncounts an attempt that succeeded. */
    async giveBack(email: string): Promise<void> {
      await db
        .updateTable('console_sign_in_failures')
        .set((eb) => ({ failures: eb('failures', '-', 1) }))
        .where('email_hash', '=', hashOf(email))
        .where('failures', '>', 0)
        .execute();
    },
  };
}

async function deleteExpired(db: Kysely<ConsoleDatabase>): Promise<void> {
  // Locks rows in a fixed order. Different orders could deadlock.
  const old = db
    .selectFrom('console_sign_in_failures')
    .select('email_hash')
    .where('window_started_at', '<=', sql<Date>`now() - ${WINDOW}::interval`)
    .orderBy('email_hash')
    .forUpdate();
  await db.deleteFrom('console_sign_in_failures').where('email_hash', 'in', old).execute();
}

function hashOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('hex');
}
