/** The languages that people read Provost in. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language's own name, as a reader of it looks for it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', es: 'Español' };

/** The cookie in which the console keeps the choice, so that pages outside it follow. */
export const LANGUAGE_COOKIE = 'provost-language';

/** The first wish that we speak, by its primary subtag (RFC 5646, section 2.2.1); English without one. */
export function pickLanguage(wishes: readonly string[]): Language {
  const primaries = wishes.map((wish) => wish.trim().toLowerCase().split('-')[0]);
  return LANGUAGES.find((language) => language === primaries.find(isSpoken)) ?? 'en';
}

const isSpoken = (primary: string | undefined): boolean =>
  (LANGUAGES as readonly (string | undefined)[]).includes(primary);
