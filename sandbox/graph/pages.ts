/** Pages of a list: `$top`, `$count`, next links. */
import { z } from 'zod';
import { GRAPH, json, linkWith } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { selectedNames } from './entities.ts';
import { badRequest, expiredPageToken } from './errors.ts';
import { expirePageTokenWhenTold, isEmptyPage } from './faults.ts';
import { openToken, sealToken } from './page-tokens.ts';
import type { Selected } from './selection.ts';

const pageSchema = z.object({ position: z.int(), page: z.int(), eventual: z.boolean() });
type Page = z.infer<typeof pageSchema>;

/** A token fits its own query alone. */
const scopeOf = ({ tenant, path, query }: GraphCall) =>
  [tenant.id, path, ...[...query].filter(([name]) => name !== '$skiptoken').flat()].join('\n');

function pageOf(call: GraphCall): Page {
  const token = call.query.get('$skiptoken');
  if (token === null) return { position: 0, page: 1, eventual: call.eventual };
  expirePageTokenWhenTold(call.tenant);
  const page = openToken(pageSchema, scopeOf(call), token);
  // Graph forgets nothing but the header, which each page needs again.
  if (page === null || (page.eventual && !call.eventual)) throw expiredPageToken();
  return page;
}

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;

/** `$top`. @throws GraphError 400 beyond 999 */
export function pageSizeOf({ query, tenant }: GraphCall, usual = DEFAULT_PAGE): number {
  const top = query.get('$top');
  if (top !== null && !/^[1-9]\d{0,8}$/.test(top))
    throw badRequest(`Invalid value '${top}' for the query option '$top'.`);
  const size = Number(top ?? usual);
  if (size > LARGEST_PAGE)
    throw badRequest(
      `Invalid page size specified: '${size}'. Must be between 1 and 999 inclusive.`,
    );
  return Math.min(size, tenant.faults.maxPageSize);
}

export const contextOf = (call: GraphCall, set: string): string => {
  const names = selectedNames(call);
  return `${GRAPH}/$metadata#${set}${names ? `(${names.join(',')})` : ''}`;
};

/** A page of a query's items, with the count on the first one of an advanced query. */
export function answerPage<T>(
  call: GraphCall,
  selected: Selected<T>,
  context: string,
  write: (item: T) => string,
): GraphAnswer {
  const size = pageSizeOf(call);
  const current = pageOf(call);
  const most = isEmptyPage(call.tenant, current.page) ? 0 : size;
  const items: string[] = [];
  let at = selected.next(current.position);
  while (at !== null && items.length < most) {
    const item = selected.at(at);
    if (item !== undefined) items.push(`{${write(item)}}`);
    at = selected.next(at + 1);
  }
  const counted = call.eventual && call.query.get('$count') === 'true' && current.page === 1;
  const following = at !== null && { ...current, position: at, page: current.page + 1 };
  const members = [
    `"@odata.context":${JSON.stringify(context)}`,
    ...(counted ? [`"@odata.count":${selected.count()}`] : []),
    ...(following
      ? [
          `"@odata.nextLink":${JSON.stringify(linkWith(call, '$skiptoken', sealToken(scopeOf(call), following)))}`,
        ]
      : []),
    `"value":[${items.join(',')}]`,
  ];
  return json(`{${members.join(',')}}`);
}
