/** `$filter` on lists of sites, and the free text search. */
import { webUrlOf } from '../../sites/site.ts';
import type { Site } from '../../sites/site.ts';
import { GraphError } from '../errors.ts';
import { parseFilter } from '../filter.ts';
import { compileFilter } from '../filter-plan.ts';
import { checkFilter } from '../filter-support.ts';
import type { FilterProperty, FilterSupport } from '../filter-support.ts';
import { wordsOf } from '../search.ts';
import { invalidRequest } from './errors.ts';

const property = (
  byDefault: FilterProperty<Site>['byDefault'],
  value: FilterProperty<Site>['value'],
): FilterProperty<Site> => ({ byDefault, advanced: [], value });

const TEXT = ['eq', 'ne', 'in', 'startsWith', 'endsWith'] as const;
const DATE = ['eq', 'ne', 'ge', 'le', 'gt', 'lt'] as const;

const SITE_FILTERS: FilterSupport<Site> = {
  type: 'site',
  properties: new Map([
    ['id', property(TEXT, ({ id }) => id)],
    ['displayName', property(TEXT, ({ title }) => title ?? null)],
    ['webUrl', property(TEXT, webUrlOf)],
    ['isPersonalSite', property(['eq', 'ne'], ({ isPersonal }) => isPersonal)],
    ['createdDateTime', property(DATE, ({ createdDateTime }) => createdDateTime)],
    ['lastModifiedDateTime', property(DATE, ({ lastModifiedDateTime }) => lastModifiedDateTime)],
    ['siteCollection/hostname', property(TEXT, ({ hostname }) => hostname)],
    // Only the home site of a geography has it.
    ['siteCollection/root', property(['eq', 'ne'], ({ isHome }) => (isHome ? '{}' : null))],
  ]),
  collections: new Map(),
};

export type SiteTest = (site: Site) => boolean;

/** @throws GraphError 400 for a filter that is invalid or not supported */
export function compileSiteFilter(source: string | null): SiteTest | null {
  if (source === null) return null;
  try {
    const filter = parseFilter(source);
    checkFilter(filter, SITE_FILTERS, true);
    return compileFilter(filter, SITE_FILTERS);
  } catch (error) {
    if (error instanceof GraphError) throw invalidRequest(error.message);
    throw error;
  }
}

interface Term {
  readonly word: string;
  readonly isPrefix: boolean;
  readonly isExcluded: boolean;
}

function termsOf(token: string, isNegated: boolean): Term[] {
  const words = wordsOf(token);
  return words.map((word, index) => ({
    word,
    isPrefix: token.endsWith('*') && index === words.length - 1,
    isExcluded: isNegated || token.startsWith('-'),
  }));
}

const fits = (words: readonly string[], { word, isPrefix, isExcluded }: Term) =>
  words.some((each) => (isPrefix ? each.startsWith(word) : each === word)) !== isExcluded;

/** What one side of an `OR` wants. */
function compileTerms(source: string): (words: readonly string[]) => boolean {
  const tokens = source.trim().split(/\s+/);
  const terms = tokens.flatMap((token, index) =>
    ['AND', 'NOT'].includes(token) ? [] : termsOf(token, tokens[index - 1] === 'NOT'),
  );
  return (words) => terms.every((term) => fits(words, term));
}

/**
 * The Keyword Query Language, as far as titles go. Every word must be one of the title, or the beginning of one if
 * it ends in `*`; none after `-` or `NOT` may be. What has no words, such as `*` or an emoji, finds every site.
 */
export function compileSiteSearch(source: string | null): SiteTest | null {
  const sides = (source ?? '').replaceAll('"', ' ').split(/\sOR\s/);
  if (sides.some((side) => wordsOf(side).length === 0)) return null;
  const alternatives = sides.map(compileTerms);
  return ({ title }) => {
    const words = wordsOf(title ?? '');
    return alternatives.some((test) => test(words));
  };
}
