/** Browser sessions with Entra: a cookie identifies the signed-in accounts. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Account } from './people.ts';

export interface Session {
  /** Included in every form of this session. */
  readonly csrfToken: string;
  readonly accounts: readonly Account[];
}

export interface Sessions {
  /** The browser's session. Creates an empty one and sets its cookie if there is none. */
  open(c: Context): Session;
  /** Adds an account and replaces the cookie, to prevent session fixation. */
  signIn(c: Context, account: Account): Session;
  /** Signs out all accounts and deletes the cookie. */
  signOut(c: Context): void;
  /** Ends the sessions of all browsers. */
  clear(): void;
}

const COOKIE = 'SANDBOXESTSAUTH';
const LIFETIME_MS = 24 * 3_600_000;

const token = () => randomBytes(24).toString('base64url');

export function createSessions(): Sessions {
  const sessions = new Map<string, Session & { readonly expiresAt: number }>();

  const removeExpired = () => {
    for (const [id, { expiresAt }] of sessions) if (expiresAt < Date.now()) sessions.delete(id);
  };

  const start = (c: Context, accounts: readonly Account[]): Session => {
    removeExpired();
    const id = token();
    const session = { csrfToken: token(), accounts, expiresAt: Date.now() + LIFETIME_MS };
    sessions.set(id, session);
    setCookie(c, COOKIE, id, { httpOnly: true, sameSite: 'Lax', path: '/' });
    return session;
  };

  const end = (c: Context): readonly Account[] => {
    const id = getCookie(c, COOKIE) ?? '';
    const accounts = sessions.get(id)?.accounts ?? [];
    sessions.delete(id);
    return accounts;
  };

  return {
    open: (c) => sessions.get(getCookie(c, COOKIE) ?? '') ?? start(c, []),
    signIn(c, account) {
      const others = end(c).filter(({ person }) => person.objectId !== account.person.objectId);
      return start(c, [account, ...others]);
    },
    signOut(c) {
      end(c);
      deleteCookie(c, COOKIE, { path: '/' });
    },
    clear: () => sessions.clear(),
  };
}
