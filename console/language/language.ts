/** The console's language: the user's choice, otherwise the browser's preference. */
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGE_COOKIE, type Language, LANGUAGES, pickLanguage } from '../../domain/languages.ts';
import type { Catalogue } from './catalogue.ts';
import { withMillions } from './plurals.ts';

const CATALOGUES: Record<Language, () => Promise<{ catalogue: Catalogue }>> = {
  en: () => import('./en/index.ts'),
  es: () => import('./es/index.ts'),
};

const i18n = createInstance();

const YEAR = 365 * 24 * 60 * 60;

/** Loads the preferred language. Call once, before the first render. */
export async function startLanguage(): Promise<void> {
  await i18n.use(initReactI18next).init({
    resources: {},
    lng: 'en',
    fallbackLng: false,
    defaultNS: 'common',
    // React already escapes; names from Microsoft must not be escaped twice.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await show(pickLanguage([chosen() ?? '', ...navigator.languages]));
}

/** Switches the console to a language and stores it in a cookie, which the server-rendered pages read too. */
export async function chooseLanguage(language: Language): Promise<void> {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // oxlint-disable-next-line unicorn/no-document-cookie -- not all browsers have the Cookie Store API
  document.cookie = `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  await show(language);
}

async function show(language: Language): Promise<void> {
  const { catalogue } = await CATALOGUES[language]();
  const texts = language === 'es' ? withMillions(catalogue) : catalogue;
  for (const [namespace, part] of Object.entries(texts)) {
    i18n.addResourceBundle(language, namespace, part);
  }
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

function chosen(): Language | undefined {
  const cookies = document.cookie.split('; ').map((cookie) => cookie.split('='));
  const value = cookies.find(([name]) => name === LANGUAGE_COOKIE)?.[1];
  return LANGUAGES.find((language) => language === value);
}
