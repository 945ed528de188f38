/** A site of SharePoint or, if it is personal, the site of a OneDrive. */
import type { Geography } from './geographies.ts';

export interface Site {
  /** `host,site collection,web` */
  readonly id: string;
  readonly hostname: string;
  readonly collectionId: string;
  readonly webId: string;
  readonly geography: Geography;
  /** Server-relative, like `/sites/finance`; empty for the home site of a geography. */
  readonly path: string;
  /** Null or absent for a site without a title. */
  readonly title: string | null | undefined;
  /** Absent for some. */
  readonly description: string | undefined;
  readonly isPersonal: boolean;
  /** The home site of its geography. */
  readonly isHome: boolean;
  /** The id of the site that it is nested in; null for the root of a site collection. */
  readonly parentId: string | null;
  /** ISO 8601. */
  readonly createdDateTime: string;
  readonly lastModifiedDateTime: string;
}

/** `state` of the `deleted` facet. */
export type DeletedState = 'deleted' | 'softDeleted' | 'hardDeleted';

/** What can be changed of a site. */
export interface SitePatch {
  /** Null takes the title away. */
  readonly displayName?: string | null | undefined;
  readonly description?: string | undefined;
  /** A new address, server-relative, for the root of a site collection. */
  readonly path?: string | undefined;
}

/** What the changes keep of a site: everything else is computed. */
export interface StoredSite {
  title?: string | null | undefined;
  description?: string | undefined;
  path?: string | undefined;
  /** Position of the site that an added one is nested in. */
  parent?: number | undefined;
  lastModifiedDateTime?: string | undefined;
  createdDateTime?: string | undefined;
}

/** The last part of the address. */
export const segmentOf = ({ path }: Pick<Site, 'path'>): string => path.split('/').at(-1) ?? '';

export const webUrlOf = ({ hostname, path }: Pick<Site, 'hostname' | 'path'>): string =>
  `https://${hostname}${path}`;
