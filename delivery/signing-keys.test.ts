import { createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createKeyVault, createSigningKey, givenSecret, signatureOf } from './signing-keys.ts';

const message = { id: randomUUID(), timestamp: new Date(), body: '{"é":"ñ"}' };
const seconds = Math.floor(message.timestamp.getTime() / 1000);

describe('a signature', () => {
  test('of a shared secret is accepted by the library of Standard Webhooks', () => {
    const { key, publicKey } = createSigningKey('hmac');
    expect(publicKey).toBeNull();
    const headers = {
      'webhook-id': message.id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureOf(key, message),
    };
    expect(new Webhook(key).verify(message.body, headers)).toEqual({ é: 'ñ' });
    const other = new Webhook(createSigningKey('hmac').key);
    expect(() => other.verify(message.body, headers)).toThrow('No matching signature');
  });

  test('of ed25519 is verified with the public key alone', () => {
    const { key, publicKey } = createSigningKey('ed25519');
    expect(key).toMatch(/^whsk_/);
    expect(publicKey).toMatch(/^whpk_/);
    const x = Buffer.from(publicKey?.slice(5) ?? '', 'base64').toString('base64url');
    const verifier = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    const [version, signature = ''] = signatureOf(key, message).split(',');
    expect(version).toBe('v1a');
    const signed = Buffer.from(signature, 'base64');
    const content = `${message.id}.${seconds}.${message.body}`;
    expect(verify(null, Buffer.from(content), verifier, signed)).toBe(true);
    expect(verify(null, Buffer.from(`${content} `), verifier, signed)).toBe(false);
  });
});

describe('a secret that the customer brings', () => {
  const whsec = (bytes: number) => `whsec_${randomBytes(bytes).toString('base64')}`;

  test.each([24, 32, 64])('may have %i bytes', (bytes) => {
    const key = whsec(bytes);
    expect(givenSecret(key)).toEqual({ key, publicKey: null });
  });

  test.each([
    ['too short', whsec(23)],
    ['too long', whsec(65)],
    ['without its prefix', whsec(32).slice(6)],
    ['not base64', 'whsec_ñññññññññññññññññññññññññññññññññ'],
    ['a word', 'password'],
    ['empty', ''],
  ])('is refused if it is %s', (_, secret) => {
    expect(() => givenSecret(secret)).toThrow(
      expect.objectContaining({ type: 'WebhookSecretInvalid' }),
    );
  });
});

describe('a stored key', () => {
  const { key } = createSigningKey('hmac');
  const endpointId = randomUUID();

  test('does not contain the key, and is opened with the same configured secret', async () => {
    const sealed = await createKeyVault('a'.repeat(32)).seal(endpointId, key);
    expect(sealed).not.toContain(key.slice(6));
    expect(await createKeyVault('a'.repeat(32)).open(endpointId, sealed)).toBe(key);
  });

  test('is not opened for another endpoint, nor with another secret, nor when it was changed', async () => {
    const vault = createKeyVault('a'.repeat(32));
    const sealed = await vault.seal(endpointId, key);
    expect(await vault.open(randomUUID(), sealed)).toBeNull();
    expect(await createKeyVault('b'.repeat(32)).open(endpointId, sealed)).toBeNull();
    expect(await vault.open(endpointId, `${sealed.slice(0, -2)}AA`)).toBeNull();
  });
});
