/**
 * The keys of webhooks, as Standard Webhooks writes them: `whsec_` a shared secret, `whsk_` an
 * ed25519 private key, `whpk_` its public key. They are stored encrypted.
 */
import { EncryptJWT, jwtDecrypt } from 'jose';
import { createPrivateKey, generateKeyPairSync, hkdfSync, randomBytes, sign } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { ProvostError } from '../domain/failures.ts';
import {
  MAX_WEBHOOK_SECRET_BYTES,
  MIN_WEBHOOK_SECRET_BYTES,
  type WebhookAlgorithm,
} from '../domain/webhooks.ts';

const SECRET_PREFIX = 'whsec_';
const PRIVATE_PREFIX = 'whsk_';
const PUBLIC_PREFIX = 'whpk_';
const SECRET_BYTES = 32;
/** An ed25519 private key is kept as seed and public key. */
const SEED_BYTES = 32;

export interface NewKey {
  readonly key: string;
  /** Null for a shared secret. */
  readonly publicKey: string | null;
}

/** A new key. */
export function createSigningKey(algorithm: WebhookAlgorithm): NewKey {
  if (algorithm === 'hmac') {
    const key = `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
    return { key, publicKey: null };
  }
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const pair = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')] as const;
  return {
    key: `${PRIVATE_PREFIX}${Buffer.concat(pair).toString('base64')}`,
    publicKey: `${PUBLIC_PREFIX}${pair[1].toString('base64')}`,
  };
}

/**
 * A shared secret that the customer brings.
 * @throws ProvostError WebhookSecretInvalid if it is malformed, too short or too long.
 */
export function givenSecret(secret: string): NewKey {
  const encoded = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : null;
  const bytes = Buffer.from(encoded ?? '', 'base64');
  const valid =
    bytes.toString('base64') === encoded &&
    bytes.length >= MIN_WEBHOOK_SECRET_BYTES &&
    bytes.length <= MAX_WEBHOOK_SECRET_BYTES;
  if (!valid) throw new ProvostError('WebhookSecretInvalid');
  return { key: secret, publicKey: null };
}

export interface SignedMessage {
  readonly id: string;
  readonly timestamp: Date;
  readonly body: string;
}

/** One signature of `id.timestamp.body`, with its version. */
export function signatureOf(key: string, { id, timestamp, body }: SignedMessage): string {
  if (key.startsWith(SECRET_PREFIX)) return new Webhook(key).sign(id, timestamp, body);
  // The library signs with shared secrets only.
  const pair = Buffer.from(key.slice(PRIVATE_PREFIX.length), 'base64');
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'OKP',
      crv: 'Ed25519',
      d: pair.subarray(0, SEED_BYTES).toString('base64url'),
      x: pair.subarray(SEED_BYTES).toString('base64url'),
    },
  });
  const content = `${id}.${Math.floor(timestamp.getTime() / 1000)}.${body}`;
  return `v1a,${sign(null, Buffer.from(content), privateKey).toString('base64')}`;
}

/** Encrypts keys with one that is derived from the configured secret. Each is bound to its endpoint. */
export function createKeyVault(secret: string) {
  const vaultKey = new Uint8Array(hkdfSync('sha256', secret, '', 'provost webhook keys', 32));
  return {
    seal: (endpointId: string, key: string): Promise<string> =>
      new EncryptJWT({ key })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(endpointId)
        .encrypt(vaultKey),

    /** Null if it cannot be decrypted, for example because the configured secret has changed. */
    async open(endpointId: string, sealed: string): Promise<string | null> {
      try {
        const { payload } = await jwtDecrypt(sealed, vaultKey, { audience: endpointId });
        return typeof payload['key'] === 'string' ? payload['key'] : null;
      } catch {
        return null;
      }
    },
  };
}
export type KeyVault = ReturnType<typeof createKeyVault>;
