/**
 * Binds a consent attempt to a browser: the PKCE verifier and the nonce, encrypted,
 * in a cookie that only the callbacks receive. The server stores nothing, so a
 * restart loses no attempt.
 */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { hkdfSync, randomInt } from 'node:crypto';
import { z } from 'zod';
import { ProvostError } from '../domain/failures.ts';

const secretsSchema = z.object({
  attemptId: z.uuid(),
  codeVerifier: z.string(),
  nonce: z.string(),
});
export type AttemptSecrets = z.infer<typeof secretsSchema>;

/**
 * Each attempt has its own cookie, so two tabs do not overwrite each other. The
 * names are reused in turn, so a browser keeps at most this many: servers and
 * proxies reject requests with too many cookies.
 */
const MAX_COOKIES = 20;
const PREFIX = 'provost-consent-';

export function createAttemptCookie(secret: string, secure: boolean) {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'provost consent attempt', 32));
  const options = { path: '/consents', httpOnly: true, secure, sameSite: 'Lax' } as const;
  let slot = randomInt(MAX_COOKIES);
  const nextName = () => `${PREFIX}${(slot = (slot + 1) % MAX_COOKIES)}`;

  /** Null for a cookie that has expired or was not encrypted by us. */
  async function open(value: string): Promise<AttemptSecrets | null> {
    try {
      return secretsSchema.parse((await jwtDecrypt(value, key)).payload);
    } catch {
      return null;
    }
  }

  async function find(c: Context, attemptId: string) {
    for (const [name, value] of Object.entries(getCookie(c))) {
      const secrets = name.startsWith(PREFIX) ? await open(value) : null;
      if (secrets?.attemptId === attemptId) return { name, secrets };
    }
    return null;
  }

  return {
    async set(c: Context, secrets: AttemptSecrets, expires: Date): Promise<void> {
      const value = await new EncryptJWT({ ...secrets })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(expires)
        .encrypt(key);
      const name = (await find(c, secrets.attemptId))?.name ?? nextName();
      setCookie(c, name, value, { ...options, expires });
    },

    /** @throws ProvostError AttemptOfAnotherBrowser if this browser did not start the attempt. */
    async get(c: Context, attemptId: string): Promise<AttemptSecrets> {
      const found = await find(c, attemptId);
      if (!found) throw new ProvostError('AttemptOfAnotherBrowser');
      return found.secrets;
    },
  };
}
export type AttemptCookie = ReturnType<typeof createAttemptCookie>;
