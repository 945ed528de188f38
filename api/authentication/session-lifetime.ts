import type { GenericEndpointContext, Session } from 'better-auth';
import type { Kysely } from 'kysely';
import { SESSION_IDLE_LIFETIME, SESSION_MAX_AGE } from '../../domain/limits.ts';
import type { Database } from '../../store/schema.ts';
import { createMemberships } from './memberships.ts';

/** A session starts in the organization that the person joined first. */
export const beginSession = (db: Kysely<Database>) => async (session: { userId: string }) => {
  const [first] = await createMemberships(db).organizationsOf(session.userId);
  // Also sets the expiry, because better-auth lets sessions without rememberMe last a day.
  const expiresAt = new Date(Date.now() + SESSION_IDLE_LIFETIME);
  return { data: { ...session, expiresAt, activeOrganizationId: first?.id ?? null } };
};

/** Use extends a session, but not beyond its maximum age. */
export async function extendSession(
  { expiresAt }: Partial<Session>,
  context: GenericEndpointContext | null,
) {
  if (!expiresAt) return;
  const session = context?.context.session?.session;
  // Without its begin, a session must not be extended.
  if (!session) return false;
  const end = Number(session.createdAt) + SESSION_MAX_AGE;
  return { data: { expiresAt: new Date(Math.min(Number(expiresAt), end)) } };
}
