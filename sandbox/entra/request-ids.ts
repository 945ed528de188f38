/** Entra's request id and the client's correlation id. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { RequestIds } from './errors.ts';

/**
 * Reads `client-request-id` from header or query (MSAL uses the query) and echoes it.
 * Sets `x-ms-request-id` to a new id.
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
