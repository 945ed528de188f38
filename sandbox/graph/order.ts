/** `$orderby` with one property. */
import type { Directory } from '../directory/directory.ts';
import type { GraphCall } from './call.ts';
import { unsupportedQuery } from './errors.ts';
import type { Selected } from './selected.ts';

export interface Order<T> {
  key(item: T): string;
  readonly descending: boolean;
}

const ORDER = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/i;

/** Null without `$orderby`. @throws GraphError 400 for an unsupported property */
export function parseOrder<T>(
  { query }: GraphCall,
  orders: ReadonlyMap<string, (item: T) => string>,
): Order<T> | null {
  const source = query.get('$orderby');
  if (source === null) return null;
  const [, property = '', direction = 'asc'] = ORDER.exec(source) ?? [];
  const key = orders.get(property);
  if (!key) throw unsupportedQuery(`Sorting by '${source}' is not supported.`);
  return { key, descending: direction.toLowerCase() === 'desc' };
}

interface Sorted {
  readonly query: string;
  readonly positions: readonly number[];
}

/** The last sort result per directory, because a query's pages are read one after the other. */
const lastSorted = new WeakMap<Directory, Sorted>();

function sort<T>(selected: Selected<T>, { key, descending }: Order<T>): number[] {
  const keyed: (readonly [string, number])[] = [];
  selected.take(0, Number.POSITIVE_INFINITY, (item, position) =>
    keyed.push([key(item).toLowerCase(), position]),
  );
  keyed.sort(([one, a], [other, b]) => (one === other ? a - b : one < other ? -1 : 1));
  const positions = keyed.map(([, position]) => position);
  return descending ? positions.toReversed() : positions;
}

/** The positions of the items in sort order. */
export function orderedPositions<T>(
  { path, query, directory }: GraphCall,
  selected: Selected<T>,
  order: Order<T>,
): readonly number[] {
  const conditions = ['$filter', '$search', '$orderby'].map((name) => query.get(name));
  const key = JSON.stringify([path, conditions, directory.changes.length]);
  const last = lastSorted.get(directory);
  if (last?.query === key) return last.positions;
  const positions = sort(selected, order);
  lastSorted.set(directory, { query: key, positions });
  return positions;
}
