/** The RSA key that signs every token of a sandbox. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
} from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { z } from 'zod';
import { selfSigned, thumbprints } from '../certificates.ts';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Made at the first request, which takes a moment. */
  certificate(): Promise<X509Certificate>;
}

/** A private key in the state file (RFC 7517, including the private RSA members). */
export const privateJwkSchema = z.looseObject({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
});
export type PrivateJwk = z.infer<typeof privateJwkSchema>;

/** Fixed, so that a key from the state file has the same certificate after a restart. */
const VALIDITY = { notBefore: new Date('2025-01-01'), notAfter: new Date('2045-01-01') };

function fromPrivateKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  let certificate: Promise<X509Certificate> | undefined;
  const request = { name: 'accounts.accesscontrol.windows.net', privateKey, publicKey };
  return {
    privateKey,
    publicKey,
    certificate: () =>
      (certificate ??= selfSigned({ ...request, ...VALIDITY }).then(
        (pem) => new X509Certificate(pem),
      )),
  };
}

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

/** Entra names a key by the SHA-1 digest of its certificate, both as `kid` and as `x5t`. */
export const keyIdOf = async ({ certificate }: SigningKey): Promise<string> =>
  thumbprints(await certificate()).sha1.toString('base64url');

/** The public key in the format of `/discovery/v2.0/keys`. */
export async function publicJwk(key: SigningKey) {
  const { n, e } = key.publicKey.export({ format: 'jwk' });
  const kid = await keyIdOf(key);
  const x5c = [(await key.certificate()).raw.toString('base64')];
  return { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, x5c };
}
