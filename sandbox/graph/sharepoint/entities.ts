/** Sites as JSON. Other than in the directory, a property without a value is left out. */
import { segmentOf, webUrlOf } from '../../sites/site.ts';
import type { Site } from '../../sites/site.ts';
import { selectedNames } from '../entities.ts';
import type { GraphTarget } from '../call.ts';
import { hasProperty } from '../types.ts';
import { invalidRequest } from './errors.ts';

/** Lists give the title as `name` where there is one, single sites the last part of the address. */
export type NameStyle = 'title' | 'segment';

const nameOf = (site: Site, style: NameStyle) =>
  (style === 'title' ? site.title : null) ?? segmentOf(site);

/** Only the home site of a geography has its code. */
const siteCollectionOf = ({ hostname, isHome, geography, parentId }: Site) => {
  if (parentId !== null) return undefined;
  return isHome ? { hostname, dataLocationCode: geography.code, root: {} } : { hostname };
};

const PROPERTIES: Readonly<Record<string, (site: Site, style: NameStyle) => unknown>> = {
  createdDateTime: (site) => site.createdDateTime,
  description: (site) => site.description,
  id: (site) => site.id,
  lastModifiedDateTime: (site) => site.lastModifiedDateTime,
  name: nameOf,
  webUrl: webUrlOf,
  displayName: (site) => site.title,
  isPersonalSite: (site) => site.isPersonal,
  parentReference: ({ parentId }) => (parentId === null ? undefined : { siteId: parentId }),
  root: ({ parentId }) => (parentId === null ? {} : undefined),
  sharepointIds: (site) => ({
    siteId: site.collectionId,
    siteUrl: webUrlOf(site),
    webId: site.webId,
  }),
  siteCollection: siteCollectionOf,
};

const DEFAULTS = Object.keys(PROPERTIES).filter((name) => name !== 'sharepointIds');

/** `$select` of sites. @throws GraphError 400 for a name that is not a property */
export function siteProperties(target: GraphTarget): readonly string[] | null {
  const names = selectedNames(target);
  const unknown = names?.find((name) => !hasProperty('site', name));
  if (unknown !== undefined)
    throw invalidRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.site'.`,
    );
  return names;
}

/** @param names the selected properties; null for the usual ones */
export function siteJson(site: Site, names: readonly string[] | null, style: NameStyle): object {
  const members = (names ?? DEFAULTS).map((name) => [name, PROPERTIES[name]?.(site, style)]);
  return Object.fromEntries(members);
}
