/** Limits how often one person changes one organization: every change becomes part of a workflow's history. */
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { LRUCache } from 'lru-cache';
import { ProvostError } from '../domain/failures.ts';
import { CHANGES_WINDOW } from '../domain/limits.ts';
import type { AppEnvironment } from './context.ts';

/** People tracked; the least recently active is forgotten first. */
const MAX_PEOPLE = 10_000;

/**
 * Counts in this process.
 * @param most changes a minute
 * @throws ProvostError RateLimited
 */
export function clickLimit(
  most: number,
  now: () => number = Date.now,
): MiddlewareHandler<AppEnvironment> {
  const changes = new LRUCache<string, { count: number; until: number }>({ max: MAX_PEOPLE });
  return createMiddleware(async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const key = `${c.get('organizationId')}/${c.get('session').user.id}`;
      const before = changes.get(key);
      const begins = before === undefined || before.until <= now();
      const { count, until } = begins ? { count: 0, until: now() + CHANGES_WINDOW } : before;
      changes.set(key, { count: count + 1, until });
      if (count >= most) throw new ProvostError('RateLimited');
    }
    await next();
  });
}
