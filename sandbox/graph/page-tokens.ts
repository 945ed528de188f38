/**
 * Page and delta tokens: the position, signed for one tenant and one query. They are stateless and
 * survive a restart.
 */
import { createHmac } from 'node:crypto';
import type { z } from 'zod';

const SEAL_LENGTH = 16;

/** Detects made-up tokens. Not a secret: sandbox data is public. */
const SEALING_KEY = 'sandbox page tokens';

const seal = (payload: string, scope: string) =>
  createHmac('sha256', SEALING_KEY)
    .update(`${scope}\n${payload}`)
    .digest('base64url')
    .slice(0, SEAL_LENGTH);

/** @param scope the tenant and query that the token is valid for */
export function sealToken(scope: string, position: unknown): string {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${seal(payload, scope)}${payload}`;
}

/** The position; null if the token is invalid or has another scope. */
export function openToken<S extends z.ZodType>(
  schema: S,
  scope: string,
  token: string,
): z.infer<S> | null {
  const payload = token.slice(SEAL_LENGTH);
  if (token.slice(0, SEAL_LENGTH) !== seal(payload, scope)) return null;
  return schema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}
