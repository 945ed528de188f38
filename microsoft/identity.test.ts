import { createHash, createPublicKey } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { createAppTokens } from './app-tokens.ts';
import { createIdentity } from './identity.ts';
import { selfSigned } from '../test/support/certificate.ts';
import { NONCE, OBJECT_ID, idToken, keySet } from './entra.fixture.ts';
import {
  EXCHANGE_CLIENT,
  GRAPH_CLIENT,
  TENANT,
  configurationAt,
  serve,
  tokenReply,
  unsignedToken,
} from './loopback.fixture.ts';
import type { Reply } from './loopback.fixture.ts';

const REDIRECT = 'https://console.example/callback?a=1';
const NEWCOMER = '66666666-6666-4666-8666-666666666666';
const published = await keySet();

/** Entra whose `/token` returns the replies in order, then repeats the last one. */
async function entra(...replies: (Reply | 'cut')[]) {
  const server = await serve(({ url }) => {
    if (url.includes('/discovery/')) return { body: published };
    return (replies.length > 1 ? replies.shift() : replies[0]) ?? 'cut';
  });
  const tokenRequests = () => server.seen.filter(({ url }) => url.includes('/token'));
  const configuration = configurationAt(server.origin);
  return { ...server, tokenRequests, configuration, identity: createIdentity(configuration) };
}

const refusal = (status: number, error: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { error, error_codes: [7000229], error_description: `${error}.`, correlation_id: 'c' },
});

const redemption = {
  kind: 'graph',
  code: 'the-code',
  codeVerifier: 'v'.repeat(43),
  nonce: NONCE,
  redirectUri: REDIRECT,
} as const;

test('the sign-in URL requests an identity and no offline access', async () => {
  const { identity, origin, seen } = await entra();
  const address = await identity.signInAddress({
    kind: 'exchange',
    state: 's&t',
    nonce: NONCE,
    codeChallenge: 'challenge',
    redirectUri: REDIRECT,
  });
  const url = new URL(address);
  expect(url.origin).toBe(origin);
  expect(url.pathname).toBe('/organizations/oauth2/v2.0/authorize');
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: EXCHANGE_CLIENT,
    response_type: 'code',
    response_mode: 'query',
    scope: 'openid profile',
    prompt: 'select_account',
    code_challenge: 'challenge',
    code_challenge_method: 'S256',
    state: 's&t',
    nonce: NONCE,
    redirect_uri: REDIRECT,
  });
  expect(seen).toHaveLength(0);
});

test('the consent URL names the tenant and all permissions of one resource', async () => {
  const { identity, origin } = await entra();
  const consent = { tenantId: TENANT, state: 's&t', redirectUri: REDIRECT };
  const url = new URL(identity.consentAddress({ kind: 'exchange', ...consent }));
  expect(`${url.origin}${url.pathname}`).toBe(`${origin}/${TENANT}/v2.0/adminconsent`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: EXCHANGE_CLIENT,
    scope: 'https://outlook.office365.com/.default',
    redirect_uri: REDIRECT,
    state: 's&t',
  });
  const graph = new URL(identity.consentAddress({ kind: 'graph', ...consent }));
  expect(graph.searchParams.get('scope')).toBe('https://graph.microsoft.com/.default');
  expect(graph.searchParams.get('client_id')).toBe(GRAPH_CLIENT);
});

test('redeems a code for an identity, without requesting a refresh token', async () => {
  const { identity, tokenRequests } = await entra(
    tokenReply('user-token', { id_token: await idToken(), refresh_token: 'kept-by-nobody' }),
  );
  await expect(identity.redeem(redemption)).resolves.toMatchObject({
    tenantId: TENANT,
    objectId: OBJECT_ID,
  });
  expect(Object.fromEntries(new URLSearchParams(tokenRequests()[0]?.body))).toMatchObject({
    grant_type: 'authorization_code',
    code: 'the-code',
    code_verifier: redemption.codeVerifier,
    redirect_uri: REDIRECT,
    client_id: GRAPH_CLIENT,
    client_secret: 'graph-secret',
    scope: 'openid profile',
  });
});

test.each<[string, object, string]>([
  ['with another nonce', { id_token: await idToken({ nonce: 'another' }) }, 'nonce_mismatch'],
  ['without a nonce', { id_token: await idToken({ nonce: undefined }) }, 'nonce_mismatch'],
  [
    'for another application',
    { id_token: await idToken({ aud: EXCHANGE_CLIENT }) },
    'ERR_JWT_CLAIM_VALIDATION_FAILED aud',
  ],
  ['that is absent', {}, 'nonce_mismatch'],
  ['that is junk', { id_token: 'a.b.c' }, 'token_parsing_error'],
])('refuses an id_token %s, and says why', async (_, answer, reason) => {
  const { identity } = await entra(tokenReply('user-token', answer));
  await expect(identity.redeem(redemption)).rejects.toMatchObject({
    type: 'IdentityTokenInvalid',
    details: { reason },
  });
});

test.each<[Reply | 'cut', object]>([
  [
    refusal(400, 'invalid_grant'),
    {
      type: 'SignInFailed',
      details: { error: 'invalid_grant', codes: [7000229], correlationId: 'c' },
    },
  ],
  [
    refusal(429, 'throttled', { 'retry-after': '3' }),
    { type: 'MicrosoftThrottled', retryAfter: 3000 },
  ],
  [{ status: 502, body: '<html>' }, { type: 'MicrosoftUnavailable' }],
  [{ body: '<html>' }, { type: 'UnexpectedAnswer' }],
  ['cut', { type: 'MicrosoftUnavailable' }],
])('a rejected code, %j', async (reply, failure) => {
  const { identity } = await entra(reply);
  await expect(identity.redeem(redemption)).rejects.toMatchObject(failure);
});

test('an app-only token is requested once per tenant and consent, and again when it must be fresh', async () => {
  const { identity, tokenRequests } = await entra(
    tokenReply(unsignedToken(['full_access_as_app'])),
    tokenReply(unsignedToken(['User.Read.All'])),
    tokenReply(unsignedToken(['Mail.ReadWrite'])),
  );
  const exchange = { kind: 'exchange', tenantId: TENANT } as const;
  const first = await identity.appToken(exchange);
  expect(first.roles).toEqual(['full_access_as_app']);
  await expect(identity.appToken(exchange)).resolves.toEqual(first);
  const graph = { kind: 'graph', tenantId: TENANT } as const;
  await expect(identity.appToken(graph)).resolves.toMatchObject({ roles: ['User.Read.All'] });
  await expect(identity.appToken({ ...graph, fresh: true })).resolves.toMatchObject({
    roles: ['Mail.ReadWrite'],
  });
  await expect(identity.appToken(graph)).resolves.toMatchObject({ roles: ['Mail.ReadWrite'] });
  const sent = tokenRequests().map(({ url, body }) => ({
    path: url.split('?')[0],
    ...Object.fromEntries(new URLSearchParams(body)),
  }));
  expect(sent).toHaveLength(3);
  expect(sent[0]).toMatchObject({
    path: `/${TENANT}/oauth2/v2.0/token`,
    grant_type: 'client_credentials',
    scope: 'https://outlook.office365.com/.default',
    client_id: EXCHANGE_CLIENT,
    client_secret: 'exchange-secret',
  });
  expect(sent[1]).toMatchObject({ scope: 'https://graph.microsoft.com/.default' });
});

test('tokens are not shared between tenants', async () => {
  const { identity, tokenRequests } = await entra(
    tokenReply(unsignedToken(['User.Read.All'])),
    tokenReply(unsignedToken()),
  );
  await identity.appToken({ kind: 'graph', tenantId: TENANT });
  const other = await identity.appToken({ kind: 'graph', tenantId: OBJECT_ID });
  expect(other.roles).toEqual([]);
  expect(tokenRequests()[1]?.url).toMatch(`/${OBJECT_ID}/oauth2/v2.0/token`);
});

test('tokens of the least recently used tenant are evicted first', async () => {
  const { configuration, tokenRequests } = await entra(tokenReply(unsignedToken()));
  const appToken = createAppTokens(configuration, 2);
  const asked = [TENANT, OBJECT_ID, TENANT, NEWCOMER, TENANT, OBJECT_ID];
  for (const tenantId of asked) await appToken({ kind: 'graph', tenantId });
  const tenants = tokenRequests().map(({ url }) => url.split('/')[1]);
  expect(tenants).toEqual([TENANT, OBJECT_ID, NEWCOMER, OBJECT_ID]);
});

test.each([unsignedToken(), 'opaque'])('a token without readable roles has none', async (token) => {
  const { identity } = await entra(tokenReply(token));
  const got = await identity.appToken({ kind: 'graph', tenantId: TENANT });
  expect(got).toEqual({ token, roles: [] });
});

test.each<[Reply | 'cut', object]>([
  [
    refusal(429, 'throttled', { 'retry-after': '60' }),
    { type: 'MicrosoftThrottled', retryAfter: 60_000 },
  ],
  [refusal(503, 'server_error'), { type: 'MicrosoftUnavailable', retryAfter: null }],
  [
    refusal(401, 'invalid_client', { 'retry-after': '60' }),
    {
      type: 'GrantNotVisible',
      details: {
        status: 401,
        error: 'invalid_client',
        codes: [7000229],
        diagnosis: 'invalid_client.',
      },
    },
  ],
  [refusal(400, 'unauthorized_client'), { type: 'GrantNotVisible' }],
  ['cut', { type: 'MicrosoftUnavailable' }],
])('after %j the next token request is sent immediately', async (reply, failure) => {
  const { identity, tokenRequests } = await entra(
    reply,
    tokenReply(unsignedToken(['User.Read.All'])),
  );
  const wanted = { kind: 'graph', tenantId: TENANT } as const;
  await expect(identity.appToken(wanted)).rejects.toMatchObject(failure);
  await expect(identity.appToken(wanted)).resolves.toMatchObject({ roles: ['User.Read.All'] });
  expect(tokenRequests()).toHaveLength(2);
});

test("an abort during a token request rejects with the caller's reason", async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const server = await serve(() => {
    controller.abort(reason);
    return 'hang';
  });
  const identity = createIdentity(configurationAt(server.origin));
  const wanted = { kind: 'graph', tenantId: TENANT, signal: controller.signal } as const;
  await expect(identity.appToken(wanted)).rejects.toBe(reason);
});

test('a certificate signs an assertion that Entra can verify', async () => {
  const { certificatePem, privateKeyPem } = await selfSigned();
  const der = Buffer.from(certificatePem.replaceAll(/-----.*-----|\s/g, ''), 'base64');
  const thumbprint = createHash('sha256').update(der).digest();
  const { configuration, tokenRequests } = await entra(tokenReply(unsignedToken()));
  const credential = {
    certificatePem,
    privateKeyPem,
    thumbprintSha256: thumbprint.toString('hex'),
    expiresAt: '2045-01-01T00:00:00.000Z',
  };
  const identity = createIdentity({
    ...configuration,
    registrations: {
      ...configuration.registrations,
      graph: { clientId: GRAPH_CLIENT, credential },
    },
  });
  await identity.appToken({ kind: 'graph', tenantId: TENANT });
  const assertion = new URLSearchParams(tokenRequests()[0]?.body).get('client_assertion') ?? '';
  expect(decodeProtectedHeader(assertion)).toMatchObject({
    alg: 'PS256',
    'x5t#S256': thumbprint.toString('base64url'),
  });
  const { payload } = await jwtVerify(assertion, createPublicKey(privateKeyPem), {
    clockTolerance: 5,
  });
  expect(payload).toMatchObject({
    iss: GRAPH_CLIENT,
    sub: GRAPH_CLIENT,
    aud: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
  });
});
