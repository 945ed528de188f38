/** Signing keys and id_tokens like Entra's, and those of an attacker. */
import { generateKeyPairSync } from 'node:crypto';
import { SignJWT, exportJWK } from 'jose';
import type { JWTPayload } from 'jose';
import { GRAPH_CLIENT, TENANT } from './loopback.fixture.ts';

export const KEY_ID = 'key-1';
export const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const NONCE = 'nonce-1';
export const OBJECT_ID = '44444444-4444-4444-8444-444444444444';

/** The JWKS that Entra publishes. */
export async function keySet() {
  const jwk = await exportJWK(keys.publicKey);
  return { keys: [{ ...jwk, kid: KEY_ID, use: 'sig', kty: 'RSA' }] };
}

/** Valid claims. Times are in seconds. */
export function goodClaims(): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    ver: '2.0',
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    aud: GRAPH_CLIENT,
    tid: TENANT,
    oid: OBJECT_ID,
    nonce: NONCE,
    preferred_username: 'ada@contoso.example',
    name: 'Ada',
    wids: ['62E90394-69F5-4237-9190-012177145E10'],
    iat: now,
    nbf: now,
    exp: now + 3600,
  };
}

/** An id_token with valid claims, overridden by `change`; `undefined` removes a claim. */
export function idToken(
  change: JWTPayload = {},
  key: Parameters<SignJWT['sign']>[0] = keys.privateKey,
  header: { alg: string; kid?: string } = { alg: 'RS256', kid: KEY_ID },
): Promise<string> {
  return new SignJWT({ ...goodClaims(), ...change }).setProtectedHeader(header).sign(key);
}
