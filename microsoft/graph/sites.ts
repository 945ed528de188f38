/** Sites of a tenant: lists, changes, single sites. */
import type { DirectorySite } from '../../domain/directory.ts';
import { MAX_FOUND, MAX_SEARCH_PAGES, PAGE_SIZE } from '../../domain/limits.ts';
import { parseAnswer } from '../errors.ts';
import { pageSchema, siteIdSchema } from '../graph-schemas.ts';
import { type ById, readById } from './by-id.ts';
import type { At, GraphClient } from './client.ts';
import { completed, type DeltaPage } from './delta.ts';
import { query } from './links.ts';
import { isNotThere, isUnlicensed } from './sharepoint-answers.ts';
import { siteChangesOf, type SitePage, sitePageOf, SITES, siteSchema } from './site-page.ts';

export type SiteDelta = DeltaPage<DirectorySite>;

/** `more`: whether others were found, too. */
export interface FoundSites {
  readonly sites: DirectorySite[];
  readonly more: boolean;
}

// Without $select, which might leave out the facet of removed sites.
const CHANGES = '/sites/delta';
const WHOLE = `${CHANGES}${query({ $top: PAGE_SIZE })}`;

export function createSiteReads(client: GraphClient) {
  async function sitePage({ link, ...at }: At & { link: string | null }): Promise<SitePage> {
    const first = `/sites/getAllSites${query({ $top: PAGE_SIZE, ...SITES.select })}`;
    return sitePageOf(await client.call(at, { target: link ?? first }));
  }

  async function siteDelta({ link, ...at }: At & { link: string | null }): Promise<SiteDelta> {
    const answer = await client.call(at, { target: link ?? WHOLE });
    return completed(client, at, SITES, siteChangesOf(answer));
  }

  async function sitesById({
    ids,
    ...at
  }: At & { ids: readonly string[] }): Promise<ById<DirectorySite>> {
    const wellFormed = ids.filter((id) => siteIdSchema.safeParse(id).success);
    const malformed = ids.filter((id) => !wellFormed.includes(id));
    const { missing, ...read } = await readById(client, at, SITES, wellFormed);
    const unknown = malformed.map((id) => ({ id, code: 'InvalidId', outage: null }));
    return { ...read, missing: [...missing, ...unknown] };
  }

  async function siteByUrl({ url, ...at }: At & { url: string }): Promise<DirectorySite | null> {
    const { hostname, pathname } = new URL(url);
    const path = pathname.replace(/\/$/, '').replaceAll(':', '%3A');
    const target = `/sites/${hostname}:${path || '/'}${query(SITES.select)}`;
    try {
      const site = parseAnswer(siteSchema, await client.call(at, { target }));
      return sameAddress(site.url, url) ? site : null;
    } catch (error) {
      if (isNotThere(error)) return null;
      throw error;
    }
  }

  /**
   * Sites with all the words, or words that begin so, in what Microsoft searches: their titles, for one. Personal
   * sites are left out.
   */
  async function searchSites({
    words,
    ...at
  }: At & { words: readonly string[] }): Promise<FoundSites> {
    // Without the asterisk, only whole words are found.
    const search = words.map((word) => `${word}*`).join(' ');
    const found = new Map<string, DirectorySite>();
    let target: string | null = `/sites${query({ search, ...SITES.select })}`;
    for (let page = 0; page < MAX_SEARCH_PAGES; page += 1) {
      if (target === null || found.size > MAX_FOUND) break;
      const { sites, next } = sitePageOf(await client.call(at, { target }));
      for (const site of sites) if (site.owner === null) found.set(site.id, site);
      target = next;
    }
    const sites = [...found.values()].slice(0, MAX_FOUND);
    return { sites, more: target !== null || found.size > MAX_FOUND };
  }

  async function sitesReadable(at: At): Promise<'readable' | 'unlicensed'> {
    const target = `/sites/getAllSites${query({ $top: 1, $select: 'id' })}`;
    try {
      parseAnswer(pageSchema, await client.call(at, { target }));
      return 'readable';
    } catch (error) {
      if (isUnlicensed(error)) return 'unlicensed';
      throw error;
    }
  }

  return {
    sitePage,
    siteDelta,
    sitesById,
    siteByUrl,
    searchSites,
    sitesReadable,
  };
}

/** Whether two addresses are the same to SharePoint. It may give another site for one below it. */
function sameAddress(one: string, other: string): boolean {
  const [first, second] = [one, other].map((address) => {
    const { host, pathname } = new URL(address);
    return `${host}${pathname}`.replace(/\/$/, '').toLowerCase();
  });
  return first === second;
}
