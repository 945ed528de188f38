import { APIError, getSessionFromCtx } from 'better-auth/api';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { ProvostError } from '../../domain/failures.ts';
import type { Database } from '../../store/schema.ts';
import { credentialOf } from './credentials.ts';
import { type HookContext, tooManyAttempts } from './hook-context.ts';
import type { KnownBrowsers } from './known-browser.ts';
import { createMemberships } from './memberships.ts';
import { refuseWeakPassword } from './passwords.ts';
import { ofSession, type SignInLimit } from './sign-in-limit.ts';
import { withConsoleTables } from './tables.ts';

/** Anything else is rejected by better-auth without a check. */
const changeSchema = z.object({ newPassword: z.string(), currentPassword: z.string() });

interface Change {
  readonly email: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** What happens before and after better-auth changes a password. */
export function createPasswordChanges(
  db: Kysely<Database>,
  limit: SignInLimit,
  browsers: KnownBrowsers,
) {
  const changes = new WeakMap<Request, Change>();
  return {
    /** @throws APIError for a new password that is refused, or after too many wrong current ones. */
    async begin(context: HookContext): Promise<void> {
      const { data } = changeSchema.safeParse(context.body);
      const open = data && (await getSessionFromCtx(context, { disableRefresh: true }));
      if (!open) return;
      const { user, session } = open;
      const organizations = await createMemberships(db).organizationsOf(user.id);
      const person = { ...user, organizations: organizations.map(({ name }) => name) };
      await refuseWeakPassword(data.newPassword, person).catch(rethrowForBetterAuth);
      if (!(await limit.take(ofSession(session.id)))) throw tooManyAttempts();
      const change = { email: user.email, userId: user.id, sessionId: session.id };
      if (context.request) changes.set(context.request, change);
    },

    /** Ends the person's other sessions, and marks this browser, whose former mark has become void. */
    async succeed(context: HookContext): Promise<void> {
      const change = context.request && changes.get(context.request);
      if (!change) return;
      // better-auth begins a new session if the request asks it to end the others.
      const kept = context.context.newSession?.session.id ?? change.sessionId;
      await withConsoleTables(db)
        .deleteFrom('console_sessions')
        .where('userId', '=', change.userId)
        .where('id', '!=', kept)
        .execute();
      await limit.giveBack(ofSession(change.sessionId));
      const credential = await credentialOf(db, change.email);
      if (!credential) return;
      const mark = await browsers.markFor(credential, null);
      context.setCookie(browsers.cookie.name, mark, browsers.cookie.attributes);
    },
  };
}

/** better-auth answers any other error with 500. `authentication.ts` makes it a ProvostError again. */
function rethrowForBetterAuth(error: unknown): never {
  if (!(error instanceof ProvostError)) throw error;
  throw new APIError('BAD_REQUEST', { code: error.type, message: error.message });
}
