/** Calls by key, a few at a time. */
import { LRUCache } from 'lru-cache';
import pLimit, { type LimitFunction } from 'p-limit';
import { ProvostError } from '../domain/failures.ts';
import { MAX_UPDATES, MAX_WAITING_UPDATES } from '../domain/limits.ts';

/** Keys tracked. One that is forgotten while its calls wait begins anew, and they go on. */
const MAX_KEYS = 10_000;

/**
 * Temporal refuses more than ten updates of a workflow at a time, and what it refuses looks like an outage.
 * @returns a function that runs a call in its turn and throws ProvostError RateLimited if too many wait
 */
export function callsInTurn() {
  const queues = new LRUCache<string, LimitFunction>({ max: MAX_KEYS });
  return async <T>(key: string, call: () => Promise<T>): Promise<T> => {
    const queue = queues.get(key) ?? pLimit(MAX_UPDATES);
    queues.set(key, queue);
    if (queue.pendingCount >= MAX_WAITING_UPDATES) throw new ProvostError('RateLimited');
    return queue(call);
  };
}
