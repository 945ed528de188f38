import { isAPIError } from 'better-auth/api';
import { z } from 'zod';
import { ProvostError } from '../../domain/failures.ts';
import { type AuthenticationOptions, configureBetterAuth } from './better-auth.ts';
import { createMemberships, type Memberships } from './memberships.ts';

export { CLIENT_ADDRESS_HEADER } from './better-auth.ts';
export type { Role } from './roles.ts';

export interface ConsoleSession {
  readonly user: { readonly id: string; readonly email: string; readonly name: string };
  readonly sessionId: string;
  /** The organization last chosen. It is no permission: ask `membershipOf` on each request. */
  readonly activeOrganizationId: string | null;
}

export interface Authentication extends Memberships {
  /**
   * Answers what is under `/api/auth/`; what the console has no use for is 404.
   * @throws when the database does not answer.
   */
  handler(request: Request): Promise<Response>;
  /**
   * Who sends the request, read from the database, else null.
   * With `setCookie` the session is prolonged when due, and the function is
   * given each `Set-Cookie` value that the answer must carry.
   */
  sessionOf(headers: Headers, setCookie?: (cookie: string) => void): Promise<ConsoleSession | null>;
}

/** Of better-auth's endpoints, those that the console uses. */
const ENDPOINTS = new Set([
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'GET /api/auth/get-session',
  'POST /api/auth/change-password',
  'GET /api/auth/organization/list',
  'POST /api/auth/organization/set-active',
]);

/** Signing in to the console, on a database to which `migrate` was applied. */
export function createAuthentication(options: AuthenticationOptions): Authentication {
  const auth = configureBetterAuth(options);
  return {
    async handler(request) {
      const { pathname } = new URL(request.url);
      if (!ENDPOINTS.has(`${request.method} ${pathname}`))
        return new Response(null, { status: 404 });
      const response = await auth.handler(request);
      if (response.status >= 500) throw new ProvostError('Unavailable');
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

/** A session that ends while it is being prolonged is an ended one, no failure. */
function nullWhenEnded(error: unknown): null {
  if (isAPIError(error) && error.status === 'UNAUTHORIZED') return null;
  throw error;
}

/** No cache keeps an answer, and a 429 says when to come back in the header of RFC 9110. */
function withStandardHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('cache-control', 'no-store');
  if (response.status === 429) headers.set('retry-after', headers.get('x-retry-after') ?? '900');
  return new Response(response.body, { status: response.status, headers });
}
