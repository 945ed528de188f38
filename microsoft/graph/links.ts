/** Graph URLs: those that we build, and links from Graph's answers. */
import { ProvostError } from '../../domain/failures.ts';
import { CLOUDS } from '../clouds.ts';
import type { MicrosoftConfiguration } from '../configuration.ts';

export const VERSION = '/v1.0';

type InCloud = Pick<MicrosoftConfiguration, 'cloud'>;

/** The canonical URL of a path relative to the API version. */
export function graphUrl({ cloud }: InCloud, path: string): string {
  return `${CLOUDS[cloud].graph}${VERSION}${path}`;
}

/**
 * Validates a next or delta link before a token is sent to it.
 * @throws ProvostError `ForeignLink` unless it is https, on the cloud's Graph host, without
 * credentials, and below our API version.
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

/** A validated link in the form that `$batch` needs: relative to the API version. */
export function relativeLink(configuration: InCloud, link: string): string {
  return followableUrl(configuration, link).slice(graphUrl(configuration, '').length);
}

/** A query string. Encodes the values, because the Graph client does not. */
export function query(options: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(options).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `?${pairs.join('&')}`;
}

/** An OData string literal (OData 4.01 ABNF): apostrophes doubled. Not URL-encoded. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A `$filter` that works without advanced query capabilities, e.g. on `userPrincipalName` or `displayName`. */
export function startsWith(property: string, prefix: string): string {
  return `startswith(${property},${literal(prefix)})`;
}
