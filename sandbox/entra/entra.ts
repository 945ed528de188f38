/** The shared state of the sandbox's Entra, and lookups of tenants and applications. */
import type { AppRegistration, Tenant } from '../model.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import { EntraError } from './errors.ts';
import type { Ledger } from './ledger.ts';
import type { Sessions } from './sessions.ts';
import type { SigningKey } from './signing-key.ts';
import { findTenant } from '../tenant-index.ts';

export interface Entra {
  readonly tenants: readonly Tenant[];
  readonly registrations: readonly AppRegistration[];
  readonly signingKey: SigningKey;
  readonly ledger: Ledger;
  readonly sessions: Sessions;
  readonly codes: AuthorizationCodes;
  /** The origin that clients use; undefined for the origin of each request. */
  readonly origin?: string;
}

/** Authorities for which the signed-in account decides the tenant. */
const SHARED_AUTHORITIES = ['organizations', 'common'];

/**
 * The tenant that a path segment names by GUID or domain; undefined for `organizations` and `common`.
 * @throws EntraError `unknownTenant`
 */
export function tenantOfAuthority(entra: Entra, authority: string): Tenant | undefined {
  const name = authority.toLowerCase();
  if (SHARED_AUTHORITIES.includes(name)) return undefined;
  const tenant = findTenant(entra.tenants, name);
  if (!tenant) throw new EntraError('unknownTenant', { tenant: authority });
  return tenant;
}

/** The registration with that client id. @throws EntraError `parameterMissing` or `unknownClient` */
export function findRegistration(
  entra: Entra,
  clientId: string | undefined,
  tenantName: string,
): AppRegistration {
  if (!clientId) throw new EntraError('parameterMissing', { parameter: 'client_id' });
  const found = entra.registrations.find((registration) => registration.clientId === clientId);
  if (!found) throw new EntraError('unknownClient', { clientId, tenant: tenantName });
  return found;
}

/** The names under which Microsoft's sign-in service is reached. The first is the usual one. */
export const LOGIN_HOSTS = [
  'login.microsoftonline.com',
  'login.windows.net',
  'login.microsoft.com',
  'sts.windows.net',
] as const;

export const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const withoutLoopbackPort = (uri: string): string => {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (!url || !LOOPBACK_HOSTS.includes(url.hostname)) return uri;
  return uri.replace(/^(https?:\/\/[^/:]+):\d+/, '$1');
};

/** Whether the address is a registered redirect URI of the application. */
export const isRedirectUriOf = (registration: AppRegistration, redirectUri: string): boolean =>
  registration.redirectUris.map(withoutLoopbackPort).includes(withoutLoopbackPort(redirectUri));

/** The redirect URI if it is registered. @throws EntraError `parameterMissing` or `replyAddress` */
export function checkRedirectUri(
  registration: AppRegistration,
  redirectUri: string | undefined,
): string {
  if (!redirectUri) throw new EntraError('parameterMissing', { parameter: 'redirect_uri' });
  if (!isRedirectUriOf(registration, redirectUri))
    throw new EntraError('replyAddress', { redirectUri, clientId: registration.clientId });
  return redirectUri;
}

/** The sandbox's origin for a request to `requestUrl`. */
export const originOf = (entra: Entra, requestUrl: string): string =>
  entra.origin ?? new URL(requestUrl).origin;
