/** Blocks web pages from the control API, which has no authentication. */
import type { MiddlewareHandler } from 'hono';
import { ControlProblem } from './problems.ts';

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
const OWN_PAGES = ['same-origin', 'none'];

/**
 * Rejects cross-origin browser requests. Also rejects any Host other than loopback and the
 * sandbox's own: it may be a foreign name that resolves to this machine (DNS rebinding).
 */
export const rejectForeignPages = (origin: string | undefined): MiddlewareHandler => {
  const hosts =
    origin === undefined ? LOOPBACK_HOSTS : [...LOOPBACK_HOSTS, new URL(origin).hostname];
  return async (c, next) => {
    if (!hosts.includes(new URL(c.req.url).hostname))
      throw new ControlProblem(403, 'The control API accepts requests on loopback only.');
    const site = c.req.header('sec-fetch-site');
    if (site !== undefined && !OWN_PAGES.includes(site))
      throw new ControlProblem(403, 'The control API rejects requests from other web pages.');
    await next();
  };
};
