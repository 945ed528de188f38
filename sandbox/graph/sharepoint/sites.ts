/** `/sites`, `/sites/getAllSites`, single sites and the sites in them. */
import type { Site } from '../../sites/site.ts';
import { GRAPH, json, refuseOptions } from '../call.ts';
import type { GraphAnswer, GraphCall } from '../call.ts';
import { siteJson, siteProperties } from './entities.ts';
import { foreignHost, invalidRequest, siteNotFound } from './errors.ts';
import { missingSites } from './missing-sites.ts';
import { answerSites } from './pages.ts';

const UNSUPPORTED = ['$skip', '$orderby', '$expand', '$count', '$deltatoken'];

const noSites = () =>
  json(JSON.stringify({ '@odata.context': `${GRAPH}/$metadata#sites`, value: [] }));

/** All sites of all geographies. Its next links have another path, with another name. */
export function getAllSites(call: GraphCall): GraphAnswer {
  refuseOptions(call, [...UNSUPPORTED, '$search']);
  if (call.tenant.faults.zeroSites) return noSites();
  return answerSites(call, {
    next: '/sites/oneDrive.getAllSites?',
    style: 'title',
    search: null,
    geographies: call.sites.geographies.length,
    missing: missingSites(call),
  });
}

const LISTS_HOMES = 'sitecollection/root ne null';

/**
 * A search, or the list of the central location. Only the filter for home sites reaches all
 * geographies.
 */
export function listSites(call: GraphCall): GraphAnswer {
  refuseOptions(call, UNSUPPORTED);
  const { query, sites, tenant } = call;
  const text = query.get('search') ?? query.get('$search');
  const isSearch = text !== null;
  if (tenant.faults.zeroSites && !isSearch) return noSites();
  const all = isSearch || query.get('$filter')?.trim().toLowerCase() === LISTS_HOMES;
  return answerSites(call, {
    next: isSearch ? `/sites?search=${encodeURIComponent(text)}&` : '/sites?',
    style: isSearch ? 'segment' : 'title',
    search: text,
    geographies: all ? sites.geographies.length : 1,
    missing: isSearch ? new Set() : missingSites(call),
  });
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By `root`, `host`, `host:/path` or `host,collection,web`. @throws GraphError 400, 404 */
export function findSite({ sites }: GraphCall, name: string): { position: number; site: Site } {
  const position = name.toLowerCase() === 'root' ? 0 : positionOf(sites, name);
  const site = position === undefined ? undefined : sites.at(position);
  if (position === undefined || site === undefined) throw siteNotFound();
  return { position, site };
}

function positionOf(sites: GraphCall['sites'], name: string): number | undefined {
  const [host = '', path] = name.split(/:(.*)/s);
  const [hostname = '', ...guids] = host.split(',');
  const isOurs = sites.geographies.some((geography) =>
    [geography.hostname, geography.personalHostname].includes(hostname.toLowerCase()),
  );
  if (guids.length > 0 && !(guids.length === 2 && guids.every((guid) => GUID.test(guid))))
    throw invalidRequest('Provided identifier is malformed - site id is not valid');
  if (!isOurs && guids.length === 0 && !hostname.includes('.'))
    throw invalidRequest('Provided identifier is malformed - site id is not valid');
  if (!isOurs) throw foreignHost();
  return guids.length === 0 ? sites.find(hostname, path ?? '') : sites.positionOf(name);
}

export function getSite(call: GraphCall, name: string): GraphAnswer {
  refuseOptions(call, [...UNSUPPORTED, '$filter', '$top', '$search']);
  const names = siteProperties(call);
  const { site } = findSite(call, name);
  const context = { '@odata.context': `${GRAPH}/$metadata#sites/$entity` };
  return json(JSON.stringify({ ...context, ...siteJson(site, names, 'segment') }));
}

/** The sites directly in a site, on one page. */
export function listSubsites(call: GraphCall, name: string): GraphAnswer {
  refuseOptions(call, [...UNSUPPORTED, '$filter', '$search']);
  const names = siteProperties(call);
  const { position } = findSite(call, name);
  const found = call.sites.subsitesOf(position).map((each) => call.sites.everAt(each));
  const value = found.map((site) => siteJson(site, names, 'title'));
  return json(JSON.stringify({ '@odata.context': `${GRAPH}/$metadata#sites`, value }));
}
