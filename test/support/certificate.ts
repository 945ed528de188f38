import { generateKeyPairSync } from 'node:crypto';
import { selfSigned as certificateOf } from '../../sandbox/certificates.ts';

/** A self-signed certificate and its RSA key, valid from 2025 to 2045. */
export async function selfSigned(): Promise<{ certificatePem: string; privateKeyPem: string }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificatePem = await certificateOf({
    name: 'Provost',
    privateKey,
    publicKey,
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date('2045-01-01T00:00:00Z'),
  });
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificatePem, privateKeyPem };
}
