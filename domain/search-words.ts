/** What a person searches for: words, of which some may be only begun. */
import { MIN_SEARCH } from './limits.ts';

const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** In lower case. The rest of the text is left out: to Microsoft, signs and words in capitals are operators. */
export const searchWords = (text: string): readonly string[] =>
  text.normalize('NFC').toLowerCase().match(WORDS) ?? [];

/** Whether there is enough to search for. A text without words would find everything. */
export const isSearchable = (words: readonly string[]): boolean =>
  (words.join('').match(/[\p{L}\p{N}]/gu) ?? []).length >= MIN_SEARCH;
