import { createMiddleware } from 'hono/factory';

/** What browsers send before a person has decided to open a page, with older names of the header. */
const PURPOSE_HEADERS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];
const SPECULATIVE = /prefetch|prerender|preview/i;

/**
 * For pages whose opening has an effect: answers HEAD requests, as link scanners send them, and
 * requests made ahead by a browser, without opening the page.
 */
export const visitsOnly = createMiddleware(async (c, next) => {
  c.header('cache-control', 'no-store');
  if (c.req.method === 'HEAD') return c.body(null, 200);
  const ahead = PURPOSE_HEADERS.some((name) => SPECULATIVE.test(c.req.header(name) ?? ''));
  // An error, or the browser would show this answer when the person opens the page.
  if (ahead) return c.body(null, 503);
  return next();
});
