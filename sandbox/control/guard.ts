/** Keeps web pages out of the control API, which has no sign-in. */
import type { MiddlewareHandler } from 'hono';
import { ControlProblem } from './problems.ts';

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
const OWN_PAGES = ['same-origin', 'none'];

/**
 * Refuses what a browser sends for a page of another origin, and any Host but
 * loopback or the sandbox's own: a foreign name that resolves to this machine.
 */
export const keepPagesOut = (origin: string | undefined): MiddlewareHandler => {
  const hosts =
    origin === undefined ? LOOPBACK_HOSTS : [...LOOPBACK_HOSTS, new URL(origin).hostname];
  return async (c, next) => {
    if (!hosts.includes(new URL(c.req.url).hostname))
      throw new ControlProblem(403, 'The control API answers on loopback only.');
    const site = c.req.header('sec-fetch-site');
    if (site !== undefined && !OWN_PAGES.includes(site))
      throw new ControlProblem(403, 'The control API answers no other web pages.');
    await next();
  };
};
