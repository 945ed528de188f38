/** Users that changed and cannot be read. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MAX_ITEM_FAILURES, MAX_RETRY_AFTER } from '../domain/limits.ts';
import type { Graph, MissingItem } from '../microsoft/graph.ts';
import { DATABASES } from '../store/store.fixture.ts';
import { createStore, type Store } from '../store/store.ts';
import {
  LINK,
  listedUser,
  newSynchronization,
  NO_CHANGES,
  read,
  publish,
  synchronized,
  tenantOf,
} from './reading.fixture.ts';

const waits = vi.hoisted(() => [] as number[]);
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: async (delay: number) => void waits.push(delay),
}));

let database: Awaited<ReturnType<NonNullable<(typeof DATABASES)['PGlite']>>>;
let store: Store;
beforeAll(async () => {
  database = await DATABASES['PGlite']!();
  store = createStore(database.connection.db);
});
afterAll(() => database.close());

const LATER = `${LINK}later`;

const throttled = (id: string, retryAfter: number | null): MissingItem => ({
  id,
  code: 'TooManyRequests',
  outage: { type: 'MicrosoftThrottled', retryAfter },
});

/** A tenant in which the user has changed, and what each look for the user gives; the last one repeats. */
function tenantWithChanged(
  id: string,
  first: MissingItem,
  looks: readonly (MissingItem | 'found')[],
) {
  const asked: (readonly string[])[] = [];
  const changes: Partial<Graph> = {
    userDelta: async ({ link }) =>
      link === LINK ? { ...NO_CHANGES, missing: [first], delta: LATER } : NO_CHANGES,
    async changedUsers({ ids }) {
      asked.push(ids);
      const look = looks[Math.min(asked.length, looks.length) - 1] ?? 'found';
      return look === 'found'
        ? { found: [listedUser(id)], unreadable: [], missing: [] }
        : { found: [], unreadable: [], missing: [look] };
    },
  };
  return { graph: tenantOf([randomUUID()], changes), asked };
}

test('a changed user that is throttled is asked for again when Microsoft allows it', async () => {
  const id = randomUUID();
  const synchronization = newSynchronization();
  const { graph, asked } = tenantWithChanged(id, throttled(id, 40_000), [
    throttled(id, 3_600_000),
    'found',
  ]);
  const failure = { type: 'MicrosoftThrottled' };
  await expect(read(store, graph, synchronization)).rejects.toMatchObject({
    ...failure,
    retryAfter: 40_000,
  });
  expect(asked).toEqual([]);
  const run = await store.runs.byId(synchronization.runId);
  expect(run?.waiting_reason).toBe('MicrosoftThrottled');
  expect(run?.waiting_until?.getTime()).toBeGreaterThan(Date.now() + 30_000);
  await expect(read(store, graph, synchronization)).rejects.toMatchObject({
    ...failure,
    retryAfter: MAX_RETRY_AFTER,
  });
  await read(store, graph, synchronization);
  expect(asked).toEqual([[id], [id]]);
  expect(await publish(store, synchronization)).toMatchObject({ users: 2, skipped: 0 });
});

test('a changed user that stays throttled is skipped after a few tries', async () => {
  const id = randomUUID();
  const synchronization = newSynchronization();
  const { graph, asked } = tenantWithChanged(id, throttled(id, 1000), [throttled(id, 1000)]);
  for (let attempt = 1; attempt <= MAX_ITEM_FAILURES; attempt += 1)
    await expect(read(store, graph, synchronization)).rejects.toMatchObject({
      type: 'MicrosoftThrottled',
    });
  const run = await synchronized(store, graph, synchronization);
  expect(asked).toHaveLength(MAX_ITEM_FAILURES);
  const item = { kind: 'user', id, code: 'TooManyRequests' };
  expect(run).toMatchObject({ users: 1, skipped: 1, skipped_items: [item] });
});
