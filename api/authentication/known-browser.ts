/**
 * The mark of a browser in which a person signed in before: a signed cookie, so that
 * every API process knows it and nobody can forge it. See docs/decisions/0016.
 */
import { parseCookies } from 'better-auth/cookies';
import { jwtVerify, SignJWT } from 'jose';
import type { Kysely } from 'kysely';
import { hkdfSync, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { KNOWN_BROWSER_LIFETIME } from '../../domain/limits.ts';
import type { Database } from '../../store/schema.ts';
import { type Credential, credentialOf } from './credentials.ts';

const LIFETIME_IN_SECONDS = KNOWN_BROWSER_LIFETIME / 1000;
const claimsSchema = z.object({ jti: z.uuid(), exp: z.number() });
const attemptSchema = z.object({ email: z.string() });

interface KnownBrowserOptions {
  readonly db: Kysely<Database>;
  readonly origin: string;
  readonly secret: string;
}

export type KnownBrowsers = ReturnType<typeof createKnownBrowsers>;

export function createKnownBrowsers({ db, origin, secret }: KnownBrowserOptions) {
  const secure = origin.startsWith('https:');
  const name = `${secure ? '__Secure-' : ''}provost.known_browser`;

  // The key is the person's and the password's: a mark is worth nothing for
  // anyone else, and nothing after the password was changed.
  const keyOf = (credential: Credential | null) => {
    const { userId, passwordHash } = credential ?? { userId: '', passwordHash: '' };
    const purpose = `provost known browser ${userId}`;
    return new Uint8Array(hkdfSync('sha256', secret, passwordHash, purpose, 32));
  };

  /** The browser's id if the mark is this person's, else null. Unknown people take as long. */
  async function idOf(mark: string, credential: Credential | null): Promise<string | null> {
    try {
      const { payload } = await jwtVerify(mark, keyOf(credential), { algorithms: ['HS256'] });
      return credential && claimsSchema.parse(payload).jti;
    } catch {
      return null;
    }
  }

  return {
    idOf,

    cookie: {
      name,
      attributes: {
        path: '/api/auth',
        httpOnly: true,
        secure,
        sameSite: 'strict',
        maxAge: LIFETIME_IN_SECONDS,
      },
    } as const,

    /** A mark for the browser of a person who has just proven the password. */
    markFor(credential: Credential, browserId: string | null): Promise<string> {
      return new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setJti(browserId ?? randomUUID())
        .setExpirationTime(new Date(Date.now() + KNOWN_BROWSER_LIFETIME))
        .sign(keyOf(credential));
    },

    /** Whether a sign-in comes from a browser that is known for the address in its body. */
    async sent(request: Request): Promise<boolean> {
      const mark = parseCookies(request.headers.get('cookie') ?? '').get(name);
      if (!mark) return false;
      const body: unknown = await request
        .clone()
        .json()
        .catch(() => null);
      const { data } = attemptSchema.safeParse(body);
      return data ? (await idOf(mark, await credentialOf(db, data.email))) !== null : false;
    },
  };
}
