/** Addresses in Graph: our own, and those that Graph's answers hand us. */
import { ProvostError } from '../../domain/failures.ts';
import { CLOUDS } from '../clouds.ts';
import type { MicrosoftConfiguration } from '../configuration.ts';

export const VERSION = '/v1.0';

type InCloud = Pick<MicrosoftConfiguration, 'cloud'>;

/** The canonical URL of a path below the version. */
export function graphUrl({ cloud }: InCloud, path: string): string {
  return `${CLOUDS[cloud].graph}${VERSION}${path}`;
}

/**
 * A next or delta link, fit to be sent a token.
 * @throws ProvostError `ForeignLink` unless it is https, on the cloud's own Graph host, without a
 * user name, and below our version of the API.
 */
export function followableUrl({ cloud }: InCloud, link: string): string {
  const url = URL.canParse(link) ? new URL(link) : null;
  const own =
    url !== null &&
    url.origin === CLOUDS[cloud].graph &&
    url.pathname.startsWith(`${VERSION}/`) &&
    url.username === '' &&
    url.password === '';
  if (!own)
    throw new ProvostError('ForeignLink', undefined, { details: { host: url?.host ?? null } });
  return `${url.origin}${url.pathname}${url.search}`;
}

/** A followable link as `$batch` takes it: relative to the version. */
export function relativeLink(configuration: InCloud, link: string): string {
  return followableUrl(configuration, link).slice(graphUrl(configuration, '').length);
}

/** A query string; values are encoded, since the Graph client encodes nothing. */
export function query(options: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(options).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `?${pairs.join('&')}`;
}

/** An OData string literal (OData 4.01 ABNF): apostrophes doubled. Not yet encoded. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A `$filter` that needs no advanced query, e.g. for `userPrincipalName` or `displayName`. */
export function startsWith(property: string, prefix: string): string {
  return `startswith(${property},${literal(prefix)})`;
}
