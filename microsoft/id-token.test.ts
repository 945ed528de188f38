import { generateKeyPairSync } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createIdTokenValidator } from './id-token.ts';
import { KEY_ID, NONCE, OBJECT_ID, goodClaims, idToken, keySet, keys } from './entra.fixture.ts';
import { GRAPH_CLIENT, TENANT, configurationAt, serve } from './loopback.fixture.ts';

const published = await keySet();

afterEach(() => {
  vi.useRealTimers();
});

async function validator(reply: Parameters<typeof serve>[0] = () => ({ body: published })) {
  const server = await serve(reply);
  const validate = createIdTokenValidator(configurationAt(server.origin));
  return {
    seen: server.seen,
    validate: (token: string) => validate({ idToken: token, clientId: GRAPH_CLIENT, nonce: NONCE }),
  };
}

const now = () => Math.floor(Date.now() / 1000);

test('a valid token names the person, the tenant and the roles', async () => {
  const { validate, seen } = await validator();
  await expect(validate(await idToken())).resolves.toEqual({
    tenantId: TENANT,
    objectId: OBJECT_ID,
    name: 'ada@contoso.example',
    directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'],
    guest: false,
    external: false,
  });
  expect(seen.map(({ url }) => url)).toEqual(['/organizations/discovery/v2.0/keys']);
});

test.each<[JWTPayload, string]>([
  [{ preferred_username: undefined }, 'Ada'],
  [{ preferred_username: '' }, 'Ada'],
  [{ preferred_username: 7 }, 'Ada'],
  [{ preferred_username: 'x'.repeat(1000) }, 'Ada'],
  [{ preferred_username: undefined, name: undefined }, OBJECT_ID],
  [{ preferred_username: '+1 4255550100' }, '+1 4255550100'],
])('%j: whatever a person is called, there is a name to show', async (change, name) => {
  const { validate } = await validator();
  await expect(validate(await idToken(change))).resolves.toMatchObject({ name });
});

describe('a token without roles', () => {
  test('of a member is a defect of our registration, not of the person', async () => {
    const { validate } = await validator();
    await expect(validate(await idToken({ wids: undefined }))).rejects.toMatchObject({
      type: 'RegistrationIncomplete',
      details: { claim: 'wids' },
    });
  });

  test('of a guest names a guest, who may have none', async () => {
    const { validate } = await validator();
    const guest = await idToken({ wids: undefined, acct: 1 });
    await expect(validate(guest)).resolves.toMatchObject({ guest: true, directoryRoles: [] });
  });

  test('that says so names a person without a role', async () => {
    const { validate } = await validator();
    await expect(validate(await idToken({ wids: [] }))).resolves.toMatchObject({
      directoryRoles: [],
    });
  });
});

describe('refuses', () => {
  const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
  const other = '55555555-5555-4555-8555-555555555555';
  test.each<[string, JWTPayload]>([
    ['aud of another application', { aud: other }],
    ['aud that lists others too', { aud: [GRAPH_CLIENT, other] }],
    ['aud that is a list with only us', { aud: [GRAPH_CLIENT] }],
    ['aud absent', { aud: undefined }],
    ['iss of another tenant', { iss: `https://login.microsoftonline.com/${other}/v2.0` }],
    ['iss of another host', { iss: `https://login.example/${TENANT}/v2.0` }],
    [
      'iss with an unfilled placeholder',
      { iss: 'https://login.microsoftonline.com/{tenantid}/v2.0' },
    ],
    ['iss absent', { iss: undefined }],
    ['exp past', { iat: now() - 900, nbf: now() - 900, exp: now() - 301 }],
    ['exp absent', { exp: undefined }],
    ['nbf in the future', { nbf: now() + 320 }],
    ['nbf absent', { nbf: undefined }],
    ['iat in the future', { iat: now() + 320 }],
    ['iat absent', { iat: undefined }],
    ['nonce wrong', { nonce: 'another' }],
    ['nonce absent', { nonce: undefined }],
    ['nonce empty', { nonce: '' }],
    [
      'the tenant of personal accounts',
      { tid: personal, iss: `https://login.microsoftonline.com/${personal}/v2.0` },
    ],
    [
      'tid that is not a GUID',
      { tid: 'contoso', iss: 'https://login.microsoftonline.com/contoso/v2.0' },
    ],
    ['tid absent', { tid: undefined }],
    ['oid that is an address', { oid: 'ada@contoso.example' }],
    ['oid absent', { oid: undefined }],
    ['another version', { ver: '1.0' }],
  ])('%s', async (_, change) => {
    const { validate } = await validator();
    await expect(validate(await idToken(change))).rejects.toMatchObject({
      type: 'IdentityTokenInvalid',
    });
  });

  test('alg none', async () => {
    const { validate } = await validator();
    const token = new UnsecuredJWT(goodClaims()).encode();
    await expect(validate(token)).rejects.toMatchObject({ type: 'IdentityTokenInvalid' });
  });

  test('HS256 signed with the public key', async () => {
    const { validate } = await validator();
    const pem = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const header = { alg: 'HS256', kid: KEY_ID };
    const token = await idToken({}, new TextEncoder().encode(pem), header);
    await expect(validate(token)).rejects.toMatchObject({ type: 'IdentityTokenInvalid' });
  });

  test('another RSA algorithm with the right key', async () => {
    const { validate } = await validator();
    const token = await idToken({}, keys.privateKey, { alg: 'PS256', kid: KEY_ID });
    await expect(validate(token)).rejects.toMatchObject({ type: 'IdentityTokenInvalid' });
  });

  test('a signature by another key under a known key id', async () => {
    const { validate } = await validator();
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    await expect(validate(await idToken({}, stranger))).rejects.toMatchObject({
      type: 'IdentityTokenInvalid',
      details: { reason: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' },
    });
  });

  test.each(['', 'a.b.c', 'not a token'])('not a token: %j', async (token) => {
    const { validate } = await validator();
    await expect(validate(token)).rejects.toMatchObject({ type: 'IdentityTokenInvalid' });
  });
});

test('an unknown key id refreshes the keys only once', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { validate, seen } = await validator();
  const unknown = await idToken({}, keys.privateKey, { alg: 'RS256', kid: 'unknown' });
  await validate(await idToken());
  vi.setSystemTime(Date.now() + 31_000);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(validate(unknown)).rejects.toMatchObject({ type: 'IdentityTokenInvalid' });
  }
  expect(seen).toHaveLength(2);
});

test('a key that was added later is found', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  let keysPublished = { keys: published.keys.map((key) => ({ ...key, kid: 'older' })) };
  const { validate } = await validator(() => ({ body: keysPublished }));
  await validate(await idToken({}, keys.privateKey, { alg: 'RS256', kid: 'older' }));
  keysPublished = published;
  vi.setSystemTime(Date.now() + 31_000);
  await expect(validate(await idToken())).resolves.toMatchObject({ tenantId: TENANT });
});

test.each<[string, Parameters<typeof serve>[0]]>([
  ['cut off', () => 'cut'],
  ['failing', () => ({ status: 503 })],
])('unavailable keys (%s) are not reported as an invalid token', async (_, reply) => {
  const { validate } = await validator(reply);
  await expect(validate(await idToken())).rejects.toMatchObject({ type: 'MicrosoftUnavailable' });
});

test.each<[JWTPayload, 'guest' | 'external' | 'member']>([
  [{ acct: 1 }, 'guest'],
  [{ acct: 0 }, 'member'],
  [{ idp: 'https://sts.windows.net/55555555-5555-4555-8555-555555555555/' }, 'guest'],
  [{ idp: 'https://sts.windows.net/55555555-5555-4555-8555-555555555555/', acct: 1 }, 'guest'],
  [{ idp: 'https://sts.windows.net/55555555-5555-4555-8555-555555555555/', acct: 0 }, 'external'],
  [{ idp: 'live.com', acct: 0 }, 'external'],
  [{ idp: `https://evil.example/${TENANT}/` }, 'guest'],
  [{ idp: `https://sts.windows.net/${TENANT}/` }, 'member'],
  [{ idp: `https://sts.windows.net/${TENANT}/`, acct: 0 }, 'member'],
  [{ idp: `https://login.microsoftonline.com/${TENANT}/v2.0` }, 'member'],
])('%j: %s', async (change, membership) => {
  const { validate } = await validator();
  await expect(validate(await idToken(change))).resolves.toMatchObject({
    guest: membership === 'guest',
    external: membership === 'external',
  });
});
