/** Real client libraries against the sandbox over loopback. */
import { createHash, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node';
import { serve } from '@hono/node-server';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ADMIN,
  createBrowser,
  createCertificate,
  createTestEntra,
  redirectQuery,
  REGISTRATIONS,
} from './entra.fixture.ts';

const MICROSOFT = 'https://login.microsoftonline.com';
const GRAPH_DEFAULT = 'https://graph.microsoft.com/.default';
const RETURN = 'http://localhost:3000/consents/sign-in';

const { forGraph } = REGISTRATIONS;
const { pem, privateKey } = await createCertificate();
const thumbprintSha256 = new X509Certificate(pem).fingerprint256.replaceAll(':', '');
const registration = { ...forGraph, certificates: [pem] };

const { app, contoso, northwind, ledger } = createTestEntra([registration]);
let origin = '';
let server: ReturnType<typeof serve>;

beforeAll(async () => {
  await new Promise<void>((ready) => {
    server = serve(
      { fetch: app.fetch, hostname: '127.0.0.1', port: 0 },
      ({ port }: AddressInfo) => {
        origin = `http://127.0.0.1:${port}`;
        ready();
      },
    );
  });
  ledger.consent(contoso, registration);
});
afterAll(() => new Promise((closed) => server.close(closed)));

/** Signs in at the address like a browser and returns the redirect location. */
async function signInAt(address: string) {
  const { pathname, searchParams } = new URL(address);
  const browser = createBrowser(app);
  await browser.get(pathname, Object.fromEntries(searchParams));
  const page = await browser.signIn(...ADMIN);
  return { query: redirectQuery(page), location: page.location ?? '' };
}

describe('@azure/msal-node', () => {
  const certificate = {
    thumbprintSha256,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const client = (
    credential: { clientSecret: string } | { clientCertificate: typeof certificate },
  ) =>
    new ConfidentialClientApplication({
      auth: {
        clientId: forGraph.clientId,
        authority: `${MICROSOFT}/organizations`,
        authorityMetadata: JSON.stringify({
          authorization_endpoint: `${origin}/{tenant}/oauth2/v2.0/authorize`,
          token_endpoint: `${origin}/{tenant}/oauth2/v2.0/token`,
          end_session_endpoint: `${origin}/{tenant}/oauth2/v2.0/logout`,
          issuer: `${MICROSOFT}/{tenant}/v2.0`,
          jwks_uri: `${origin}/{tenant}/discovery/v2.0/keys`,
        }),
        ...credential,
      },
      system: { loggerOptions: { logLevel: LogLevel.Error, loggerCallback: () => undefined } },
    });
  const byClientCredential = (tenantId: string) => ({
    scopes: [GRAPH_DEFAULT],
    authority: `${MICROSOFT}/${tenantId}`,
    skipCache: true,
  });

  test.each([
    ['a secret', { clientSecret: 'sandbox-graph-secret' }, '1'],
    ['a certificate', { clientCertificate: certificate }, '2'],
  ])('gets an app-only token with %s', async (_, credential, appidacr) => {
    const result = await client(credential).acquireTokenByClientCredential(
      byClientCredential(contoso.id),
    );
    const claims = decodeJwt(result?.accessToken ?? '');
    expect(claims['appidacr']).toBe(appidacr);
    expect(claims['roles']).toContain('User.Read.All');
  });

  test('gets invalid_client before any consent', async () => {
    const asking = client({ clientSecret: 'sandbox-graph-secret' }).acquireTokenByClientCredential(
      byClientCredential(northwind.id),
    );
    await expect(asking).rejects.toMatchObject({ errorCode: 'invalid_client', errorNo: 7000229 });
  });

  test('signs an administrator in with the code flow and PKCE', async () => {
    const msal = client({ clientCertificate: certificate });
    const codeVerifier = randomBytes(48).toString('base64url');
    const nonce = randomUUID();
    const address = await msal.getAuthCodeUrl({
      scopes: ['openid', 'profile'],
      redirectUri: RETURN,
      nonce,
      state: 'its state',
      prompt: 'select_account',
      codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      codeChallengeMethod: 'S256',
    });
    const { query } = await signInAt(address);
    expect(query['state']).toBe('its state');
    const result = await msal.acquireTokenByCode({
      code: query['code'] ?? '',
      scopes: ['openid', 'profile'],
      redirectUri: RETURN,
      codeVerifier,
      nonce,
    });
    const keys = createRemoteJWKSet(new URL(`${origin}/${contoso.id}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(result.idToken, keys, {
      issuer: `${MICROSOFT}/${contoso.id}/v2.0`,
      audience: forGraph.clientId,
    });
    expect(payload).toMatchObject({ tid: contoso.id, nonce });
    expect(result.account?.tenantId).toBe(contoso.id);
  });
});

describe('openid-client', () => {
  /** Sends requests for Microsoft to the sandbox. The issuer stays Microsoft's. */
  const toSandbox: openid.CustomFetch = (url, options) =>
    fetch(url.replace(MICROSOFT, origin), {
      ...options,
      body: options.body instanceof URLSearchParams ? options.body : undefined,
    });

  const discover = (tenant: string, authentication: openid.ClientAuth) =>
    openid.discovery(
      new URL(`${MICROSOFT}/${tenant}/v2.0`),
      forGraph.clientId,
      undefined,
      authentication,
      { [openid.customFetch]: toSandbox, execute: [openid.allowInsecureRequests] },
    );

  const withCertificate = async () => {
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
    const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
    return openid.PrivateKeyJwt(key, {
      [openid.modifyAssertion]: (header) => {
        header['x5t#S256'] = Buffer.from(thumbprintSha256, 'hex').toString('base64url');
      },
    });
  };

  test('discovers a tenant and gets an app-only token with a certificate', async () => {
    const config = await discover(contoso.id, await withCertificate());
    expect(config.serverMetadata().token_endpoint).toBe(
      `${origin}/${contoso.id}/oauth2/v2.0/token`,
    );
    const tokens = await openid.clientCredentialsGrant(config, { scope: GRAPH_DEFAULT });
    expect(decodeJwt(tokens.access_token)['roles']).toContain('Mail.ReadWrite');
  });

  test.each(['organizations', contoso.id])(
    'signs in with the code flow and PKCE at %s',
    async (authority) => {
      const config = await discover(authority, openid.ClientSecretPost('sandbox-graph-secret'));
      const pkceCodeVerifier = openid.randomPKCECodeVerifier();
      const expectedNonce = openid.randomNonce();
      const address = openid.buildAuthorizationUrl(config, {
        redirect_uri: RETURN,
        scope: 'openid profile',
        state: 'its state',
        nonce: expectedNonce,
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      });
      const { location } = await signInAt(address.href);
      const tokens = await openid.authorizationCodeGrant(config, new URL(location), {
        pkceCodeVerifier,
        expectedNonce,
        expectedState: 'its state',
      });
      expect(tokens.claims()).toMatchObject({
        iss: `${MICROSOFT}/${contoso.id}/v2.0`,
        tid: contoso.id,
      });
    },
  );

  test('recognizes organizations by the placeholder in the issuer', async () => {
    const response = await fetch(`${origin}/common/v2.0/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: `${MICROSOFT}/{tenantid}/v2.0`,
      authorization_endpoint: `${origin}/common/oauth2/v2.0/authorize`,
    });
  });
});
