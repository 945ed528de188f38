import { isAPIError } from 'better-auth/api';
import { z } from 'zod';
import { isFailureType, ProvostError } from '../../domain/failures.ts';
import { type AuthenticationOptions, configureBetterAuth } from './better-auth.ts';
import { createMemberships, type Memberships } from './memberships.ts';

export { CLIENT_ADDRESS_HEADER } from './better-auth.ts';
export type { Role } from './roles.ts';

export interface ConsoleSession {
  readonly user: { readonly id: string; readonly email: string; readonly name: string };
  readonly sessionId: string;
  /** The organization last selected. It is not a permission: call `membershipOf` on each request. */
  readonly activeOrganizationId: string | null;
}

export interface Authentication extends Memberships {
  /**
   * Handles requests below `/api/auth/`. Endpoints that the console does not use are 404.
   * @throws ProvostError Unavailable if better-auth fails, for example without a database;
   * those of `refuseWeakPassword` for a new password.
   */
  handler(request: Request): Promise<Response>;
  /**
   * The session of a request, read from the database, or null.
   * With `setCookie` the session is extended when due, and the function receives
   * each `Set-Cookie` value for the response.
   */
  sessionOf(headers: Headers, setCookie?: (cookie: string) => void): Promise<ConsoleSession | null>;
}

/** The better-auth endpoints that the console uses. */
const ENDPOINTS = new Set([
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'GET /api/auth/get-session',
  'POST /api/auth/change-password',
  'GET /api/auth/organization/list',
  'POST /api/auth/organization/set-active',
]);

/** Sign-in to the console. Requires a migrated database. */
export function createAuthentication(options: AuthenticationOptions): Authentication {
  const auth = configureBetterAuth(options);
  return {
    async handler(request) {
      const { pathname } = new URL(request.url);
      if (!ENDPOINTS.has(`${request.method} ${pathname}`))
        return new Response(null, { status: 404 });
      const response = await auth.handler(request);
      if (response.status >= 500) throw new ProvostError('Unavailable');
      await throwOurFailure(response);
      return withStandardHeaders(response);
    },

    async sessionOf(headers, setCookie) {
      const answer = await auth.api
        .getSession({ headers, query: { disableRefresh: !setCookie }, returnHeaders: true })
        .catch(nullWhenEnded);
      if (setCookie) answer?.headers.getSetCookie().forEach(setCookie);
      return answer?.response ? consoleSession.parse(answer.response) : null;
    },

    ...createMemberships(options.db),
  };
}

const consoleSession = z
  .object({
    user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
    session: z.object({ id: z.string(), activeOrganizationId: z.string().nullish() }),
  })
  .transform(({ user, session }) => ({
    user,
    sessionId: session.id,
    activeOrganizationId: session.activeOrganizationId ?? null,
  }));

const failureSchema = z.object({ code: z.string().refine(isFailureType) });

/** Our hooks put our failures into better-auth's errors. */
async function throwOurFailure(response: Response): Promise<void> {
  if (response.status !== 400) return;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const { data } = failureSchema.safeParse(body);
  if (data) throw new ProvostError(data.code);
}

/** A session that ends while it is being extended counts as ended, not as a failure. */
function nullWhenEnded(error: unknown): null {
  if (isAPIError(error) && error.status === 'UNAUTHORIZED') return null;
  throw error;
}

/** Forbids caching, and adds `Retry-After` (RFC 9110) to a 429. */
function withStandardHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('cache-control', 'no-store');
  if (response.status === 429) headers.set('retry-after', headers.get('x-retry-after') ?? '900');
  return new Response(response.body, { status: response.status, headers });
}
