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

/** Where the path of a site ends, and that of its pages, lists and services begins. */
const PARTS_OF_A_SITE = new Set(['sitepages', 'pages', 'lists', '_layouts', '_api', '_vti_bin']);

/** @param domain of SharePoint in the cloud, such as `sharepoint.com`: the hosts of tenants are below it */
export function parseSiteAddress(text: string, domain: string): SiteAddress {
  const address = text.trim();
  if (address.length > LONGEST) return { refused: 'SiteAddressTooLong' };
  // Hosts of SharePoint are plain ASCII. Others only look like one.
  if (/^https:\/\/[^/?#]*[^\0-\x7f]/i.test(address)) return { refused: 'SiteAddressForeign' };
  if (!/^https:\/\//i.test(address) || TRICKS.test(address) || !URL.canParse(address))
    return { refused: 'SiteAddressInvalid' };
  const { hostname, host, username, password, search, hash, pathname } = new URL(address);
  // The rest after the host as it was typed: a URL resolves dots.
  const typed = address.replace(/^https:\/\/[^/?#]*/i, '');
  if (username || password || host !== hostname || DOTS.test(typed.replace(/[?#].*$/, '')))
    return { refused: 'SiteAddressInvalid' };
  const tenant = tenantIn(hostname, domain);
  if (tenant === null) return { refused: 'SiteAddressForeign' };
  if (search || hash || /[?#]/.test(address)) return { refused: 'SiteAddressWithParameters' };
  const path = sitePathOf(pathname);
  if (path === null) return { refused: 'SiteAddressInvalid' };
  if (tenant.endsWith('-my') || /^\/personal(\/|$)/i.test(path))
    return { refused: 'SiteAddressPersonal' };
  if (/\.[a-z]{3,4}$/i.test(path)) return { refused: 'SiteAddressOfPage' };
  return { url: `https://${hostname}${path}` };
}

/** The first label of a host directly below the domain; null for any other host. */
function tenantIn(hostname: string, domain: string): string | null {
  const below = `.${domain}`;
  if (!hostname.endsWith(below)) return null;
  const label = hostname.slice(0, -below.length);
  return /^[a-z\d]([a-z\d-]*[a-z\d])?$/.test(label) && !label.startsWith('xn--') ? label : null;
}

/** Without a page or a library that was copied along. Null for escapes that are none. */
function sitePathOf(pathname: string): string | null {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  try {
    const names = segments.map((segment) => decodeURIComponent(segment).toLowerCase());
    const part = names.findIndex((name) => PARTS_OF_A_SITE.has(name));
    // A library's own page lies in the library's folder `Forms`.
    const forms = names.indexOf('forms');
    const ends = [part, forms > 0 ? forms - 1 : -1].filter((end) => end >= 0);
    const kept = segments.slice(0, Math.min(segments.length, ...ends));
    return kept.map((segment) => `/${segment}`).join('');
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
