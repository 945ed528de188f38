/**
 * Refuses requests that no client sends by accident, before any route reads them. PostgreSQL
 * stores neither NUL nor half a surrogate pair, so a route that passed one on would fail.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { ProvostError } from '../domain/failures.ts';
import { MAX_BODY_BYTES, MAX_DROPPED_BYTES, MAX_JSON_DEPTH } from '../domain/limits.ts';

/** Methods that the Fetch standard forbids, so that a request with one of them cannot be passed on. */
const FORBIDDEN_METHODS = ['TRACE', 'TRACK', 'CONNECT'];

/** Checks the method and the address. @throws ProvostError InvalidInput */
export const wellFormedAddress: MiddlewareHandler = createMiddleware(async (c, next) => {
  if (FORBIDDEN_METHODS.includes(c.req.method.toUpperCase()))
    throw refusal('This method is not supported.');
  const { pathname, search } = new URL(c.req.url);
  requireText(decoded(`${pathname}${search}`), 'The address');
  await next();
});

const withinLimit = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  async onError(c) {
    // The server cuts a connection on which the rest does not come soon, maybe under the client's next request.
    if (!(await dropped(c.req.raw.body))) c.header('connection', 'close');
    throw refusal('The request is too large.');
  },
});

/** Reads a body to its end. @returns false if it is too long even for that, or somebody else is reading it */
async function dropped(body: ReadableStream<Uint8Array> | null): Promise<boolean> {
  if (body === null || body.locked) return false;
  const reader = body.getReader();
  for (let bytes = 0; bytes <= MAX_DROPPED_BYTES;) {
    const { done, value } = await reader.read();
    if (done) return true;
    bytes += value.length;
  }
  return false;
}

/** Refuses a body that is too large, or that its client never finishes. @throws ProvostError InvalidInput */
export const completeBody: MiddlewareHandler = createMiddleware(async (c, next) => {
  // Reads a body of unknown length. Routes must not run inside: their errors are their own.
  await withinLimit(c, async () => undefined).catch(refuseIncomplete);
  await next();
});

/** Checks the body, which must be JSON if there is one. @throws ProvostError InvalidInput */
export const wellFormedBody: MiddlewareHandler = createMiddleware(async (c, next) => {
  const bytes = await bodyOf(c);
  if (bytes.byteLength > 0) {
    requireJsonType(c.req.header('content-type') ?? '');
    requireShape(parsed(bytes), 1);
    // Reading used the body up. Some handlers read the request itself.
    c.req.raw = new Request(c.req.raw, { method: c.req.method, body: bytes });
  }
  await next();
});

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw refusal('The address is not valid percent-encoded UTF-8.');
  }
}

async function bodyOf(c: Context): Promise<ArrayBuffer> {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return new ArrayBuffer(0);
  return c.req.arrayBuffer().catch(refuseIncomplete);
}

/** The client went away, so nobody reads this. It only must not count as an error of ours. */
function refuseIncomplete(error: unknown): never {
  if (error instanceof ProvostError) throw error;
  throw refusal('The request ended before its body was complete.');
}

const JSON_TYPE = /^application\/json\s*(;|$)/i;

function requireJsonType(contentType: string): void {
  if (!JSON_TYPE.test(contentType)) {
    throw refusal('A body must be JSON, with the content type application/json.');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parsed(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw refusal('The body is not valid JSON in UTF-8.');
  }
}

function requireShape(value: unknown, depth: number): void {
  if (typeof value === 'string') requireText(value, 'The body');
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_JSON_DEPTH) throw refusal('The body is nested too deeply.');
  for (const [name, inner] of Object.entries(value)) {
    requireText(name, 'The body');
    requireShape(inner, depth + 1);
  }
}

/** NUL, or half a surrogate pair. */
const NO_TEXT = /[\0\p{Surrogate}]/u;

function requireText(text: string, where: string): void {
  if (NO_TEXT.test(text)) {
    throw refusal(`${where} contains a character that text cannot have.`);
  }
}

const refusal = (sentence: string) => new ProvostError('InvalidInput', sentence);
