/**
 * Page and delta tokens: the position itself, sealed for one tenant and one
 * query. Nothing is remembered, so they outlive a restart.
 */
import { createHmac } from 'node:crypto';
import type { z } from 'zod';

const SEAL_LENGTH = 16;

/** Keeps clients from making tokens up. It guards nothing: sandbox data is public. */
const SEALING_KEY = 'sandbox page tokens';

const seal = (payload: string, scope: string) =>
  createHmac('sha256', SEALING_KEY)
    .update(`${scope}\n${payload}`)
    .digest('base64url')
    .slice(0, SEAL_LENGTH);

/** @param scope what the token belongs to: tenant and query */
export function sealToken(scope: string, position: unknown): string {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${seal(payload, scope)}${payload}`;
}

/** The position; null when the token is not of that scope, or is no token at all. */
export function openToken<S extends z.ZodType>(
  schema: S,
  scope: string,
  token: string,
): z.infer<S> | null {
  const payload = token.slice(SEAL_LENGTH);
  if (token.slice(0, SEAL_LENGTH) !== seal(payload, scope)) return null;
  return schema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}
