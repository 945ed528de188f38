import type { Kysely } from 'kysely';
import type { Language } from '../domain/languages.ts';
import type { Database } from './schema.ts';

/** The language in which console users are written to. */
export function createLanguages(db: Kysely<Database>) {
  return {
    /** Keeps the language that the person chose. */
    async choose(userId: string, language: Language): Promise<void> {
      await db
        .insertInto('consoleLanguages')
        .values({ userId, language })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet({ language }))
        .execute();
    },

    /** Keeps what the person's browser asks for, unless there is a language already. Returns the kept one. */
    async keep(userId: string, language: Language): Promise<Language> {
      const kept = await this.of(userId);
      if (kept) return kept;
      await db
        .insertInto('consoleLanguages')
        .values({ userId, language })
        .onConflict((conflict) => conflict.column('userId').doNothing())
        .execute();
      return (await this.of(userId)) ?? language;
    },

    async of(userId: string): Promise<Language | null> {
      const row = await db
        .selectFrom('consoleLanguages')
        .select('language')
        .where('userId', '=', userId)
        .executeTakeFirst();
      return row?.language ?? null;
    },
  };
}
