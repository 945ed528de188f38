/** `$search`: matches the beginnings of words, not arbitrary substrings. */
import type { Group, User } from '../directory/objects.ts';
import { badRequest, unsupportedQuery } from './errors.ts';

interface SearchProperty<T> {
  value(item: T): string | null;
  /** Whether words are matched; otherwise the beginning of the value. */
  readonly tokenized: boolean;
}

export type SearchSupport<T> = ReadonlyMap<string, SearchProperty<T>>;

export const USER_SEARCH: SearchSupport<User> = new Map([
  ['displayName', { tokenized: true, value: ({ displayName }: User) => displayName }],
  ['givenName', { tokenized: false, value: ({ givenName }: User) => givenName }],
  ['surname', { tokenized: false, value: ({ surname }: User) => surname }],
  ['mail', { tokenized: false, value: ({ mail }: User) => mail }],
  [
    'userPrincipalName',
    { tokenized: false, value: ({ userPrincipalName }: User) => userPrincipalName },
  ],
]);

export const GROUP_SEARCH: SearchSupport<Group> = new Map([
  ['displayName', { tokenized: true, value: ({ displayName }: Group) => displayName }],
  ['description', { tokenized: true, value: ({ description }: Group) => description }],
  ['mail', { tokenized: false, value: ({ mail }: Group) => mail }],
]);

const WORDS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|[\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;

/** Splits at spaces, symbols, digits, and between a lower-case and an upper-case letter. */
export const wordsOf = (text: string): string[] =>
  (text.match(WORDS) ?? []).map((word) => word.toLowerCase());

const CLAUSE = /\s*(AND\b|OR\b)?\s*"((?:[^"\\]|\\.)*)"/y;

interface Clause {
  readonly operator: 'AND' | 'OR';
  readonly property: string;
  readonly text: string;
}

function parseClauses(source: string): Clause[] {
  const clauses: Clause[] = [];
  let position = 0;
  while (source.slice(position).trim() !== '') {
    CLAUSE.lastIndex = position;
    const [, operator, quoted] = CLAUSE.exec(source) ?? [];
    const clause = quoted?.replaceAll(/\\(.)/g, '$1');
    const colon = clause?.indexOf(':') ?? -1;
    if (clause === undefined || colon < 1)
      throw badRequest(`Syntax error in '$search' clause at position ${position}.`);
    const property = clause.slice(0, colon);
    clauses.push({
      operator: operator === 'OR' ? 'OR' : 'AND',
      property,
      text: clause.slice(colon + 1).trim(),
    });
    position = CLAUSE.lastIndex;
  }
  return clauses;
}

function compileClause<T>({ property, text }: Clause, support: SearchSupport<T>) {
  const searched = support.get(property);
  if (!searched)
    throw unsupportedQuery(`The property '${property}' does not support the '$search' query.`);
  if (!searched.tokenized) {
    const prefix = text.toLowerCase();
    return (item: T) => searched.value(item)?.toLowerCase().startsWith(prefix) ?? false;
  }
  const wanted = wordsOf(text);
  return (item: T) => {
    const words = wordsOf(searched.value(item) ?? '');
    return (
      wanted.length > 0 && wanted.every((word) => words.some((other) => other.startsWith(word)))
    );
  };
}

/** Compiles a search into a predicate. AND has precedence over OR. @throws GraphError 400 */
export function compileSearch<T>(source: string, support: SearchSupport<T>): (item: T) => boolean {
  const alternatives: ((item: T) => boolean)[][] = [];
  for (const clause of parseClauses(source)) {
    const test = compileClause(clause, support);
    const last = alternatives.at(-1);
    if (last === undefined || clause.operator === 'OR') alternatives.push([test]);
    else last.push(test);
  }
  if (alternatives.length === 0) throw badRequest('The $search query parameter is empty.');
  return (item) => alternatives.some((tests) => tests.every((test) => test(item)));
}
