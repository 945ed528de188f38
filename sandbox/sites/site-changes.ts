/** Changes to the sites of a tenant. Each is appended to the log that `/sites/delta` reads. */
import type { ChangeLog } from '../directory/change-log.ts';
import { UnknownObjectError } from '../directory/directory-changes.ts';
import type { Selection } from '../directory/directory-changes.ts';
import type { DeletedState, SitePatch, StoredSite } from './site.ts';

export interface NewSite extends SitePatch {
  /** The id of the site that it is to be nested in. */
  readonly parentId?: string | undefined;
}

/** Returns ids. A number picks sites that are not personal. @throws UnknownObjectError for an unknown id */
export interface SiteChanges {
  /** @throws SiteAddressError if the address is taken or not possible */
  addSite(site: NewSite): string;
  /** @throws SiteAddressError if the address is taken or not possible */
  changeSites(selection: Selection, patch: SitePatch): string[];
  /** Removes sites with all sites in them. */
  removeSites(selection: Selection, state?: DeletedState): string[];
  /** Restores removed sites: all, or those with these ids. */
  restoreSites(ids?: readonly string[]): string[];
  /** Provisions the OneDrive of the user at this position. Undefined if there is one already. */
  provision(user: number): string | undefined;
}

/** An address that a site cannot have. */
export class SiteAddressError extends Error {
  override readonly name = 'SiteAddressError';
}

export interface ChangeableSites {
  readonly state: {
    /** The number of sites that are not personal, removed ones included. */
    end: number;
    readonly stored: Map<number, StoredSite>;
    readonly removals: Map<number, DeletedState>;
    readonly provisioned: Set<number>;
  };
  readonly changes: ChangeLog;
  /** The number of generated sites. */
  readonly size: number;
  exists(position: number): boolean;
  idAt(position: number): string;
  pathOf(position: number): string;
  parentOf(position: number): number | undefined;
  subsitesOf(position: number): number[];
  positionOf(id: string): number | undefined;
  /** A site of the central location by its address. */
  find(path: string): number | undefined;
}

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

/** Home sites and the very first site collections are left alone when sites are picked. */
const SPARED = 5;

export function createSiteChanges(sites: ChangeableSites): SiteChanges {
  const { state, changes, exists, idAt } = sites;
  const { stored, removals, provisioned } = state;

  function require(id: string): number {
    const position = sites.positionOf(id);
    if (position === undefined || idAt(position) !== id.toLowerCase())
      throw new UnknownObjectError(`No site has the id ${id}.`);
    return position;
  }

  /** Site collections without sites in them, from the last backwards. */
  function pick(count: number): number[] {
    const picked: number[] = [];
    for (let at = 2 * (state.end - 1); at >= 2 * SPARED && picked.length < count; at -= 2)
      if (exists(at) && sites.parentOf(at) === undefined && sites.subsitesOf(at).length === 0)
        picked.push(at);
    return picked;
  }

  const select = (selection: Selection): number[] =>
    typeof selection === 'number' ? pick(selection) : selection.map(require);

  function log(position: number, properties?: readonly string[]): string {
    changes.append({ of: 'site', position, ...(properties && { properties }) });
    return idAt(position);
  }

  function requireFree(path: string): void {
    if (!/^\/(sites|teams)\/[^/]+(\/[^/]+)*$/.test(path))
      throw new SiteAddressError(`${path} is no address of a site, such as /sites/finance.`);
    if (sites.find(path) !== undefined) throw new SiteAddressError(`${path} is taken.`);
  }

  const storedOf = ({ displayName, description, path }: SitePatch): StoredSite => ({
    ...(displayName !== undefined && { title: displayName }),
    ...(description !== undefined && { description }),
    ...(path !== undefined && { path }),
    lastModifiedDateTime: now(),
  });

  /** From the site down to those in it. */
  const withSubsites = (position: number): number[] => [
    position,
    ...sites.subsitesOf(position).flatMap(withSubsites),
  ];

  function change(position: number, patch: SitePatch): string {
    if (patch.path !== undefined) {
      if (sites.parentOf(position) !== undefined || sites.pathOf(position) === '')
        throw new SiteAddressError('Only the address of a site collection can be changed.');
      requireFree(patch.path);
    }
    stored.set(position, { ...stored.get(position), ...storedOf(patch) });
    return log(position, Object.keys(patch));
  }

  return {
    addSite({ parentId, ...patch }) {
      const parent = parentId === undefined ? undefined : require(parentId);
      const position = 2 * state.end;
      const segment = `site-${state.end}`;
      const path =
        patch.path ?? `${parent === undefined ? '/sites' : sites.pathOf(parent)}/${segment}`;
      requireFree(path);
      state.end += 1;
      stored.set(position, {
        title: `Site ${state.end}`,
        ...storedOf(patch),
        path,
        parent,
        createdDateTime: now(),
      });
      return log(position);
    },
    changeSites: (selection, patch) => select(selection).map((position) => change(position, patch)),
    removeSites: (selection, removal = 'deleted') =>
      select(selection)
        .flatMap(withSubsites)
        .map((position) => {
          removals.set(position, removal);
          return log(position);
        }),
    restoreSites(ids) {
      const wanted = ids && new Set(ids.map((id) => id.toLowerCase()));
      return [...removals.keys()]
        .filter((position) => wanted?.has(idAt(position)) ?? true)
        .map((position) => {
          removals.delete(position);
          return log(position);
        });
    },
    provision(user) {
      const position = 2 * user + 1;
      if (exists(position)) return undefined;
      provisioned.add(user);
      removals.delete(position);
      return log(position);
    },
  };
}
