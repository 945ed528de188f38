import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api';
import type { Kysely } from 'kysely';
import type { Database } from '../../store/schema.ts';
import type { HookContext } from './hook-context.ts';
import type { KnownBrowsers } from './known-browser.ts';
import { createPasswordChanges } from './password-changes.ts';
import { createSignInAttempts } from './sign-in-attempts.ts';
import { createSignInLimit } from './sign-in-limit.ts';

/** Hooks around better-auth's own endpoints. */
export function createHooks(db: Kysely<Database>, browsers: KnownBrowsers) {
  const limit = createSignInLimit(db);
  const attempts = createSignInAttempts(db, limit, browsers);
  const changes = createPasswordChanges(db, limit, browsers);
  return {
    before: createAuthMiddleware(async (context) => {
      if (context.path === '/organization/set-active') refuseSlug(context.body);
      if (context.path === '/sign-in/email') await attempts.begin(context);
      if (context.path === '/change-password') await changes.begin(context);
    }),

    after: createAuthMiddleware(async (context) => {
      const { returned, newSession } = context.context;
      if (isAPIError(returned)) return;
      if (context.path === '/change-password') await changes.succeed(context);
      if (context.path === '/sign-in/email' && newSession) {
        await attempts.succeed(context);
        await endSessionOfRequest(context);
      }
      return context.request && withoutTokens(returned);
    }),
  };
}

/**
 * better-auth looks a slug up before it checks the membership, and its answer then tells which
 * organizations exist. With an id it checks the membership first.
 */
function refuseSlug(body: unknown): void {
  if (typeof body !== 'object' || body === null || !('organizationSlug' in body)) return;
  throw new APIError('BAD_REQUEST', {
    code: 'ORGANIZATION_ID_REQUIRED',
    message: 'Name the organization by its id.',
  });
}

/** Signing in again ends the previous session of the browser. */
async function endSessionOfRequest({ context, getSignedCookie }: HookContext): Promise<void> {
  const { name } = context.authCookies.sessionToken;
  const former = await getSignedCookie(name, context.secret);
  if (former) await context.internalAdapter.deleteSession(former);
}

/** Scripts in the page do not need the session token: it stays in the HttpOnly cookie. */
function withoutTokens(returned: unknown): unknown {
  if (typeof returned !== 'object' || returned === null) return undefined;
  const hidden = (key: string, value: unknown) => (key === 'token' ? undefined : value);
  return JSON.parse(JSON.stringify(returned, hidden));
}
