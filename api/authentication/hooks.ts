import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api';
import { z } from 'zod';
import type { SignInLimit } from './sign-in-limit.ts';

const SIGN_IN = '/sign-in/email';
const SET_ACTIVE = '/organization/set-active';
/** Anything else is not a password attempt: better-auth rejects it without a check. */
const attemptSchema = z.object({ email: z.email() });

/** Hooks around better-auth's own endpoints. */
export const createHooks = (limit: SignInLimit) => ({
  before: createAuthMiddleware(async (context) => {
    if (context.path === SET_ACTIVE) refuseSlug(context.body);
    const attempt = attemptSchema.safeParse(context.body);
    if (context.path !== SIGN_IN || !attempt.success) return;
    if (await limit.take(attempt.data.email)) return;
    // Exactly better-auth's own text, so that it does not reveal which limit was reached.
    throw new APIError('TOO_MANY_REQUESTS', {
      message: 'Too many requests. Please try again later.',
    });
  }),

  after: createAuthMiddleware(async (context) => {
    const session = context.context.newSession;
    if (context.path === SIGN_IN && session) {
      await limit.giveBack(session.user.email);
      await endSessionOfRequest(context);
    }
    const { returned } = context.context;
    if (context.request && !isAPIError(returned)) return withoutTokens(returned);
  }),
});

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

type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

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
