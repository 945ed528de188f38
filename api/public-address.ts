/** Pages have one address: cookies, sign-in and redirects from Microsoft are bound to it. */
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { isLoopback } from '../microsoft/clouds.ts';
import type { AppEnvironment } from './context.ts';

/** Not pages: probes and clients may use any address. */
const NO_PAGES = /^\/(api|assets|healthz|readyz)(\/|$)/;

/**
 * Sends whoever opens a page at another loopback address, such as 127.0.0.1 instead of localhost,
 * to the public one. Other hosts are left alone: behind a proxy the name may be an internal one.
 */
export function atPublicAddress(origin: string): MiddlewareHandler<AppEnvironment> {
  const own = new URL(origin);
  return createMiddleware(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    const host = c.req.header('host') ?? '';
    if (!reads || NO_PAGES.test(pathname) || !isAlias(host, own)) return next();
    const address = new URL(origin);
    address.pathname = pathname;
    address.search = search;
    c.header('cache-control', 'no-store');
    return c.redirect(address.href, 302);
  });
}

function isAlias(host: string, own: URL): boolean {
  const address = `${own.protocol}//${host}`;
  if (!URL.canParse(address)) return false;
  const { hostname, port } = new URL(address);
  const differs = hostname !== own.hostname && port === own.port;
  return differs && isLoopback(hostname) && isLoopback(own.hostname);
}
