import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { requestId, type RequestIdVariables } from 'hono/request-id';
import { ProvostError } from '../domain/failures.ts';
import type { Authentication, ConsoleSession, Role } from './authentication/authentication.ts';

/** What handlers get from the server and from middleware. */
export interface AppEnvironment {
  /** What the server sets. */
  Bindings: {
    /** Aborted when the server begins to close. Missing without a server. */
    closing?: AbortSignal;
  };
  Variables: RequestIdVariables & {
    session: ConsoleSession;
    role: Role;
    organizationId: string;
    /** True if the browser came from a consent link; the person may have no access to the console. */
    viaLink?: boolean;
    /** Set by the policy of a document that contains a nonce. */
    secureHeadersNonce?: string;
  };
}

/** Accepts the caller's correlation id if it is well-formed, else creates one. */
export const correlation = requestId({ headerName: 'x-correlation-id', limitLength: 64 });

/** Rejects changes that a page of another site makes the browser send. */
export function sameOrigin(origin: string): MiddlewareHandler<AppEnvironment> {
  return createMiddleware(async (c, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) refuseForeign(c, origin);
    await next();
  });
}

/**
 * Checks which site a request comes from. Clients other than browsers do not say.
 * @throws ProvostError Forbidden if it comes from a page of another site; WrongAddress if it comes
 * from our own page at an address that is not the public one.
 */
export function refuseForeign(c: Context, origin: string): void {
  const from = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  if (from !== undefined && from !== origin && isOwnPage(c, from)) throw wrongAddress(origin);
  const foreign =
    (from !== undefined && from !== origin) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign) throw new ProvostError('Forbidden', 'The request comes from another site.');
}

/** Whether the page was loaded from where the request goes. Browsers let no page choose these headers. */
function isOwnPage(c: Context, from: string): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  return URL.canParse(from) && new URL(from).host === c.req.header('host');
}

const wrongAddress = (address: string) =>
  new ProvostError(
    'WrongAddress',
    `This console must be opened at ${address}. Requests from pages at other addresses are refused.`,
    { details: { address } },
  );

/** Requires a console session. @throws ProvostError NotSignedIn */
export function signedIn(authentication: Authentication): MiddlewareHandler<AppEnvironment> {
  return createMiddleware(async (c, next) => {
    const session = await authentication.sessionOf(c.req.raw.headers, (cookie) =>
      c.header('set-cookie', cookie, { append: true }),
    );
    if (!session) throw new ProvostError('NotSignedIn');
    c.set('session', session);
    await next();
  });
}

/**
 * Requires membership of the organization in the path, read from the database on each request.
 * To non-members the organization does not exist.
 * @throws ProvostError NotFound; Forbidden if a viewer tries to change something.
 */
export function member(authentication: Authentication): MiddlewareHandler<AppEnvironment> {
  return createMiddleware(async (c, next) => {
    const organizationId = c.req.param('organizationId') ?? '';
    const role = await authentication.membershipOf(c.get('session').user.id, organizationId);
    if (!role) throw new ProvostError('NotFound');
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (!reads && role !== 'administrator' && !isPersonal(c)) throw new ProvostError('Forbidden');
    c.set('role', role);
    c.set('organizationId', organizationId);
    await next();
  });
}

/** What viewers may change: which notifications they have read and which mails they get. It changes nothing in the organization. */
const isPersonal = (c: Context) =>
  c.req.path.endsWith('/notifications/read') || c.req.path.endsWith('/mail-preferences');

/** The signed-in person as the actor of audit events. */
export function actorOf(c: Context<AppEnvironment>): { id: string; name: string } {
  const { user } = c.get('session');
  return { id: user.id, name: user.email };
}
