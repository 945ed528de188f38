import { generate } from 'selfsigned';

/** A self-signed certificate and its RSA key, valid from 2025 to 2045. */
export async function selfSigned(): Promise<{ certificatePem: string; privateKeyPem: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Provost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date('2025-01-01T00:00:00Z'),
    notAfterDate: new Date('2045-01-01T00:00:00Z'),
  });
  return { certificatePem: cert, privateKeyPem: key };
}
