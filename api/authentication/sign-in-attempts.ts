import { APIError } from 'better-auth/api';
import { deleteSessionCookie } from 'better-auth/cookies';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/schema.ts';
import { type Credential, credentialOf } from './credentials.ts';
import { type HookContext, tooManyAttempts } from './hook-context.ts';
import type { KnownBrowsers } from './known-browser.ts';
import { type Allowance, anyone, knownBrowser, type SignInLimit } from './sign-in-limit.ts';

/** Anything else is not a password attempt: better-auth rejects it without a check. */
const attemptSchema = z.object({ email: z.email() });

interface Attempt {
  readonly email: string;
  readonly credential: Credential | null;
  /** Null if nobody with this address signed in before in this browser. */
  readonly browserId: string | null;
  readonly allowance: Allowance;
}

/** What happens before and after better-auth checks a password. */
export function createSignInAttempts(
  db: Kysely<Database>,
  limit: SignInLimit,
  browsers: KnownBrowsers,
) {
  const attempts = new WeakMap<Request, Attempt>();
  return {
    /** Counts the attempt. @throws APIError if there were too many. */
    async begin(context: HookContext): Promise<void> {
      const { data } = attemptSchema.safeParse(context.body);
      if (!data) return;
      const credential = await credentialOf(db, data.email);
      const mark = context.getCookie(browsers.cookie.name);
      const browserId = mark ? await browsers.idOf(mark, credential) : null;
      const allowance = await take(limit, data.email, browserId);
      if (!allowance) throw tooManyAttempts();
      const attempt = { email: data.email, credential, browserId, allowance };
      if (context.request) attempts.set(context.request, attempt);
    },

    /**
     * Uncounts the attempt and marks the browser.
     * @throws APIError if the password was changed in the meantime. The session that the
     * old one began is then ended, because the change may not have seen it.
     */
    async succeed(context: HookContext): Promise<void> {
      const attempt = context.request && attempts.get(context.request);
      if (!attempt) return;
      const credential = await credentialOf(db, attempt.email);
      if (!credential || credential.passwordHash !== attempt.credential?.passwordHash) {
        await endNewSession(context);
        throw wrongPassword();
      }
      await limit.giveBack(attempt.allowance);
      const mark = await browsers.markFor(credential, attempt.browserId);
      context.setCookie(browsers.cookie.name, mark, browsers.cookie.attributes);
    },
  };
}

/** A known browser has attempts of its own. Without any left, it is as good as others. */
async function take(limit: SignInLimit, email: string, browserId: string | null) {
  const allowances = [...(browserId ? [knownBrowser(email, browserId)] : []), anyone(email)];
  for (const allowance of allowances) if (await limit.take(allowance)) return allowance;
  return null;
}

async function endNewSession(context: HookContext): Promise<void> {
  const { newSession, internalAdapter } = context.context;
  if (newSession) await internalAdapter.deleteSession(newSession.session.token);
  deleteSessionCookie(context);
}

/** Exactly better-auth's own answer. */
const wrongPassword = () =>
  new APIError('UNAUTHORIZED', {
    code: 'INVALID_EMAIL_OR_PASSWORD',
    message: 'Invalid email or password',
  });
