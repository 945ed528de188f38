/** Parses requests for tenant-wide consent, v1 and v2. */
import type { AppRegistration, Tenant } from '../model.ts';
import { RESOURCE_APIS } from '../registrations.ts';
import { checkRedirectUri, findRegistration, tenantOfAuthority } from './entra.ts';
import type { Entra } from './entra.ts';
import { EntraError } from './errors.ts';
import type { Parameters } from './redirects.ts';

export type Version = 'v1' | 'v2';

export interface AdminConsentRequest {
  readonly version: Version;
  readonly authority: string;
  readonly registration: AppRegistration;
  readonly redirectUri: string;
  readonly state: string | undefined;
  /** As requested; v2 only. */
  readonly scope: string | undefined;
  /** Undefined for `organizations` and `common`, where the signed-in account decides the tenant. */
  readonly tenant: Tenant | undefined;
}

type Query = Record<string, string>;

/** @throws EntraError to show on Entra's own page, not to redirect */
export function readAdminConsentRequest(
  entra: Entra,
  version: Version,
  authority: string,
  query: Query,
): AdminConsentRequest {
  const tenant = tenantOfAuthority(entra, authority);
  const name = tenant?.displayName ?? authority;
  const registration = findRegistration(entra, query['client_id'], name);
  const redirectUri = checkRedirectUri(registration, query['redirect_uri']);
  const { state, scope } = query;
  return { version, authority, registration, redirectUri, state, scope, tenant };
}

const DEFAULT_SCOPE = /^(\S+)\/\.default$/;

const isKnownApi = (resource: string | undefined): boolean =>
  RESOURCE_APIS.some(({ appId, identifierUri }) => [appId, identifierUri].includes(resource ?? ''));

/** The error to redirect to the application, if the request is invalid. v1 requests are never invalid. */
export function requestProblem(request: AdminConsentRequest): EntraError | undefined {
  const { version, authority, scope } = request;
  if (version === 'v1') return undefined;
  if (authority.toLowerCase() === 'common')
    return new EntraError('parameterMissing', { parameter: 'response_type' });
  const scopes = (scope ?? '').split(' ').filter(Boolean);
  if (scopes.length === 0) return new EntraError('parameterMissing', { parameter: 'scope' });
  const wrong = scopes.find((value) => !DEFAULT_SCOPE.test(value));
  if (wrong !== undefined) return new EntraError('scopeInvalid', { scope: wrong });
  const resources = scopes.map((value) => DEFAULT_SCOPE.exec(value)?.[1]);
  const unknown = resources.find((resource) => !isKnownApi(resource));
  if (unknown === undefined) return undefined;
  return new EntraError('unknownResource', { resource: unknown, tenant: authority });
}

/** The redirect parameters after Accept, in Entra's order. */
export function successParameters(request: AdminConsentRequest, tenant: Tenant): Parameters {
  const { version, scope, state } = request;
  if (version === 'v2')
    return [
      ['admin_consent', 'True'],
      ['tenant', tenant.id],
      ['scope', scope],
      ['state', state],
    ];
  return [
    ['tenant', tenant.id],
    ['state', state],
    ['admin_consent', 'True'],
  ];
}
