/** The languages of the user interface. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language's name in that language. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', es: 'Español' };

/** The cookie that holds the console's language, so that pages outside the console use it too. */
export const LANGUAGE_COOKIE = 'provost-language';

/** The first preferred language that we support, by primary subtag (RFC 5646, section 2.2.1); else English. */
export function pickLanguage(preferences: readonly string[]): Language {
  const primaries = preferences.map((preference) => preference.trim().toLowerCase().split('-')[0]);
  return LANGUAGES.find((language) => language === primaries.find(isSupported)) ?? 'en';
}

const isSupported = (primary: string | undefined): boolean =>
  (LANGUAGES as readonly (string | undefined)[]).includes(primary);
