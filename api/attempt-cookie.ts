/**
 * What binds a consent attempt to a browser: the PKCE verifier and the nonce,
 * encrypted, in a cookie that only the callbacks receive. Nothing of it is kept
 * on the server, and a restart loses none.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { ProvostError } from '../domain/failures.ts';
import { ATTEMPT_LIFETIME, GRANT_WAIT } from '../domain/limits.ts';

const secretsSchema = z.object({
  attemptId: z.uuid(),
  codeVerifier: z.string(),
  nonce: z.string(),
});
export type AttemptSecrets = z.infer<typeof secretsSchema>;

/** The consent screen may be left open for as long as its grant is watched. */
const LIFETIME = ATTEMPT_LIFETIME + GRANT_WAIT;

/** Each attempt has a cookie of its own, so that two tabs do not undo each other. */
const nameOf = (attemptId: string) => `provost-consent-${attemptId}`;

export function createAttemptCookie(secret: string, secure: boolean) {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'provost consent attempt', 32));
  const options = { path: '/consents', httpOnly: true, secure, sameSite: 'Lax' } as const;
  return {
    async set(c: Context, secrets: AttemptSecrets): Promise<void> {
      const expires = new Date(Date.now() + LIFETIME);
      const value = await new EncryptJWT({ ...secrets })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(expires)
        .encrypt(key);
      setCookie(c, nameOf(secrets.attemptId), value, { ...options, expires });
    },

    /** @throws ProvostError AttemptOfAnotherBrowser when this browser did not begin the attempt. */
    async get(c: Context, attemptId: string): Promise<AttemptSecrets> {
      const value = getCookie(c, nameOf(attemptId));
      if (!value) throw new ProvostError('AttemptOfAnotherBrowser');
      try {
        const { payload } = await jwtDecrypt(value, key);
        const secrets = secretsSchema.parse(payload);
        if (secrets.attemptId === attemptId) return secrets;
      } catch (cause) {
        throw new ProvostError('AttemptOfAnotherBrowser', undefined, { cause });
      }
      throw new ProvostError('AttemptOfAnotherBrowser');
    },

    delete(c: Context, attemptId: string): void {
      deleteCookie(c, nameOf(attemptId), options);
    },
  };
}
export type AttemptCookie = ReturnType<typeof createAttemptCookie>;
