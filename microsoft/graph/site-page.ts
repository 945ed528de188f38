/** Sites, as lists and delta queries of SharePoint describe them. */
import { z } from 'zod';
import type { DirectorySite, SkippedItem } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { parseAnswer } from '../errors.ts';
import {
  converting,
  optional,
  pageSchema,
  parseItems,
  siteIdSchema,
  skippedItem,
  storable,
} from '../graph-schemas.ts';
import type { MicrosoftAnswer } from '../transport.ts';
import type { ChangedItems } from './delta-page.ts';

const SITE_SELECT = [
  'id',
  'webUrl',
  'displayName',
  'description',
  'isPersonalSite',
  'parentReference',
] as const;

/** Longer than any address that SharePoint accepts, and any title or description worth keeping. */
const LONGEST_URL = 2_048;
const LONGEST_TEXT = 1_000;

const text = (value: string | null | undefined) => {
  const found = optional(value?.slice(0, LONGEST_TEXT))?.trim();
  return found ? found : null;
};

/** It becomes a link in the console. */
const isWebAddress = (value: string): boolean =>
  value.length <= LONGEST_URL && URL.canParse(value) && new URL(value).protocol === 'https:';

/** `isPersonalSite` is not in every answer. */
const looksPersonal = (url: string): boolean => {
  const { hostname, pathname } = new URL(url);
  return /^[^.]+-my\./i.test(hostname) && /^\/personal\//i.test(pathname);
};

const NO_OWNER_YET = { driveId: null, userId: null, displayName: null, principalName: null };

/** The selected properties of `site`. Rejects a site without an id or an address. */
export const siteSchema = converting(
  z.object({
    id: siteIdSchema,
    webUrl: z.string().refine(isWebAddress),
    displayName: z.string().nullish(),
    description: z.string().nullish(),
    isPersonalSite: z.boolean().nullish(),
    parentReference: z.object({ siteId: z.string().nullish() }).nullish(),
  }),
  (site): DirectorySite => ({
    id: site.id,
    url: storable(site.webUrl),
    title: text(site.displayName),
    description: text(site.description),
    parentId: siteIdSchema.safeParse(site.parentReference?.siteId).data ?? null,
    owner: (site.isPersonalSite ?? looksPersonal(site.webUrl)) ? NO_OWNER_YET : null,
  }),
);

export const SITES = {
  kind: 'site',
  path: '/sites',
  properties: SITE_SELECT,
  select: { $select: SITE_SELECT.join(',') },
  schema: siteSchema,
} as const;

export interface SitePage {
  readonly sites: DirectorySite[];
  /** Link to the next page, with another path than the first. */
  readonly next: string | null;
  readonly skipped: readonly SkippedItem[];
}

/** @throws ProvostError `UnexpectedAnswer` for an invalid page */
export function sitePageOf(answer: MicrosoftAnswer): SitePage {
  const page = parseAnswer(pageSchema, answer);
  const { items, skipped } = parseItems('site', siteSchema, page.value);
  return { sites: items, next: page['@odata.nextLink'] ?? null, skipped };
}

const identifiedSchema = z.object({ id: siteIdSchema, webUrl: z.unknown().optional() });
/** Other than a removed user, a removed site has a facet of its own. */
const removedSchema = z.object({ deleted: z.object({}) });

/**
 * Sorts sites by the last state of each id. One without an address is partial, and must be read by id.
 * @throws ProvostError `UnexpectedAnswer` for an invalid page
 */
export function siteChangesOf(answer: MicrosoftAnswer): ChangedItems<DirectorySite> {
  const page = parseAnswer(pageSchema, answer);
  const next = page['@odata.nextLink'] ?? null;
  const delta = page['@odata.deltaLink'] ?? null;
  if (next === null && delta === null) throw new ProvostError('UnexpectedAnswer');
  const last = new Map<string, DirectorySite | 'partial' | 'removed'>();
  const skipped: SkippedItem[] = [];
  for (const item of page.value) {
    const { data: identified } = identifiedSchema.safeParse(item);
    const whole = siteSchema.safeParse(item);
    if (identified === undefined) skipped.push({ kind: 'site', id: null, properties: ['id'] });
    else if (removedSchema.safeParse(item).success) last.set(identified.id, 'removed');
    else if (identified.webUrl === undefined) last.set(identified.id, 'partial');
    else if (whole.success) last.set(identified.id, whole.data);
    else skipped.push(skippedItem('site', item, whole.error));
  }
  const idsThat = (state: 'partial' | 'removed') =>
    [...last].filter(([, value]) => value === state).map(([id]) => id);
  const whole = [...last.values()].filter((value) => typeof value !== 'string');
  return { whole, partial: idsThat('partial'), removed: idsThat('removed'), skipped, next, delta };
}
