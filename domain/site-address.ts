/** The address of a site, as a person pastes it. Which sites exist, Microsoft says. */
import type { FailureType } from './failures.ts';

/** In characters. SharePoint's own limit for a whole path. */
const LONGEST = 400;

export type SiteAddressFailure = Extract<FailureType, `SiteAddress${string}`>;

/** The address in one spelling, without a page, or why it is refused. */
export type SiteAddress = { readonly url: string } | { readonly refused: SiteAddressFailure };

/** Escapes of characters that separate paths or end texts, and of dots, which nobody has to escape. */
const TRICKS = /\\|%(00|25|2e|2f|5c)|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/iu;
const DOTS = /(^|\/)\.{1,2}(\/|$)/;

/** What follows them is the name of a site, whatever it is. */
const MANAGED_PATHS = new Set(['sites', 'teams']);

/** Where the path of a site ends, and that of its pages, lists and services begins. */
const PARTS_OF_A_SITE = new Set(['sitepages', 'lists', '_layouts', '_api', '_vti_bin']);

/** Names of sites may contain dots, so only what is known to be a page or a file is refused. */
const PAGE = /\.(aspx?|html?|mht)$/;
const FILE =
  /\.(docx?|docm|dotx|xlsx?|xlsm|xlsb|csv|pptx?|pptm|ppsx|pdf|one|onetoc2|vsdx?|msg|eml|txt|rtf|md|xml|json|png|jpe?g|gif|svg|heic|mp[34]|mov|zip)$/;

/** The first part of a link that SharePoint made to share something: `/:f:/s/sales/…`. */
const SHARED = /^:[a-z]+:$/;

/** @param domain of SharePoint in the cloud, such as `sharepoint.com`: the hosts of tenants are below it */
export function parseSiteAddress(text: string, domain: string): SiteAddress {
  const address = text.trim();
  if (address.length > LONGEST) return { refused: 'SiteAddressTooLong' };
  // Hosts of SharePoint are plain ASCII. Others only look like one.
  if (/^https:\/\/[^/?#]*[^\0-\x7f]/i.test(address)) return { refused: 'SiteAddressForeign' };
  const [, authority = '', rest = ''] = /^https:\/\/([^/?#]*)(.*)$/i.exec(address) ?? [];
  if (authority === '' || TRICKS.test(address) || !URL.canParse(address))
    return { refused: 'SiteAddressInvalid' };
  const { hostname, search, hash, pathname } = new URL(address);
  // As it was typed: a URL drops an empty user and resolves dots.
  if (authority.toLowerCase() !== hostname || DOTS.test(rest.replace(/[?#].*$/, '')))
    return { refused: 'SiteAddressInvalid' };
  const tenant = tenantIn(hostname, domain);
  if (tenant === null) return { refused: 'SiteAddressForeign' };
  if (tenant.endsWith('-my')) return { refused: 'SiteAddressPersonal' };
  const path = pathOf(pathname);
  if (path === null) return { refused: 'SiteAddressInvalid' };
  // Its parameters are not what is wrong with it.
  if (SHARED.test(path[0]?.name ?? '')) return { refused: 'SiteAddressOfSharingLink' };
  if (search || hash || /[?#]/.test(address)) return { refused: 'SiteAddressWithParameters' };
  // No name has a colon, and Graph takes one for the end of the address.
  if (path.some(({ name }) => name.includes(':'))) return { refused: 'SiteAddressInvalid' };
  if (path[0]?.name === 'personal') return { refused: 'SiteAddressPersonal' };
  const site = siteIn(path);
  if (site.length > nameEnd(path) && isPageOrFile(site)) return { refused: 'SiteAddressOfPage' };
  return { url: `https://${hostname}${site.map(({ typed }) => `/${typed}`).join('')}` };
}

/** The first label of a host directly below the domain; null for any other host. */
function tenantIn(hostname: string, domain: string): string | null {
  const below = `.${domain}`;
  if (!hostname.endsWith(below)) return null;
  const label = hostname.slice(0, -below.length);
  return /^[a-z\d]([a-z\d-]*[a-z\d])?$/.test(label) && !label.startsWith('xn--') ? label : null;
}

/** A segment as it was typed, and what it says in lower case. */
interface Segment {
  readonly typed: string;
  readonly name: string;
}

/** Null for escapes that are none. */
function pathOf(pathname: string): readonly Segment[] | null {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  try {
    return segments.map((typed) => ({ typed, name: decodeURIComponent(typed).toLowerCase() }));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** How many segments name the site collection. Nothing is cut from these. */
const nameEnd = (path: readonly Segment[]) => (MANAGED_PATHS.has(path[0]?.name ?? '') ? 2 : 0);

/** Without a page or a library that was copied along. */
function siteIn(path: readonly Segment[]): readonly Segment[] {
  const names = path.map(({ name }) => name);
  const from = nameEnd(path);
  const part = names.findIndex((name, index) => index >= from && PARTS_OF_A_SITE.has(name));
  return path.slice(0, Math.min(path.length, ...[part, libraryOf(names, from)].filter(isFound)));
}

const isFound = (index: number) => index >= 0;

/**
 * Where a library begins whose page this is: `Documents/Forms/AllItems.aspx` or `Pages/Home.aspx`. Sites may have
 * these names, too, so it is one only if a page follows.
 */
function libraryOf(names: readonly string[], from: number): number {
  if (!PAGE.test(names.at(-1) ?? '')) return -1;
  const pages = names.indexOf('pages', from);
  const forms = names.indexOf('forms', from + 1);
  return isFound(pages) ? pages : forms - 1;
}

function isPageOrFile(path: readonly Segment[]): boolean {
  const name = path.at(-1)?.name ?? '';
  return PAGE.test(name) || FILE.test(name);
}
