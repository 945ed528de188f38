/**
 * What binds a consent attempt to a browser: the PKCE verifier and the nonce,
 * encrypted, in a cookie that only the callbacks receive. Nothing of it is kept
 * on the server, and a restart loses none.
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
 * Each attempt has a cookie of its own, so that two tabs do not undo each other.
 * Their names go round, so that a browser keeps so many at most however often a
 * step is clicked: servers and proxies refuse a request whose cookies are too long.
 */
const PLACES = 20;
const PREFIX = 'provost-consent-';

export function createAttemptCookie(secret: string, secure: boolean) {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'provost consent attempt', 32));
  const options = { path: '/consents', httpOnly: true, secure, sameSite: 'Lax' } as const;
  let place = randomInt(PLACES);
  const nextName = () => `${PREFIX}${(place = (place + 1) % PLACES)}`;

  /** Null for a cookie that is not ours any more, or never was. */
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

    /** @throws ProvostError AttemptOfAnotherBrowser when this browser did not begin the attempt. */
    async get(c: Context, attemptId: string): Promise<AttemptSecrets> {
      const found = await find(c, attemptId);
      if (!found) throw new ProvostError('AttemptOfAnotherBrowser');
      return found.secrets;
    },
  };
}
export type AttemptCookie = ReturnType<typeof createAttemptCookie>;
