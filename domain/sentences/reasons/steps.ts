import type { Language } from '../../languages.ts';
import type { Told } from '../../reasons.ts';
import { texts as english } from './en.ts';
import { texts as spanish } from './es.ts';
import { type Names, type ReasonSentences, tell } from './tell.ts';

const TEXTS = { en: english, es: spanish };

/** What is said about a reason in a language. A name that is not known is told in general words. */
export function sentencesOf(told: Told, language: Language, names: Names = {}): ReasonSentences {
  const { reasons, unnamed } = TEXTS[language];
  return tell(reasons[told], names, unnamed);
}

/** What to do about a reason, one after the other. */
export const stepsOf = (told: Told, language: Language, names?: Names): readonly string[] =>
  sentencesOf(told, language, names).steps;
