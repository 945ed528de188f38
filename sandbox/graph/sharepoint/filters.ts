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

/**
 * Every word must be one of the title, or the beginning of one if it ends in `*`. `*` alone, and an
 * empty text, find every site.
 */
export function compileSiteSearch(source: string | null): SiteTest | null {
  const terms = (source ?? '').replaceAll('"', ' ').trim().split(/\s+/);
  const wanted = terms
    .filter((term) => term !== '' && term !== '*')
    .flatMap((term) => {
      const words = wordsOf(term);
      return words.map((word, index) => ({
        word,
        isPrefix: term.endsWith('*') && index === words.length - 1,
      }));
    });
  if (wanted.length === 0) return null;
  return ({ title }) => {
    const words = wordsOf(title ?? '');
    return wanted.every(({ word, isPrefix }) =>
      words.some((each) => (isPrefix ? each.startsWith(word) : each === word)),
    );
  };
}
