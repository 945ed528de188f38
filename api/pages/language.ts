/** The language of pages outside the console. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { parseAccept } from 'hono/utils/accept';
import { z } from 'zod';
import { type Language, LANGUAGE_COOKIE, LANGUAGES, pickLanguage } from '../../domain/languages.ts';
import { sentences as englishSentences } from '../../domain/sentences/en.ts';
import { sentences as spanishSentences } from '../../domain/sentences/es.ts';
import { texts as english } from './en.ts';
import { texts as spanish } from './es.ts';

const chosen = z.enum(LANGUAGES);
const TEXTS = { en: english, es: spanish };
const SENTENCES = { en: englishSentences, es: spanishSentences };

/** The language chosen in the console, else the browser's preference, else English. */
export function languageOf(c: Context): Language {
  const choice = chosen.safeParse(getCookie(c, LANGUAGE_COOKIE));
  if (choice.success) return choice.data;
  const preferences = parseAccept(c.req.header('accept-language') ?? '');
  return pickLanguage(preferences.filter(({ q }) => q > 0).map(({ type }) => type));
}

/** The pages' own texts in the reader's language, and the domain's sentences. */
export function textsOf(c: Context) {
  const language = languageOf(c);
  return { language, texts: TEXTS[language], sentences: SENTENCES[language] };
}
