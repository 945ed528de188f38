import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createTestEntra, REGISTRATIONS, requireRole } from './entra.fixture.ts';

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

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const THUMBPRINT = Buffer.alloc(32, 7).toString('base64url');
const withCertificate = {
  ...forGraph,
  certificates: [
    {
      thumbprintSha256: THUMBPRINT,
      publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
  ],
};

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
    const scope = '00000002-0000-0ff1-ce00-000000000000/.default';
    const exchange = decodeJwt((await ask({ scope })).body.access_token);
    expect(exchange['roles']).toEqual(['full_access_as_app']);
    expect(exchange.aud).toBe('https://outlook.office365.com');
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
    expect(await verify(token, GRAPH)).toEqual({
      clientId: forGraph.clientId,
      tenantId: contoso.id,
      roles: ['User.Read.All'],
    });
    expect(await verify(token, 'https://outlook.office365.com')).toBeNull();
    expect(await verify('nonsense', GRAPH)).toBeNull();
    const [header, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(token), roles: ['Mail.ReadWrite'] }));
    expect(
      await verify(`${header}.${forged.toString('base64url')}.${signature}`, GRAPH),
    ).toBeNull();
  });

  test('rejects a token after one hour', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const { ask, verify } = start();
    const { access_token: token } = (await ask()).body;
    vi.setSystemTime(NOW.getTime() + 3_598_000);
    expect(await verify(token, GRAPH)).not.toBeNull();
    vi.setSystemTime(NOW.getTime() + 3_600_000);
    expect(await verify(token, GRAPH)).toBeNull();
  });

  test('revoking a grant does not affect issued tokens unless they are revoked too', async () => {
    const { ask, verify, contoso, ledger } = start();
    ledger.consent(contoso, forGraph);
    const { access_token: token } = (await ask()).body;
    expect(ledger.revoke(contoso, { role: 'Mail.ReadWrite' }, false)).toBe(1);
    expect((await verify(token, GRAPH))?.roles).toContain('Mail.ReadWrite');
    expect(decodeJwt((await ask()).body.access_token)['roles']).not.toContain('Mail.ReadWrite');

    ledger.revoke(contoso, { clientId: forGraph.clientId }, true);
    expect(await verify(token, GRAPH)).toBeNull();
    expect((await verify((await ask()).body.access_token, GRAPH))?.roles).toEqual([]);
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
  readonly thumbprint?: string;
  readonly audience?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly notBefore?: number;
  readonly expires?: number;
  readonly key?: KeyObject;
}

describe('a client assertion', () => {
  const askWith = async (change: AssertionChange) => {
    const { ask, contoso } = start();
    const now = Math.floor(Date.now() / 1000);
    const audience = `https://login.microsoftonline.com/${contoso.id}/oauth2/v2.0/token`;
    const assertion = await new SignJWT({ jti: 'always the same' })
      .setProtectedHeader({
        alg: change.alg ?? 'PS256',
        'x5t#S256': change.thumbprint ?? THUMBPRINT,
      })
      .setAudience(change.audience ?? audience)
      .setIssuer(change.issuer ?? forGraph.clientId)
      .setSubject(change.subject ?? forGraph.clientId)
      .setNotBefore(now + (change.notBefore ?? 0))
      .setExpirationTime(now + (change.expires ?? 600))
      .sign(change.key ?? privateKey);
    const fields = {
      client_secret: '',
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    return [await ask(fields), await ask(fields)] as const;
  };
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

  test.each<[string, AssertionChange]>([
    ['PS256', {}],
    ['RS256', { alg: 'RS256' }],
    ['nbf slightly in the future', { notBefore: 60 }],
    ['the endpoint at our own origin as audience', { audience: 'own' }],
  ])('%s is accepted repeatedly', async (_, change) => {
    const tenant = createTestEntra().contoso.id;
    const audience = `http://localhost/${tenant}/oauth2/v2.0/token`;
    const [first, second] = await askWith(change.audience ? { audience } : change);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(decodeJwt(first.body.access_token)['appidacr']).toBe('2');
  });

  test.each<[string, AssertionChange, number]>([
    ['another certificate', { thumbprint: 'x' }, 700027],
    ['another key', { key: other }, 700027],
    ['another audience', { audience: 'https://login.microsoftonline.com' }, 700023],
    ['another issuer', { issuer: 'x' }, 700021],
    ['another subject', { subject: 'x' }, 700021],
    ['expired', { expires: -400 }, 700024],
    ['not yet valid', { notBefore: 400 }, 700024],
  ])('%s is rejected', async (_, change, number) => {
    const [answer] = await askWith(change);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: 'invalid_client', error_codes: [number] });
  });

  test('that is not a JWT is rejected', async () => {
    const { ask } = start();
    const { status, body } = await ask({
      client_assertion: 'a.b.c',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect([status, body.error_codes]).toEqual([401, [50027]]);
  });
});
