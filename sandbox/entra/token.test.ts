import { createHash, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { EXCHANGE_ONLINE, MICROSOFT_GRAPH } from '../registrations.ts';
import { createCertificate, createTestEntra, REGISTRATIONS, requireRole } from './entra.fixture.ts';

const { forGraph } = REGISTRATIONS;
const GRAPH = 'https://graph.microsoft.com';
const NOW = new Date('2026-11-05T10:00:00Z');

const credentials = {
  grant_type: 'client_credentials',
  client_id: forGraph.clientId,
  client_secret: 'sandbox-graph-secret',
  scope: `${GRAPH}/.default`,
};

const answerSchema = z.looseObject({
  access_token: z.string().default(''),
  error: z.string().optional(),
  error_description: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
});

const { pem, privateKey } = await createCertificate();
const expired = await createCertificate({ from: -3, to: -2 });
const other = await createCertificate();
const withCertificate = { ...forGraph, certificates: [expired.pem, pem] };

function start() {
  const entra = createTestEntra([withCertificate]);
  const { app, contoso, ledger } = entra;
  ledger.addServicePrincipal(contoso, forGraph.clientId);
  const ask = async (change: Record<string, string> = {}, tenant: string = contoso.id) => {
    const response = await app.request(`/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...credentials, ...change }),
    });
    const body = answerSchema.parse(await response.json());
    return { status: response.status, headers: response.headers, body };
  };
  return { ...entra, ask };
}

afterEach(() => vi.useRealTimers());

describe('an app-only token', () => {
  test('has Entra v1 claims, and no roles before a grant', async () => {
    const { ask, contoso } = start();
    const { body } = await ask();
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
    const claims = decodeJwt(body.access_token);
    expect(claims).toMatchObject({
      aud: GRAPH,
      iss: `https://sts.windows.net/${contoso.id}/`,
      appid: forGraph.clientId,
      appidacr: '1',
      idtyp: 'app',
      tid: contoso.id,
      ver: '1.0',
    });
    expect(claims['oid']).toBe(claims.sub);
    expect(claims).not.toHaveProperty('roles');
  });

  test('contains only granted roles of its API', async () => {
    const { ask, contoso, ledger } = start();
    ledger.grant(contoso, forGraph.clientId, requireRole('User.Read.All'));
    ledger.grant(contoso, forGraph.clientId, requireRole('full_access_as_app'));
    const graph = decodeJwt((await ask()).body.access_token);
    expect(graph['roles']).toEqual(['User.Read.All']);
    const scope = 'https://outlook.office365.com/.default';
    const exchange = decodeJwt((await ask({ scope })).body.access_token);
    expect(exchange['roles']).toEqual(['full_access_as_app']);
  });

  test.each([
    ['00000002-0000-0ff1-ce00-000000000000', EXCHANGE_ONLINE],
    ['https://outlook.office365.com', EXCHANGE_ONLINE],
    ['https://outlook.office.com', EXCHANGE_ONLINE],
    ['https://graph.microsoft.com/', MICROSOFT_GRAPH],
  ])('for %s has that audience, and its API accepts it', async (audience, api) => {
    const { ask, verify } = start();
    const token = (await ask({ scope: `${audience}/.default` })).body.access_token;
    expect(decodeJwt(token).aud).toBe(audience);
    expect(await verify(token, api)).not.toBeNull();
    const others = [EXCHANGE_ONLINE, MICROSOFT_GRAPH].filter((each) => each !== api);
    for (const each of others) expect(await verify(token, each)).toBeNull();
  });

  test('is also issued to a client that adds the scopes of a sign-in', async () => {
    const { ask } = start();
    const scope = `${GRAPH}/.default openid offline_access profile`;
    expect((await ask({ scope })).status).toBe(200);
  });

  test('contains new roles only after the propagation delay', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const { ask, contoso, ledger } = start();
    contoso.faults.consentPropagationMs = 60_000;
    ledger.consent(contoso, forGraph);
    expect(decodeJwt((await ask()).body.access_token)).not.toHaveProperty('roles');
    vi.setSystemTime(NOW.getTime() + 60_000);
    expect(decodeJwt((await ask()).body.access_token)['roles']).toHaveLength(4);
  });

  test('a repeated consent does not hide visible roles', async () => {
    const { ask, contoso, ledger } = start();
    ledger.consent(contoso, forGraph);
    contoso.faults.consentPropagationMs = 60_000;
    ledger.consent(contoso, forGraph);
    expect(decodeJwt((await ask()).body.access_token)['roles']).toHaveLength(4);
  });
});

describe('the verifier', () => {
  test('returns client, tenant and roles of a token for its audience', async () => {
    const { ask, verify, contoso, ledger } = start();
    ledger.grant(contoso, forGraph.clientId, requireRole('User.Read.All'));
    const { access_token: token } = (await ask()).body;
    expect(await verify(token, MICROSOFT_GRAPH)).toEqual({
      clientId: forGraph.clientId,
      tenantId: contoso.id,
      roles: ['User.Read.All'],
    });
    expect(await verify(token, EXCHANGE_ONLINE)).toBeNull();
    expect(await verify('nonsense', MICROSOFT_GRAPH)).toBeNull();
    const [header, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(token), roles: ['Mail.ReadWrite'] }));
    expect(
      await verify(`${header}.${forged.toString('base64url')}.${signature}`, MICROSOFT_GRAPH),
    ).toBeNull();
  });

  test('rejects a token after one hour', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const { ask, verify } = start();
    const { access_token: token } = (await ask()).body;
    vi.setSystemTime(NOW.getTime() + 3_598_000);
    expect(await verify(token, MICROSOFT_GRAPH)).not.toBeNull();
    vi.setSystemTime(NOW.getTime() + 3_600_000);
    expect(await verify(token, MICROSOFT_GRAPH)).toBeNull();
  });

  test('revoking a grant does not affect issued tokens unless they are revoked too', async () => {
    const { ask, verify, contoso, ledger } = start();
    ledger.consent(contoso, forGraph);
    const { access_token: token } = (await ask()).body;
    expect(ledger.revoke(contoso, { role: 'Mail.ReadWrite' }, false)).toBe(1);
    expect((await verify(token, MICROSOFT_GRAPH))?.roles).toContain('Mail.ReadWrite');
    expect(decodeJwt((await ask()).body.access_token)['roles']).not.toContain('Mail.ReadWrite');

    ledger.revoke(contoso, { clientId: forGraph.clientId }, true);
    expect(await verify(token, MICROSOFT_GRAPH)).toBeNull();
    expect((await verify((await ask()).body.access_token, MICROSOFT_GRAPH))?.roles).toEqual([]);
  });
});

describe('rejected requests', () => {
  test.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    [{ client_secret: '' }, 401, 'invalid_client', 7000215],
    [{ client_id: 'nobody' }, 400, 'unauthorized_client', 700016],
    [{ client_id: '' }, 400, 'invalid_request', 900144],
    [{ scope: '' }, 400, 'invalid_request', 900144],
    [{ scope: `${GRAPH}/User.Read.All` }, 400, 'invalid_scope', 1002012],
    [{ scope: `${GRAPH}/.default ${GRAPH}/User.Read` }, 400, 'invalid_scope', 1002012],
    [{ scope: 'openid profile' }, 400, 'invalid_scope', 1002012],
    [{ scope: 'https://nowhere.example/.default' }, 400, 'invalid_resource', 500011],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    [{ grant_type: 'constructor' }, 400, 'unsupported_grant_type', 70003],
  ])('%o', async (change, status, error, number) => {
    const { ask } = start();
    const answer = await ask(change);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      error,
      error_codes: [number],
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    });
    expect(answer.body.error_description).toMatch(
      new RegExp(`^AADSTS${number}: .* Trace ID: .* Correlation ID: .* Timestamp: .*Z$`),
    );
  });

  test('an unknown tenant', async () => {
    const { ask } = start();
    const { status, body } = await ask({}, 'nowhere.example');
    expect([status, body.error, body.error_codes]).toEqual([400, 'invalid_request', [90002]]);
  });

  test.each(['organizations', 'common'])('%s, which is not a tenant', async (authority) => {
    const { ask } = start();
    expect((await ask({}, authority)).body.error_codes).toEqual([50059]);
  });

  test('an application without a service principal in the tenant', async () => {
    const { ask, northwind } = start();
    const { status, body } = await ask({}, northwind.id);
    expect([status, body.error, body.error_codes]).toEqual([401, 'invalid_client', [7000229]]);
  });
});

describe('each response', () => {
  test('echoes client-request-id and is counted', async () => {
    const { app, contoso } = start();
    const id = '0f3bb5d1-4a2e-4d2c-9a57-0a8f0a1b2c3d';
    const path = `/${contoso.id}/oauth2/v2.0/token?client-request-id=${id}`;
    const response = await app.request(path, { method: 'POST' });
    expect(response.headers.get('client-request-id')).toBe(id);
    expect(await response.json()).toMatchObject({ correlation_id: id });
    expect(contoso.counters.token).toBe(1);
  });

  test.each([429, 500, 503] as const)(
    'can be %i for a number of requests',
    async (failTokenStatus) => {
      const { ask, contoso } = start();
      Object.assign(contoso.faults, { failTokenNext: 1, failTokenStatus, retryAfterSeconds: 7 });
      const failed = await ask();
      expect(failed.status).toBe(failTokenStatus);
      expect(failed.body.error_codes).toHaveLength(1);
      expect(failed.headers.get('retry-after')).toBe(failTokenStatus === 429 ? '7' : null);
      expect((await ask()).status).toBe(200);
    },
  );

  test('also accepts the secret in a Basic header', async () => {
    const { app, contoso } = start();
    const basic = Buffer.from(`${forGraph.clientId}:sandbox-graph-secret`).toString('base64');
    const response = await app.request(`/${contoso.id}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: credentials.scope,
      }),
    });
    expect(response.status).toBe(200);
  });
});

interface AssertionChange {
  readonly alg?: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly audience?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly notBefore?: number | null;
  readonly expires?: number;
  readonly key?: KeyObject;
  readonly secret?: string;
}

const digestOf = (certificate: string, algorithm: 'sha1' | 'sha256') =>
  createHash(algorithm).update(new X509Certificate(certificate).raw).digest();

const SHA1 = digestOf(pem, 'sha1');
const SHA256 = digestOf(pem, 'sha256');

describe('a client assertion', () => {
  const askWith = async (change: AssertionChange) => {
    const { ask, contoso } = start();
    const now = Math.floor(Date.now() / 1000);
    const audience =
      change.audience ?? 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token';
    const assertion = new SignJWT({ jti: 'always the same' })
      .setProtectedHeader({
        alg: change.alg ?? 'PS256',
        ...(change.header ?? { 'x5t#S256': SHA256.toString('base64url') }),
      })
      .setAudience(audience.replace('{tenant}', contoso.id))
      .setIssuer(change.issuer ?? forGraph.clientId)
      .setSubject(change.subject ?? forGraph.clientId)
      .setExpirationTime(now + (change.expires ?? 600));
    if (change.notBefore !== null) assertion.setNotBefore(now + (change.notBefore ?? 0));
    const fields = {
      client_secret: change.secret ?? '',
      client_assertion: await assertion.sign(change.key ?? privateKey),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    return [await ask(fields), await ask(fields)] as const;
  };

  test.each<[string, AssertionChange]>([
    ['PS256', {}],
    ['RS256', { alg: 'RS256' }],
    ['x5t#S256 with padding', { header: { 'x5t#S256': SHA256.toString('base64') } }],
    ['x5t, a SHA-1 digest', { header: { x5t: SHA1.toString('base64url') } }],
    ['x5t in base64', { header: { x5t: SHA1.toString('base64') } }],
    ['kid as .NET prints a thumbprint', { header: { kid: SHA1.toString('hex').toUpperCase() } }],
    ['kid in base64url', { header: { kid: SHA1.toString('base64url') } }],
    [
      'a right x5t beside an unknown kid',
      { header: { x5t: SHA1.toString('base64url'), kid: 'x' } },
    ],
    ['without nbf', { notBefore: null }],
    ['nbf slightly in the future', { notBefore: 60 }],
    ['the endpoint at our own origin', { audience: 'http://localhost/{tenant}/oauth2/v2.0/token' }],
    ['the v2 issuer', { audience: 'https://login.microsoftonline.com/{tenant}/v2.0' }],
    ['another name', { audience: 'https://login.windows.net/{tenant}/oauth2/token' }],
    ['a right secret beside it', { secret: 'sandbox-graph-secret' }],
  ])('%s is accepted repeatedly', async (_, change) => {
    const [first, second] = await askWith(change);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(decodeJwt(first.body.access_token)['appidacr']).toBe('2');
  });

  const headersOf = (certificate: string) => ({
    'x5t#S256': digestOf(certificate, 'sha256').toString('base64url'),
  });
  test.each<[string, AssertionChange, number]>([
    ['another certificate', { header: headersOf(other.pem), key: other.privateKey }, 700027],
    ['an expired one', { header: headersOf(expired.pem), key: expired.privateKey }, 1000502],
    ['a SHA-256 digest as x5t', { header: { x5t: SHA256.toString('base64url') } }, 700027],
    ['no name of a certificate', { header: {} }, 50027],
    ['another key', { key: other.privateKey }, 700027],
    ['a wrong secret beside it', { secret: 'wrong' }, 7000215],
    ['another audience', { audience: 'https://login.microsoftonline.com' }, 700023],
    [
      'another tenant',
      { audience: 'https://login.microsoftonline.com/x/oauth2/v2.0/token' },
      700023,
    ],
    ['a stranger’s', { audience: 'https://evil.example/{tenant}/oauth2/v2.0/token' }, 700023],
    ['another issuer', { issuer: 'x' }, 700021],
    ['another subject', { subject: 'x' }, 700021],
    ['expired', { expires: -400 }, 700024],
    ['not yet valid', { notBefore: 400 }, 700024],
  ])('%s is rejected', async (_, change, number) => {
    const [answer] = await askWith(change);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: 'invalid_client', error_codes: [number] });
  });

  test('for the host of a forged Host header is rejected', async () => {
    const { app, contoso } = start();
    const path = `/${contoso.id}/oauth2/v2.0/token`;
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'PS256', 'x5t#S256': SHA256.toString('base64url') })
      .setAudience(`http://evil.example${path}`)
      .setIssuer(forGraph.clientId)
      .setSubject(forGraph.clientId)
      .setExpirationTime('5m')
      .sign(privateKey);
    const response = await app.request(`http://evil.example${path}`, {
      method: 'POST',
      body: new URLSearchParams({
        ...credentials,
        client_secret: '',
        client_assertion: assertion,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      }),
    });
    expect(await response.json()).toMatchObject({ error_codes: [700023] });
  });

  test('that is not a JWT is rejected', async () => {
    const { ask } = start();
    const { status, body } = await ask({
      client_secret: '',
      client_assertion: 'a.b.c',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect([status, body.error_codes]).toEqual([401, [50027]]);
  });
});

test('the signing key has a certificate, whose SHA-1 digest names it', async () => {
  const { app, ask, contoso } = start();
  const response = await app.request(`/${contoso.id}/discovery/v2.0/keys`);
  const keysSchema = z.object({
    keys: z.tuple([
      z.looseObject({
        kid: z.string(),
        x5t: z.string(),
        x5c: z.tuple([z.string()]),
        n: z.string(),
      }),
    ]),
  });
  const [{ kid, x5t, x5c, n }] = keysSchema.parse(await response.json()).keys;
  const certificate = new X509Certificate(Buffer.from(x5c[0], 'base64'));
  expect(Buffer.from(x5t, 'base64url')).toHaveLength(20);
  expect(x5t).toBe(createHash('sha1').update(certificate.raw).digest('base64url'));
  expect(certificate.publicKey.export({ format: 'jwk' })['n']).toBe(n);
  const header = decodeProtectedHeader((await ask()).body.access_token);
  expect(header).toMatchObject({ kid, x5t });
});
