import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { randomUUID } from 'node:crypto';
import { ProvostError } from '../domain/failures.ts';
import type { Authentication, ConsoleSession, Role } from './authentication/authentication.ts';

/** What middleware puts at a handler's disposal. */
export interface AppEnvironment {
  Variables: {
    correlationId: string;
    session: ConsoleSession;
    role: Role;
    organizationId: string;
    /** True where a link led this browser here, whose reader need not know the console. */
    viaLink?: boolean;
    /** Made by the policy of a document that holds one. */
    secureHeadersNonce?: string;
  };
}

const CORRELATION_ID = /^[0-9A-Za-z-]{8,64}$/;

/** Every request has a correlation id: the caller's when it is a sound one, else a new one. */
export const correlation: MiddlewareHandler<AppEnvironment> = createMiddleware(async (c, next) => {
  const given = c.req.header('x-correlation-id') ?? '';
  const correlationId = CORRELATION_ID.test(given) ? given : randomUUID();
  c.set('correlationId', correlationId);
  c.header('x-correlation-id', correlationId);
  await next();
});

/** Refuses changes that another site's page makes a browser send. */
export function sameOrigin(origin: string): MiddlewareHandler<AppEnvironment> {
  return createMiddleware(async (c, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) refuseForeign(c, origin);
    await next();
  });
}

/**
 * Looks at where a request comes from. A client that is no browser does not say.
 * @throws ProvostError Forbidden when it is another site's page.
 */
export function refuseForeign(c: Context, origin: string): void {
  const from = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const foreign =
    (from !== undefined && from !== origin) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign) throw new ProvostError('Forbidden', 'The request comes from another site.');
}

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
 * Requires membership of the organization in the path, read anew each time.
 * To an outsider it does not exist.
 * @throws ProvostError NotFound; Forbidden when a viewer wants to change something.
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

/** A viewer may mark the own notifications as read: it changes nothing of the organization's. */
const isPersonal = (c: Context) => c.req.path.endsWith('/notifications/read');

/** The signed-in person as an actor of audit events. */
export function actorOf(c: Context<AppEnvironment>): { id: string; name: string } {
  const { user } = c.get('session');
  return { id: user.id, name: user.email };
}
