/** Pages of sites, geography by geography. */
import { z } from 'zod';
import type { Site } from '../../sites/site.ts';
import type { Sites } from '../../sites/sites.ts';
import { GRAPH, json } from '../call.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { consumeFault } from '../../counted-faults.ts';
import { isEmptyPage, isPageTokenExpired } from '../faults.ts';
import { openToken, sealToken } from '../page-tokens.ts';
import { siteJson, siteProperties } from './entities.ts';
import type { NameStyle } from './entities.ts';
import { invalidRequest } from './errors.ts';
import { compileSiteFilter, compileSiteSearch } from './filters.ts';

const DEFAULT_PAGE = 200;
const LARGEST_PAGE = 999;

/** What a page token holds: the whole query, because the next link repeats nothing of it. */
const cursorSchema = z.object({
  geography: z.int(),
  /** How many of the geographies are read. */
  geographies: z.int(),
  position: z.int(),
  page: z.int(),
  size: z.int(),
  select: z.array(z.string()).nullable(),
  filter: z.string().nullable(),
});
type Cursor = z.infer<typeof cursorSchema>;

/** `$top`; larger pages than the largest are cut. @throws GraphError 400 for an invalid value */
export function sitePageSize({ query, tenant }: GraphCall): number {
  const top = query.get('$top');
  if (top !== null && !/^[1-9]\d{0,8}$/.test(top))
    throw invalidRequest(`Invalid value '${top}' for the query option '$top'.`);
  return Math.min(Number(top ?? DEFAULT_PAGE), LARGEST_PAGE, tenant.faults.maxPageSize);
}

export interface SiteListing {
  /** Next links up to the page token: the path can differ from that of the request. */
  readonly next: string;
  readonly style: NameStyle;
  /** The text of a search. */
  readonly search: string | null;
  /** How many of the geographies are read, from the central location on. */
  readonly geographies: number;
  /** Positions that the list leaves out. */
  readonly missing: ReadonlySet<number>;
}

function cursorOf(call: GraphCall, listing: SiteListing): Cursor {
  const { query, tenant } = call;
  const token = query.get('$skiptoken');
  if (token === null)
    return {
      geography: 0,
      geographies: listing.geographies,
      position: 0,
      page: 1,
      size: sitePageSize(call),
      select: siteProperties(call)?.slice() ?? null,
      filter: query.get('$filter'),
    };
  const cursor = openToken(cursorSchema, scopeOf(call, listing), token);
  if (cursor === null || isPageTokenExpired(tenant))
    throw invalidRequest('The skip token of the request is invalid or has expired.');
  return cursor;
}

const scopeOf = ({ tenant }: GraphCall, { next }: SiteListing) => `${tenant.id}/${next}`;

/** Takes sites of the cursor's geography. `next` is the following place; null at the end of all. */
function take(sites: Sites, cursor: Cursor, listing: SiteListing, most: number) {
  const tests = [compileSiteFilter(cursor.filter), compileSiteSearch(listing.search)];
  const { geography, position } = cursor;
  const taken: Site[] = [];
  for (let at = position; at < sites.end; at += 1) {
    if (sites.geographyAt(at) !== geography || listing.missing.has(at)) continue;
    const site = sites.at(at);
    if (site === undefined || !tests.every((test) => test?.(site) ?? true)) continue;
    if (taken.length === most) return { taken, next: { geography, position: at } };
    taken.push(site);
  }
  const isLast = geography + 1 >= cursor.geographies;
  return { taken, next: isLast ? null : { geography: geography + 1, position: 0 } };
}

/** A page ends with its geography, so it may be short, or empty, although more follow. */
export function answerSites(call: GraphCall, listing: SiteListing): GraphAnswer {
  const { sites, tenant } = call;
  const cursor = cursorOf(call, listing);
  const most = isEmptyPage(tenant, cursor.page) ? 0 : cursor.size;
  const { taken, next } = take(sites, cursor, listing, most);
  const following = next && {
    ...cursor,
    ...(!consumeFault(tenant, 'repeatPage', call.target) && { ...next, page: cursor.page + 1 }),
  };
  const token = following && sealToken(scopeOf(call, listing), following);
  return json(
    JSON.stringify({
      '@odata.context': `${GRAPH}/$metadata#sites`,
      ...(token !== null && {
        '@odata.nextLink': `${GRAPH}${listing.next}$skiptoken=${token}`,
      }),
      value: taken.map((site) => siteJson(site, cursor.select, listing.style)),
    }),
  );
}
