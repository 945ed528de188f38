/** Certificates of app registrations and of the key that signs tokens. */
import { createHash } from 'node:crypto';
import type { KeyObject, X509Certificate } from 'node:crypto';

export interface CertificateRequest {
  /** The common name of subject and issuer. */
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const SERIAL_BYTES = 8;

/** Positive, and the same for the same key, so that a certificate made again is the same one. */
const serialOf = (publicKey: KeyObject): string =>
  `01${createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, SERIAL_BYTES * 2)}`;

/** A self-signed certificate for an RSA key, as PEM. Equal requests give equal certificates. */
export async function selfSigned(request: CertificateRequest): Promise<string> {
  const { name, notBefore, notAfter } = request;
  // Loaded here because most sandboxes never need it, and it takes a while.
  const { cryptoProvider, X509CertificateGenerator } = await import('@peculiar/x509');
  cryptoProvider.set(globalThis.crypto);
  const { subtle } = globalThis.crypto;
  const [privateKey, publicKey] = await Promise.all([
    subtle.importKey('pkcs8', der(request.privateKey, 'pkcs8'), ALGORITHM, true, ['sign']),
    subtle.importKey('spki', der(request.publicKey, 'spki'), ALGORITHM, true, ['verify']),
  ]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    serialNumber: serialOf(request.publicKey),
    notBefore,
    notAfter,
    keys: { privateKey, publicKey },
    signingAlgorithm: ALGORITHM,
  });
  return certificate.toString('pem');
}

const der = (key: KeyObject, type: 'pkcs8' | 'spki'): Buffer<ArrayBuffer> =>
  Buffer.from(
    type === 'pkcs8' ? key.export({ type, format: 'der' }) : key.export({ type, format: 'der' }),
  );

/** Digests of a certificate's DER encoding. */
export const thumbprints = (certificate: X509Certificate) => ({
  sha1: Buffer.from(certificate.fingerprint.replaceAll(':', ''), 'hex'),
  sha256: Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex'),
});
