/** Discovery: OpenID configuration, signing keys and cloud instances. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { LOGIN_HOSTS, originOf, tenantOfAuthority } from './entra.ts';
import type { Entra } from './entra.ts';
import { EntraError, tokenErrorBody } from './errors.ts';
import { identifyRequest } from './request-ids.ts';
import { publicJwk } from './signing-key.ts';
import { idTokenIssuer } from './tokens.ts';

/** Entra's placeholder for the tenant id in the issuer of `organizations` and `common`. */
const ANY_TENANT = '{tenantid}';

/** OpenID Connect Discovery 1.0, section 3. Endpoints are the sandbox's; the issuer stays Microsoft's. */
function openidConfiguration(entra: Entra, requestUrl: string, authority: string) {
  const tenant = tenantOfAuthority(entra, authority);
  const base = `${originOf(entra, requestUrl)}/${tenant?.id ?? authority}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['PS256', 'RS256'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: idTokenIssuer(tenant?.id ?? ANY_TENANT),
    request_uri_parameter_supported: false,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
    ],
    tenant_region_scope: tenant ? 'WW' : null,
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
  };
}

async function keys(entra: Entra, authority: string) {
  const tenant = tenantOfAuthority(entra, authority);
  const issuer = idTokenIssuer(tenant?.id ?? ANY_TENANT);
  return { keys: [{ ...(await publicJwk(entra.signingKey)), issuer }] };
}

const instances = (origin: string, authority: string) => ({
  tenant_discovery_endpoint: `${origin}/${authority}/v2.0/.well-known/openid-configuration`,
  'api-version': '1.1',
  metadata: [
    {
      preferred_network: LOGIN_HOSTS[0],
      preferred_cache: 'login.windows.net',
      aliases: LOGIN_HOSTS,
    },
  ],
});

/** The authority in the `authorization_endpoint` query parameter. */
const askedAuthority = (c: Context): string => {
  const endpoint = c.req.query('authorization_endpoint') ?? '';
  return (URL.canParse(endpoint) && new URL(endpoint).pathname.split('/')[1]) || 'common';
};

async function answer(c: Context, body: () => object | Promise<object>) {
  const ids = identifyRequest(c);
  try {
    return c.json(await body());
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return c.json(tokenErrorBody(error, ids), error.status);
  }
}

/** Discovery documents; no authentication required. */
export const createMetadataRoutes = (entra: Entra): Hono =>
  new Hono()
    .get('/common/discovery/instance', (c) =>
      answer(c, () => instances(originOf(entra, c.req.url), askedAuthority(c))),
    )
    .get('/:tenant/v2.0/.well-known/openid-configuration', (c) =>
      answer(c, () => openidConfiguration(entra, c.req.url, c.req.param('tenant'))),
    )
    .get('/:tenant/discovery/v2.0/keys', (c) =>
      answer(c, () => keys(entra, c.req.param('tenant'))),
    );
