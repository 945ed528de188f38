/** Selects the items of a query: `$filter`, `$search`, `$orderby`. */
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
import type { Visit } from './selected.ts';
import type { Selected } from './selected.ts';

/** A listable type: where its objects are, and the queries that it supports. */
export interface Listing<T> {
  readonly type: EntityType<T>;
  readonly filters: FilterSupport<T>;
  readonly searches: SearchSupport<T>;
  readonly orders: ReadonlyMap<string, (item: T) => string>;
  collection(directory: Directory): Collection<T>;
  /** Ranges that contain all matches of a comparison; null for anywhere. */
  locate(directory: Directory, comparison: Comparison): readonly Range[] | null;
}

/** An advanced query: `ConsistencyLevel: eventual` with `$count=true`, a `$count` segment or `$search`. */
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
  const located =
    parsed && rangesOf(parsed, (comparison) => listing.locate(call.directory, comparison));
  // Exact ranges need no test, but only if the comparison is the only condition.
  const ranges = tests.length === 1 && parsed?.kind === 'compare' ? located : located?.map(inexact);
  return { ranges, tests };
}

const inexact = ({ start, end }: Range): Range => ({ start, end });

/** The items that match the query's conditions, unsorted. */
function filtered<T>(listing: Listing<T>, call: GraphCall) {
  const collection = listing.collection(call.directory);
  const { ranges: found, tests } = conditionsOf(listing, call);
  const whole = { start: 0, end: collection.end, exact: tests.length === 0 };
  const ranges = mergeRanges(found ?? [whole]);

  function at(position: number, exact: boolean): T | undefined {
    const item = collection.at(position);
    return item === undefined || exact || tests.every((test) => test(item)) ? item : undefined;
  }

  function take(position: number, most: number, visit: Visit<T>): number | null {
    let taken = 0;
    for (const { start, end, exact = false } of ranges)
      for (let each = Math.max(start, position); each < end; each += 1) {
        const item = at(each, exact);
        if (item === undefined) continue;
        if (taken === most) return each;
        visit(item, each);
        taken += 1;
      }
    return null;
  }

  function countIn(range: Range): number {
    if (range.exact === true) return collection.countIn(range);
    let count = 0;
    for (let each = range.start; each < range.end; each += 1)
      if (at(each, false) !== undefined) count += 1;
    return count;
  }

  const count = () => ranges.reduce((sum, range) => sum + countIn(range), 0);
  return { at: (position: number) => collection.at(position), take, count };
}

/** The items of a query in its sort order. @throws GraphError 400 */
export function select<T>(listing: Listing<T>, call: GraphCall): Selected<T> {
  const selected = filtered(listing, call);
  const order = parseOrder(call, listing.orders);
  if (order === null) return selected;
  if (call.query.has('$filter') && !isAdvanced(call))
    throw unsupportedQuery('Sorting not supported for current query.');
  const positions = orderedPositions(call, selected, order);

  function take(place: number, most: number, visit: Visit<T>): number | null {
    for (const position of positions.slice(place, place + most)) {
      const item = selected.at(position);
      if (item !== undefined) visit(item, position);
    }
    return place + most < positions.length ? place + most : null;
  }

  return { take, count: () => positions.length };
}
