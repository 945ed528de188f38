import { type Kysely, sql } from 'kysely';
import { createHash } from 'node:crypto';
import {
  MAX_KNOWN_BROWSER_FAILURES,
  MAX_SIGN_IN_FAILURES,
  SIGN_IN_WINDOW,
} from '../../domain/limits.ts';
import type { Database } from '../../store/schema.ts';
import { type ConsoleDatabase, withConsoleTables } from './tables.ts';

/** Whose wrong passwords are counted together, and how many of them are allowed. */
export interface Allowance {
  readonly key: string;
  readonly max: number;
}

/** Everybody who tries to sign in with the address. */
export const anyone = (email: string): Allowance => ({
  key: email.toLowerCase(),
  max: MAX_SIGN_IN_FAILURES,
});

/** One browser in which the person with the address signed in before. */
export const knownBrowser = (email: string, browserId: string): Allowance => ({
  key: `${email.toLowerCase()} ${browserId}`,
  max: MAX_KNOWN_BROWSER_FAILURES,
});

/**
 * Whoever has the session and guesses the current password. By session: with a stolen one, nobody
 * can keep the person from changing the password.
 */
export const ofSession = (sessionId: string): Allowance => ({
  key: `session ${sessionId}`,
  max: MAX_SIGN_IN_FAILURES,
});

export type SignInLimit = ReturnType<typeof createSignInLimit>;

/** Limits wrong passwords by allowance, in the same way for known and unknown addresses. */
export function createSignInLimit(database: Kysely<Database>) {
  const db = withConsoleTables(database);
  return {
    /**
     * Counts an attempt before its password is checked, so that concurrent attempts
     * are limited too. False if the allowance is used up.
     */
    async take({ key, max }: Allowance): Promise<boolean> {
      await deleteExpired(db);
      const counted = await db
        .insertInto('console_sign_in_failures')
        .values({ email_hash: hashOf(key), failures: 1 })
        .onConflict((conflict) =>
          conflict
            .column('email_hash')
            .doUpdateSet((eb) => ({ failures: eb('console_sign_in_failures.failures', '+', 1) }))
            .where('console_sign_in_failures.failures', '<', max),
        )
        .returning('failures')
        .executeTakeFirst();
      return counted !== undefined;
    },

    /** Uncounts an attempt that succeeded. */
    async giveBack({ key }: Allowance): Promise<void> {
      await db
        .updateTable('console_sign_in_failures')
        .set((eb) => ({ failures: eb('failures', '-', 1) }))
        .where('email_hash', '=', hashOf(key))
        .where('failures', '>', 0)
        .execute();
    },
  };
}

async function deleteExpired(db: Kysely<ConsoleDatabase>): Promise<void> {
  // Locks rows in a fixed order. Different orders could deadlock.
  const window = `${SIGN_IN_WINDOW} milliseconds`;
  const old = db
    .selectFrom('console_sign_in_failures')
    .select('email_hash')
    .where('window_started_at', '<=', sql<Date>`now() - ${window}::interval`)
    .orderBy('email_hash')
    .forUpdate();
  await db.deleteFrom('console_sign_in_failures').where('email_hash', 'in', old).execute();
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
