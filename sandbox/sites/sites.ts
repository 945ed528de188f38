/**
 * The sites of a tenant, computed on demand like its directory, plus the changes made through the
 * control API. Site n is at position 2n, the personal site of user n at position 2n + 1, so that
 * both can grow.
 */
import { createChangeLog } from '../directory/change-log.ts';
import type { ChangeLog } from '../directory/change-log.ts';
import type { Directory } from '../directory/directory.ts';
import { keysOf } from '../directory/hashing.ts';
import { createObjectIds } from '../directory/object-ids.ts';
import type { User } from '../directory/objects.ts';
import { applyHostileName } from '../directory/traits.ts';
import { geographiesOf, geographyOf } from './geographies.ts';
import type { Geography } from './geographies.ts';
import { missingDriveOf } from './personal-sites.ts';
import type { MissingDrive } from './personal-sites.ts';
import { segmentOf } from './site.ts';
import type { DeletedState, Site, StoredSite } from './site.ts';
import { createSiteChanges } from './site-changes.ts';
import type { SiteChanges } from './site-changes.ts';
import {
  collectionName,
  collectionOrdinal,
  personalPath,
  principalNamesOf,
  subsiteName,
} from './site-names.ts';
import { childOf, ordinalOfCollection, roleOf } from './site-plan.ts';

export interface SiteOptions {
  readonly seed: number;
  readonly tenantId: string;
  readonly directory: Directory;
  /** Number of people who sign in, the last of the directory's users. */
  readonly people: number;
  /** Number of sites that are not personal. Two a user by default, at least 20, at most 200,000. */
  readonly sites?: number | undefined;
  /** Whether the tenant has several geographies. */
  readonly multiGeo: boolean;
}

export interface Sites extends SiteChanges {
  readonly geographies: readonly Geography[];
  /** Positions are below it. */
  readonly end: number;
  /** Undefined if there is no site at this position, or not any more. */
  at(position: number): Site | undefined;
  /** The site as it is or was. Ask only for positions that have been in use. */
  everAt(position: number): Site;
  removalAt(position: number): DeletedState | undefined;
  /** The geography of a position, as an index; cheaper than the site. */
  geographyAt(position: number): number;
  /** By id, case-insensitive; undefined if there is no such site. */
  positionOf(id: string): number | undefined;
  /** By the id of the web alone, which is the last part of the id. */
  positionOfWeb(webId: string): number | undefined;
  /** By host and server-relative path, case-insensitive. */
  find(hostname: string, path: string): number | undefined;
  /** The sites directly in this one. */
  subsitesOf(position: number): number[];
  /** The user of a personal site. */
  ownerOf(position: number): User | undefined;
  /** The position of a user's personal site, or why there is none. */
  personalSiteOf(user: number): number | MissingDrive;
  readonly changes: ChangeLog;
}

const DEFAULT_SITES = { perUser: 2, least: 20, most: 200_000 };

const defaultSites = (users: number) => {
  const { perUser, least, most } = DEFAULT_SITES;
  return Math.min(most, Math.max(least, users * perUser));
};

export const isPersonal = (position: number): boolean => position % 2 === 1;
export const positionOfSite = (ordinal: number): number => ordinal * 2;
const positionOfUser = (user: number) => user * 2 + 1;
const ordinalOf = (position: number) => Math.floor(position / 2);

const FIRST_CREATED = Date.parse('2017-02-06T08:00:00Z');
const MILLISECONDS_A_DAY = 86_400_000;
const DAYS = 3200;

const dateOf = (day: number) =>
  `${new Date(FIRST_CREATED + day * MILLISECONDS_A_DAY).toISOString().slice(0, 19)}Z`;

/** Some sites have a title of null, and some none at all. */
function withTitleTraits(ordinal: number, title: string): string | null | undefined {
  if (ordinal % 17 === 5) return null;
  return ordinal % 17 === 11 ? undefined : applyHostileName(ordinal, title);
}

/** Empty, in words, or absent. */
const descriptionOf = (ordinal: number, title: string) =>
  ['', `${title} and all that belongs to it`, undefined][ordinal % 3];

/** Creates the sites without changes. The cost does not depend on their number. */
export function createSites(options: SiteOptions): Sites {
  const { seed, tenantId, directory, multiGeo } = options;
  const { users, domain } = directory;
  const geographies = geographiesOf(domain, multiGeo);
  const homes = geographies.length;
  const initialUsers = { count: users.end, people: options.people };
  const size = Math.max(homes, options.sites ?? defaultSites(users.count));
  const keyOf = (what: string) => `${seed}/${tenantId}/${what}`;
  const webIds = createObjectIds(keyOf('webs'));
  const collectionIds = createObjectIds(keyOf('site-collections'));
  const [origin = 0] = keysOf(keyOf(`sites/${size}/${users.end}`), 1);

  const state = {
    end: size,
    stored: new Map<number, StoredSite>(),
    removals: new Map<number, DeletedState>(),
    provisioned: new Set<number>(),
  };
  const { stored, removals, provisioned } = state;

  /** The position of the site that it is nested in. */
  function parentOf(position: number): number | undefined {
    if (isPersonal(position)) return undefined;
    const ordinal = ordinalOf(position);
    if (ordinal >= size) return stored.get(position)?.parent;
    const role = roleOf(ordinal, homes);
    return role.kind === 'nested' ? positionOfSite(role.parent) : undefined;
  }

  /** The position of the root of its site collection. */
  function rootOf(position: number): number {
    const parent = parentOf(position);
    return parent === undefined ? position : rootOf(parent);
  }

  function geographyAt(position: number): number {
    const root = rootOf(position);
    const ordinal = ordinalOf(root);
    if (isPersonal(root)) return geographyOf(root, homes);
    if (ordinal < homes) return ordinal;
    // The first sites, and those that were added, are in the central location.
    return ordinal < homes + 8 || ordinal >= size ? 0 : geographyOf(root, homes);
  }

  function generatedName(position: number): { path: string; title: string } {
    const ordinal = ordinalOf(position);
    if (isPersonal(position)) {
      const { userPrincipalName, displayName } = users.original(ordinal);
      return { path: personalPath(userPrincipalName), title: displayName };
    }
    if (ordinal >= size) return { path: `/sites/site-${ordinal}`, title: `Site ${ordinal}` };
    const role = roleOf(ordinal, homes);
    if (role.kind === 'home') return { path: '', title: 'Communication site' };
    if (role.kind === 'collection') return collectionName(role.ordinal);
    const { segment, title } = subsiteName(role.ordinal);
    return { path: `${pathOf(positionOfSite(role.parent))}/${segment}`, title };
  }

  /** Sites move with the site that they are in. */
  function pathOf(position: number): string {
    const own = stored.get(position)?.path;
    const parent = parentOf(position);
    if (own === undefined) return generatedName(position).path;
    return parent === undefined ? own : `${pathOf(parent)}/${segmentOf({ path: own })}`;
  }

  const hostOf = (position: number): string => {
    const { hostname = '', personalHostname = '' } = geographies[geographyAt(position)] ?? {};
    return isPersonal(position) ? personalHostname : hostname;
  };

  const idAt = (position: number) =>
    `${hostOf(position)},${collectionIds.idOf(rootOf(position))},${webIds.idOf(position)}`;

  const isUsed = (position: number): boolean => {
    if (!isPersonal(position)) return ordinalOf(position) < state.end;
    const user = ordinalOf(position);
    if (user >= users.end) return false;
    return provisioned.has(user) || missingDriveOf(directory, user, initialUsers) === null;
  };

  const exists = (position: number) => position >= 0 && !removals.has(position) && isUsed(position);

  function everAt(position: number): Site {
    const ordinal = ordinalOf(position);
    const name = generatedName(position);
    const changed = stored.get(position) ?? {};
    const generated = {
      title: isPersonal(position) ? name.title : withTitleTraits(ordinal, name.title),
      description: isPersonal(position) ? undefined : descriptionOf(ordinal, name.title),
    };
    const { title, description } = { ...generated, ...changed };
    const parent = parentOf(position);
    const geography = geographies[geographyAt(position)] ?? geographies[0];
    if (!geography) throw new Error('A tenant has at least one geography.');
    const day = (ordinal * 37) % DAYS;
    return {
      id: idAt(position),
      hostname: hostOf(position),
      collectionId: collectionIds.idOf(rootOf(position)),
      webId: webIds.idOf(position),
      geography,
      path: changed.path === undefined ? name.path : pathOf(position),
      title,
      description,
      isPersonal: isPersonal(position),
      isHome: !isPersonal(position) && ordinal < homes,
      parentId: parent === undefined ? null : idAt(parent),
      createdDateTime: changed.createdDateTime ?? dateOf(day),
      lastModifiedDateTime: changed.lastModifiedDateTime ?? dateOf(day + ((ordinal * 13) % 300)),
    };
  }

  const subsitesOf = (position: number): number[] => {
    const planned = isPersonal(position) ? undefined : childOf(ordinalOf(position), homes);
    const generated = planned !== undefined && planned < size ? [positionOfSite(planned)] : [];
    const added = [...stored].filter(([, { parent }]) => parent === position).map(([at]) => at);
    return [...generated, ...added].filter(exists);
  };

  const personalSitesAt = (path: string): number[] =>
    principalNamesOf(path, domain)
      .map((name) => directory.findUser(name))
      .filter((user) => user !== undefined)
      .map(positionOfUser);

  /** Positions that may have this address; nested sites are found from the site that they are in. */
  function candidatesFor(hostname: string, path: string): number[] {
    if (path === '') return geographies.map((_, index) => positionOfSite(index));
    const known = [...stored.keys()];
    if (path.startsWith('/personal/')) return [...personalSitesAt(path), ...known];
    const collection = collectionOrdinal(path);
    const added = /^\/sites\/site-(\d{1,9})$/.exec(path)?.[1];
    const parent = path.split('/').length > 3 ? path.slice(0, path.lastIndexOf('/')) : undefined;
    const outer = parent === undefined ? undefined : find(hostname, parent);
    return [
      ...(collection === undefined ? [] : [positionOfSite(ordinalOfCollection(collection, homes))]),
      ...(added === undefined ? [] : [positionOfSite(Number(added))]),
      ...(outer === undefined ? [] : subsitesOf(outer)),
      ...known,
    ];
  }

  function find(hostname: string, path: string): number | undefined {
    const wanted = path.toLowerCase().replace(/\/+$/, '');
    const host = hostname.toLowerCase();
    return candidatesFor(host, wanted).find(
      (position) =>
        exists(position) && hostOf(position) === host && pathOf(position).toLowerCase() === wanted,
    );
  }

  function positionOfWeb(webId: string): number | undefined {
    const position = webIds.ordinalOf(webId);
    return position !== undefined && exists(position) ? position : undefined;
  }

  const changes = createChangeLog(origin);
  return {
    geographies,
    get end() {
      return 2 * Math.max(state.end, users.end);
    },
    at: (position) => (exists(position) ? everAt(position) : undefined),
    everAt,
    removalAt: (position) => removals.get(position),
    geographyAt,
    positionOfWeb,
    positionOf(id) {
      const position = positionOfWeb(id.split(',')[2] ?? '');
      return position !== undefined && idAt(position) === id.toLowerCase() ? position : undefined;
    },
    find,
    subsitesOf,
    ownerOf: (position) => (isPersonal(position) ? users.original(ordinalOf(position)) : undefined),
    personalSiteOf(user) {
      const position = positionOfUser(user);
      if (exists(position)) return position;
      return missingDriveOf(directory, user, initialUsers) ?? 'notProvisioned';
    },
    changes,
    ...createSiteChanges({
      state,
      changes,
      size,
      exists,
      idAt,
      pathOf,
      parentOf,
      subsitesOf,
      positionOf: (id) => positionOfWeb(id.split(',')[2] ?? ''),
      find: (path) => find(geographies[0]?.hostname ?? '', path),
    }),
  };
}
