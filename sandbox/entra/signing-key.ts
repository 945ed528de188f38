/** The RSA key that signs every token of a sandbox. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { z } from 'zod';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A private key in the state file (RFC 7517, including the private RSA members). */
export const privateJwkSchema = z.looseObject({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
});
export type PrivateJwk = z.infer<typeof privateJwkSchema>;

const fromPrivateKey = (privateKey: KeyObject): SigningKey => {
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return { kid: createHash('sha256').update(der).digest('base64url'), privateKey, publicKey };
};

/** A new 2048-bit key. */
export const generateSigningKey = (): SigningKey =>
  fromPrivateKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);

/** Imports the result of `exportSigningKey`. */
export const importSigningKey = (jwk: PrivateJwk): SigningKey => {
  const key: JsonWebKey = jwk;
  return fromPrivateKey(createPrivateKey({ key, format: 'jwk' }));
};

/** The private key as a JWK, for the state file. */
export const exportSigningKey = ({ privateKey }: SigningKey): PrivateJwk =>
  privateJwkSchema.parse(privateKey.export({ format: 'jwk' }));

/** The public key in the format of `/discovery/v2.0/keys`. */
export const publicJwk = ({ kid, publicKey }: SigningKey) => {
  const { n, e } = publicKey.export({ format: 'jwk' });
  return { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e };
};
