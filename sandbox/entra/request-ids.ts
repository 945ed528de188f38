/** The ids that Entra gives a request, and the one that the client chose. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { RequestIds } from './errors.ts';

/**
 * Reads `client-request-id` from header or query (where MSAL puts it), echoes
 * it, and names the request in `x-ms-request-id`.
 */
export function identifyRequest(c: Context): RequestIds {
  const given = z
    .uuid()
    .safeParse(c.req.header('client-request-id') ?? c.req.query('client-request-id'));
  const ids = { traceId: randomUUID(), correlationId: given.data ?? randomUUID() };
  c.header('x-ms-request-id', ids.traceId);
  c.header('client-request-id', ids.correlationId);
  return ids;
}
