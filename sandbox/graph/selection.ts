/** Which items a query asks for: `$filter`, `$search`, `$orderby`. */
import type { Collection, Range } from '../directory/collection.ts';
import type { Directory } from '../directory/directory.ts';
import type { GraphCall } from './call.ts';
import type { EntityType } from './entities.ts';
import { unsupportedQuery } from './errors.ts';
import { parseFilter } from './filter.ts';
import type { Comparison } from './filter.ts';
import { compileFilter, mergeRanges, rangesOf } from './filter-plan.ts';
import { checkFilter } from './filter-support.ts';
import type { FilterSupport } from './filter-support.ts';
import { orderedPositions, parseOrder } from './order.ts';
import { compileSearch } from './search.ts';
import type { SearchSupport } from './search.ts';

/** What can be listed: how to find it in a directory, and what queries it takes. */
export interface Listing<T> {
  readonly type: EntityType<T>;
  readonly filters: FilterSupport<T>;
  readonly searches: SearchSupport<T>;
  readonly orders: ReadonlyMap<string, (item: T) => string>;
  collection(directory: Directory): Collection<T>;
  /** Where a comparison's items can stand; null for anywhere. */
  locate(directory: Directory, comparison: Comparison): readonly Range[] | null;
}

/** The items of a query, by position. */
export interface Selected<T> {
  at(position: number): T | undefined;
  /** The position of the first item from this one on; null when there is none. */
  next(position: number): number | null;
  count(): number;
}

/** How many there are, by going through them. */
export function countOf(next: Selected<unknown>['next']): number {
  let count = 0;
  for (let position = next(0); position !== null; position = next(position + 1)) count += 1;
  return count;
}

/** An advanced query: the header, and `$count=true` or a `$count` segment or `$search`. */
const isAdvanced = ({ eventual, query, segments }: GraphCall) =>
  eventual &&
  (query.get('$count') === 'true' || query.has('$search') || segments.at(-1) === '$count');

function conditionsOf<T>(listing: Listing<T>, call: GraphCall) {
  const filter = call.query.get('$filter');
  const search = call.query.get('$search');
  if (search !== null && !call.eventual)
    throw unsupportedQuery(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  const parsed = filter === null ? null : parseFilter(filter);
  if (parsed) checkFilter(parsed, listing.filters, isAdvanced(call));
  const tests = [
    ...(parsed ? [compileFilter(parsed, listing.filters)] : []),
    ...(search === null ? [] : [compileSearch(search, listing.searches)]),
  ];
  const ranges =
    parsed && rangesOf(parsed, (comparison) => listing.locate(call.directory, comparison));
  return { ranges, tests };
}

/** The items that the query's conditions let through. */
function filtered<T>(listing: Listing<T>, call: GraphCall): Selected<T> {
  const collection = listing.collection(call.directory);
  let latest: { readonly position: number; readonly item: T | undefined } | null = null;
  const { ranges: found, tests } = conditionsOf(listing, call);
  const ranges = mergeRanges(found ?? [{ start: 0, end: collection.end }]);

  /** Whoever was tested is asked for next. */
  function at(position: number): T | undefined {
    if (latest?.position !== position) latest = { position, item: collection.at(position) };
    return latest.item;
  }

  function matches(position: number): boolean {
    if (tests.length === 0) return collection.isThere(position);
    const item = at(position);
    return item !== undefined && tests.every((test) => test(item));
  }

  function next(position: number): number | null {
    for (const { start, end } of ranges)
      for (let each = Math.max(start, position); each < end; each += 1)
        if (matches(each)) return each;
    return null;
  }

  function count(): number {
    return tests.length === 0 ? collection.count : countOf(next);
  }

  return { at, next, count };
}

/** The items that a query asks for, in its order. @throws GraphError 400 */
export function select<T>(listing: Listing<T>, call: GraphCall): Selected<T> {
  const selected = filtered(listing, call);
  const order = parseOrder(call, listing.orders);
  if (order === null) return selected;
  if (call.query.has('$filter') && !isAdvanced(call))
    throw unsupportedQuery('Sorting not supported for current query.');
  const positions = orderedPositions(call, selected, order);
  return {
    at: (position) => selected.at(positions[position] ?? -1),
    next: (position) => (position < positions.length ? position : null),
    count: () => positions.length,
  };
}
