/** A self-signed certificate (X.509, RFC 5280), encoded by hand because Node cannot create one. */
import type { KeyObject } from 'node:crypto';
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Uint8Array.from([tag, ...size]), content]);
}

const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from('Provost')))));
const validity = der(
  SEQUENCE,
  der(0x17, Buffer.from('250101000000Z')),
  der(0x17, Buffer.from('450101000000Z')),
);

/** Valid from 2025 to 2045. */
export function selfSigned(
  key: KeyObject = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
) {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const version = Buffer.from('a003020102', 'hex');
  const serial = Buffer.from('020101', 'hex');
  const body = der(SEQUENCE, version, serial, SHA256_WITH_RSA, name, validity, name, publicKey);
  const signature = der(0x03, Uint8Array.from([0]), sign('sha256', body, key));
  const certificate = der(SEQUENCE, body, SHA256_WITH_RSA, signature).toString('base64');
  return {
    certificatePem: `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
