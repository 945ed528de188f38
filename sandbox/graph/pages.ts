/** Paging: `$top`, `$count`, next links. */
import { z } from 'zod';
import { GRAPH, json, linkWith } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { selectedNames } from './entities.ts';
import type { Writer } from './entity-writer.ts';
import { badRequest, expiredPageToken } from './errors.ts';
import { consumeFault } from '../counted-faults.ts';
import { applyPageTokenExpiry, isEmptyPage } from './faults.ts';
import { JsonOutput } from './json-output.ts';
import { applyChangeWhileReading } from './page-faults.ts';
import { openToken, sealToken } from './page-tokens.ts';
import type { Selected } from './selected.ts';

const pageSchema = z.object({ position: z.int(), page: z.int(), eventual: z.boolean() });
type Page = z.infer<typeof pageSchema>;

/** A token is valid for its own query only. */
const scopeOf = ({ tenant, path, query }: GraphCall) =>
  [tenant.id, path, ...[...query].filter(([name]) => name !== '$skiptoken').flat()].join('\n');

function pageOf(call: GraphCall): Page {
  const token = call.query.get('$skiptoken');
  if (token === null) return { position: 0, page: 1, eventual: call.eventual };
  applyPageTokenExpiry(call.tenant);
  const page = openToken(pageSchema, scopeOf(call), token);
  // Graph requires the ConsistencyLevel header again on each page.
  if (page === null || (page.eventual && !call.eventual)) throw expiredPageToken();
  return page;
}

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;

/** The page size from `$top`. @throws GraphError 400 for an invalid value or more than 999 */
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

function nextLink(call: GraphCall, current: Page, position: number): string {
  const repeated = consumeFault(call.tenant, 'repeatPage', call.target);
  const following = repeated ? current : { ...current, position, page: current.page + 1 };
  const token = sealToken(scopeOf(call), following);
  return `"@odata.nextLink":${JSON.stringify(linkWith(call, '$skiptoken', token))}`;
}

/** Responds with a page. The first page of an advanced query includes the count. */
export function answerPage<T>(
  call: GraphCall,
  selected: Selected<T>,
  context: string,
  write: Writer<T>,
): GraphAnswer {
  const size = pageSizeOf(call);
  const current = pageOf(call);
  const most = isEmptyPage(call.tenant, current.page) ? 0 : size;
  const output = new JsonOutput();
  const next = selected.take(current.position, most, (item) =>
    output.item(() => write(item, output)),
  );
  output.ascii(']}');
  const counted = call.eventual && call.query.get('$count') === 'true' && current.page === 1;
  const head = [
    `"@odata.context":${JSON.stringify(context)}`,
    ...(counted ? [`"@odata.count":${selected.count()}`] : []),
    ...(next === null ? [] : [nextLink(call, current, next)]),
    '"value":[',
  ];
  applyChangeWhileReading(call);
  return json(output.finish(`{${head.join(',')}`));
}
