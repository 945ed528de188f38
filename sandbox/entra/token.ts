/** `POST /{tenant}/oauth2/v2.0/token`: authorization codes and client credentials. */
import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Tenant } from '../model.ts';
import { audiencesOf, RESOURCE_APIS } from '../registrations.ts';
import type { Authorization } from './authorization-codes.ts';
import { authenticateClient } from './client-authentication.ts';
import { findRegistration, tenantOfAuthority } from './entra.ts';
import type { Entra } from './entra.ts';
import { EntraError, tokenErrorBody } from './errors.ts';
import type { EntraErrorName } from './errors.ts';
import { identifyRequest } from './request-ids.ts';
import { assertionAudience, readTokenForm, requireField } from './token-request.ts';
import type { TokenForm, TokenRequest } from './token-request.ts';
import { signAppToken, signIdToken, signUserToken, TOKEN_LIFETIME_S } from './tokens.ts';

const authenticate = ({ registration, form, assertionAudience }: TokenRequest) =>
  authenticateClient(
    registration,
    {
      secret: form.client_secret,
      assertion: form.client_assertion,
      assertionType: form.client_assertion_type,
    },
    assertionAudience,
  );

const bearer = (accessToken: string) => ({
  token_type: 'Bearer',
  expires_in: TOKEN_LIFETIME_S,
  ext_expires_in: TOKEN_LIFETIME_S,
  access_token: accessToken,
});

/** Clients that sign people in add these to every request. Entra ignores them without a person. */
const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];

/** The API of a `/.default` scope, and the name that the scope has for it, which becomes the `aud`. */
function requestedApi(scope: string, tenant: Tenant) {
  const [wanted = '', ...more] = scope
    .split(/\s+/)
    .filter((each) => each !== '' && !OPENID_SCOPES.includes(each));
  const audience = /^(\S+)\/\.default$/.exec(wanted)?.[1];
  if (audience === undefined || more.length > 0) throw new EntraError('scopeNotDefault', { scope });
  const api = RESOURCE_APIS.find((each) => audiencesOf(each).includes(audience));
  if (!api)
    throw new EntraError('unknownResource', { resource: audience, tenant: tenant.displayName });
  return { api, audience };
}

async function clientCredentials(entra: Entra, request: TokenRequest) {
  const { registration, tenant, form } = request;
  if (!tenant) throw new EntraError('noTenant');
  const scope = requireField(form, 'scope');
  const appidacr = await authenticate(request);
  const { clientId } = registration;
  const { tokenRefusal } = tenant.faults;
  if (tokenRefusal) throw new EntraError(tokenRefusal, { clientId, tenant: tenant.id });
  if (!entra.ledger.hasServicePrincipal(tenant, clientId))
    throw new EntraError('noServicePrincipal', { clientId, tenant: tenant.id });
  const requested = requestedApi(scope, tenant);
  return bearer(await signAppToken(entra, { tenant, clientId, appidacr, ...requested }));
}

/** Identifies the account across tenants, for clients with a token cache per account. */
const clientInfo = ({ account }: Authorization): string =>
  Buffer.from(JSON.stringify({ uid: account.person.objectId, utid: account.home.id })).toString(
    'base64url',
  );

async function authorizationCode(entra: Entra, request: TokenRequest) {
  const { registration, tenant, form } = request;
  const code = requireField(form, 'code');
  const redirectUri = requireField(form, 'redirect_uri');
  await authenticate(request);
  const { clientId } = registration;
  const codeVerifier = form.code_verifier;
  const redemption = { code, clientId, redirectUri, codeVerifier, tenant };
  const authorization = entra.codes.redeem(redemption);
  const { scopes } = authorization;
  return {
    ...bearer(await signUserToken(entra, registration, authorization)),
    scope: scopes.join(' '),
    ...(scopes.includes('openid') && { id_token: await signIdToken(entra, authorization) }),
    ...(form.client_info === '1' && { client_info: clientInfo(authorization) }),
  };
}

type Grant = (entra: Entra, request: TokenRequest) => Promise<object>;

const GRANTS = new Map<string, Grant>([
  ['client_credentials', clientCredentials],
  ['authorization_code', authorizationCode],
]);

const FAILURES: Record<number, EntraErrorName> = {
  429: 'throttled',
  500: 'internalError',
  503: 'serverError',
};

/** Applies the tenant's faults, before the request can redeem a code. */
async function applyFaults(c: Context, { faults, counters }: Tenant): Promise<void> {
  counters.token += 1;
  if (faults.latencyMs > 0) await pause(faults.latencyMs);
  if (faults.failTokenNext <= 0) return;
  faults.failTokenNext -= 1;
  const { failTokenStatus, retryAfterSeconds } = faults;
  if (failTokenStatus === 429 && retryAfterSeconds !== null)
    c.header('Retry-After', String(retryAfterSeconds));
  throw new EntraError(FAILURES[failTokenStatus] ?? 'serverError');
}

async function answer(c: Context, entra: Entra, authority: string): Promise<object> {
  const tenant = tenantOfAuthority(entra, authority);
  const form: TokenForm = await readTokenForm(c);
  const concerned = tenant ?? entra.codes.tenantOf(form.code ?? '');
  if (concerned) await applyFaults(c, concerned);
  const grantType = requireField(form, 'grant_type');
  const grant = GRANTS.get(grantType);
  if (!grant) throw new EntraError('unsupportedGrant', { grantType });
  const registration = findRegistration(entra, form.client_id, tenant?.displayName ?? authority);
  const audience = assertionAudience(entra, c.req.url, authority, tenant);
  return grant(entra, { form, registration, tenant, assertionAudience: audience });
}

/** The token endpoint. Every response is JSON. */
export function createTokenRoutes(entra: Entra): Hono {
  return new Hono().post('/:tenant/oauth2/v2.0/token', async (c) => {
    const ids = identifyRequest(c);
    c.header('Cache-Control', 'no-store, no-cache');
    try {
      return c.json(await answer(c, entra, c.req.param('tenant')));
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      return c.json(tokenErrorBody(error, ids), error.status);
    }
  });
}
