/** The browser's session with Entra: a cookie that stands for the accounts signed in. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Account } from './people.ts';

export interface Session {
  /** Every form of this session carries it. */
  readonly csrfToken: string;
  readonly accounts: readonly Account[];
}

export interface Sessions {
  /** The browser's session; a new, empty one with its cookie when there is none. */
  open(c: Context): Session;
  /** Adds an account, under a new cookie so that one planted before sign-in is worth nothing. */
  signIn(c: Context, account: Account): Session;
  /** Forgets the accounts and the cookie. */
  signOut(c: Context): void;
  /** Ends the sessions of all browsers. */
  clear(): void;
}

const COOKIE = 'SANDBOXESTSAUTH';
const LIFETIME_MS = 24 * 3_600_000;

const token = () => randomBytes(24).toString('base64url');

export function createSessions(): Sessions {
  const sessions = new Map<string, Session & { readonly expiresAt: number }>();

  const forgetOld = () => {
    for (const [id, { expiresAt }] of sessions) if (expiresAt < Date.now()) sessions.delete(id);
  };

  const start = (c: Context, accounts: readonly Account[]): Session => {
    forgetOld();
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
