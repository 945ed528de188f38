/** Query options of lists in a mailbox. They differ from the directory's: `$skip`, and no page tokens. */
import { json, linkWith } from '../call.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { selectedNames } from '../entities.ts';
import { GraphError } from '../errors.ts';
import { parseFilter } from '../filter.ts';
import type { Filter, Literal } from '../filter.ts';
import { hasProperty } from '../types.ts';
import type { TypeName } from '../types.ts';

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 1000;

/** Exchange's answer to a query that it cannot read. */
export const unreadable = (message: string): GraphError =>
  new GraphError(400, 'RequestBroker--ParseUri', message);

/** The selected members, always with the id; all without `$select`. */
export function chosen<T extends object>(call: GraphCall, item: T): Partial<T> {
  const names = selectedNames(call);
  const members = Object.entries(item);
  return Object.fromEntries(
    names ? members.filter(([name]) => name === 'id' || names.includes(name)) : members,
  ) as Partial<T>;
}

function numberOf({ query }: GraphCall, option: '$top' | '$skip', usual: number): number {
  const value = query.get(option);
  if (value !== null && !/^\d{1,9}$/.test(value))
    throw unreadable(`Invalid value '${value}' for ${option} query option found.`);
  return Number(value ?? usual);
}

function requireKnown(type: TypeName, property: string): void {
  const [name = ''] = property.split('/');
  if (!hasProperty(type, name))
    throw unreadable(
      `Could not find a property named '${name}' on type 'Microsoft.OutlookServices.${type}'.`,
    );
}

type Test = (item: unknown) => boolean;

/** The value at a path like `from/emailAddress/address`. */
const valueAt = (item: unknown, property: string): unknown =>
  property
    .split('/')
    .reduce<unknown>(
      (value, name) =>
        value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined,
      item,
    );

const compared = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);

const COMPARE: Readonly<Record<string, (one: string, other: string) => boolean>> = {
  ge: (one, other) => one >= other,
  le: (one, other) => one <= other,
  gt: (one, other) => one > other,
  lt: (one, other) => one < other,
  startsWith: (one, other) => one.startsWith(other),
  endsWith: (one, other) => one.endsWith(other),
};

function comparison(operator: string, value: unknown, wanted: Literal): boolean {
  const [one, other] = [compared(value), compared(wanted)];
  if (operator === 'eq' || operator === 'in') return one === other;
  if (operator === 'ne') return one !== other;
  return (
    typeof one === 'string' && typeof other === 'string' && COMPARE[operator]?.(one, other) === true
  );
}

function compile(type: TypeName, filter: Filter): Test {
  if (filter.kind === 'any') throw unreadable('The sandbox does not filter mail by any().');
  if (filter.kind === 'not') {
    const test = compile(type, filter.operand);
    return (item) => !test(item);
  }
  if (filter.kind === 'compare') {
    const { property, operator, values } = filter;
    requireKnown(type, property);
    return (item) => values.some((value) => comparison(operator, valueAt(item, property), value));
  }
  const [left, right] = [compile(type, filter.left), compile(type, filter.right)];
  return filter.kind === 'and'
    ? (item) => left(item) && right(item)
    : (item) => left(item) || right(item);
}

function filterOf(type: TypeName, source: string | null): Test {
  if (source === null) return () => true;
  try {
    return compile(type, parseFilter(source));
  } catch (error) {
    if (!(error instanceof GraphError) || error.code === 'RequestBroker--ParseUri') throw error;
    throw unreadable(error.message);
  }
}

const ORDER = /^\s*([\w/]+)(?:\s+(asc|desc))?\s*$/i;

/** Exchange wants what it sorts by in the filter too. */
function refuseInefficient({ query }: GraphCall, property: string): void {
  const filter = query.get('$filter');
  if (filter !== null && !filter.includes(property))
    throw new GraphError(
      400,
      'InefficientFilter',
      'The restriction or sort order is too complex for this operation.',
    );
}

function sortBy(call: GraphCall, type: TypeName, items: readonly object[]): readonly object[] {
  const source = call.query.get('$orderby');
  if (source === null) return items;
  const [, property = '', direction = 'asc'] = ORDER.exec(source) ?? [];
  requireKnown(type, property);
  refuseInefficient(call, property);
  const keyed = items.map((item) => [String(valueAt(item, property)), item] as const);
  keyed.sort(([one], [other]) => (one === other ? 0 : one < other ? -1 : 1));
  const sorted = keyed.map(([, item]) => item);
  return direction.toLowerCase() === 'desc' ? sorted.toReversed() : sorted;
}

const LEFT_OUT = ['$expand', '$search', '$skiptoken', '$deltatoken'];

/** A page of a list. @throws GraphError 400 for options that cannot be read */
export function answerList<T>(
  call: GraphCall,
  context: string,
  type: TypeName,
  entries: readonly T[],
  describe: (entry: T) => object,
): GraphAnswer {
  const refused = LEFT_OUT.find((option) => call.query.has(option));
  if (refused !== undefined)
    throw unreadable(`The sandbox does not support '${refused}' for mail.`);
  const top = numberOf(call, '$top', DEFAULT_PAGE);
  if (top < 1 || top > LARGEST_PAGE)
    throw unreadable(`The value of $top must be between 1 and ${LARGEST_PAGE}.`);
  const start = numberOf(call, '$skip', 0);
  const test = filterOf(type, call.query.get('$filter'));
  const found = sortBy(call, type, entries.map(describe).filter(test));
  const end = start + top;
  const body = {
    '@odata.context': context,
    ...(call.query.get('$count') === 'true' && { '@odata.count': found.length }),
    ...(end < found.length && { '@odata.nextLink': linkWith(call, '$skip', String(end)) }),
    value: found.slice(start, end).map((item) => chosen(call, item)),
  };
  return json(JSON.stringify(body));
}
