/** Executes filters: a test for single items, and the position ranges that can contain matches. */
import type { Range } from '../directory/collection.ts';
import type { Comparison, Filter, Literal, Operator } from './filter.ts';
import type { FilterSupport } from './filter-support.ts';

const fold = (value: Literal): Literal => (typeof value === 'string' ? value.toLowerCase() : value);

/** Both sides are case-folded. Null never matches an order comparison or `startsWith`. */
const OPERATIONS: Readonly<
  Record<Operator, (value: Literal, others: readonly Literal[]) => boolean>
> = {
  eq: (value, [other]) => value === other,
  ne: (value, [other]) => value !== other,
  in: (value, others) => others.includes(value),
  ge: inOrder((value, other) => value >= other),
  le: inOrder((value, other) => value <= other),
  gt: inOrder((value, other) => value > other),
  lt: inOrder((value, other) => value < other),
  startsWith: inOrder((value, other) => value.startsWith(other)),
  endsWith: inOrder((value, other) => value.endsWith(other)),
};

function inOrder(test: (value: string, other: string) => boolean) {
  return (value: Literal, [other]: readonly Literal[]): boolean =>
    typeof value === 'string' && typeof other === 'string' && test(value, other);
}

function compileComparison<T>({ operator, values }: Comparison, value: (item: T) => Literal) {
  const operation = OPERATIONS[operator];
  const others = values.map(fold);
  return (item: T) => operation(fold(value(item)), others);
}

function combine<T>(
  filter: Filter,
  compare: (comparison: Comparison) => (item: T) => boolean,
  any: (filter: Filter & { kind: 'any' }) => (item: T) => boolean,
): (item: T) => boolean {
  if (filter.kind === 'compare') return compare(filter);
  if (filter.kind === 'any') return any(filter);
  if (filter.kind === 'not') {
    const operand = combine(filter.operand, compare, any);
    return (item) => !operand(item);
  }
  const left = combine(filter.left, compare, any);
  const right = combine(filter.right, compare, any);
  return filter.kind === 'and'
    ? (item) => left(item) && right(item)
    : (item) => left(item) || right(item);
}

const never = () => false;

/** Compiles a filter into a predicate. Call `checkFilter` first. */
export function compileFilter<T>(
  filter: Filter,
  { properties, collections }: FilterSupport<T>,
): (item: T) => boolean {
  const valueOf = (name: string) => properties.get(name)?.value ?? (() => null);
  return combine<T>(
    filter,
    (comparison) => compileComparison(comparison, valueOf(comparison.property)),
    ({ property, predicate }) => {
      const collection = collections.get(property);
      const test = combine<Readonly<Record<string, string>>>(
        predicate,
        (comparison) =>
          compileComparison(comparison, (element) => element[comparison.property] ?? null),
        () => never,
      );
      return (item) => collection?.elements(item).some(test) ?? false;
    },
  );
}

/** Sorts and merges overlapping ranges. A merged range is exact only if both parts are. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last === undefined || range.start >= last.end) merged.push(range);
    else
      merged[merged.length - 1] = {
        start: last.start,
        end: Math.max(last.end, range.end),
        exact: last.exact === true && range.exact === true,
      };
  }
  return merged;
}

const lengthOf = (ranges: readonly Range[]) =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/**
 * Ranges that contain every match of the filter, and possibly other items; null for anywhere.
 * Ranges may overlap.
 * @param locate the ranges for a single comparison
 */
export function rangesOf(
  filter: Filter,
  locate: (comparison: Comparison) => readonly Range[] | null,
): readonly Range[] | null {
  if (filter.kind === 'compare') return locate(filter);
  if (filter.kind === 'not' || filter.kind === 'any') return null;
  const left = rangesOf(filter.left, locate);
  const right = rangesOf(filter.right, locate);
  if (filter.kind === 'or') return left && right && [...left, ...right];
  if (left === null || right === null) return left ?? right;
  return lengthOf(left) <= lengthOf(right) ? left : right;
}
