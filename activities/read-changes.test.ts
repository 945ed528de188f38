/** Users that changed and cannot be read. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MAX_ITEM_FAILURES, MAX_MISSING, MAX_RETRY_AFTER } from '../domain/limits.ts';
import type { Graph, MissingItem } from '../microsoft/graph.ts';
import type { Store } from '../store/store.ts';
import {
  LINK,
  listedUser,
  newSynchronization,
  NO_CHANGES,
  openStore,
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

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openStore());
});
afterAll(() => close());

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
  expect(run?.waitingReason).toBe('MicrosoftThrottled');
  expect(run?.waitingUntil?.getTime()).toBeGreaterThan(Date.now() + 30_000);
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
  expect(run).toMatchObject({ users: 1, skipped: 1, skippedItems: [item] });
});

const notFound = (id: string): MissingItem => ({
  id,
  code: 'Request_ResourceNotFound',
  outage: null,
});

test('a changed user that was skipped is looked for by the next run, whatever came before', async () => {
  const id = randomUUID();
  const first = newSynchronization();
  const users = [randomUUID()];
  await synchronized(store, tenantOf(users), first);
  // A list that skips a user, and a whole read for that reason.
  const badList = {
    unreadable: [{ kind: 'user', id: randomUUID(), properties: ['mail'] }],
  } as const;
  const skippingGroups = tenantOf(users, {
    groupDelta: async () => ({
      ...NO_CHANGES,
      skipped: [{ ...badList.unreadable[0], kind: 'group', id: null }],
    }),
  });
  await synchronized(store, skippingGroups, newSynchronization(first));
  const whole = await synchronized(store, tenantOf(users), newSynchronization(first));
  expect(whole).toMatchObject({ usersRead: 'full', fullReason: 'skipped', skipped: 0 });

  const { graph } = tenantWithChanged(id, notFound(id), [notFound(id)]);
  const skipping = await synchronized(store, graph, newSynchronization(first));
  expect(skipping).toMatchObject({ usersRead: 'delta', users: 1, skipped: 1, carried: 1 });
  const still = await synchronized(
    store,
    tenantWithChanged(id, notFound(id), [notFound(id)]).graph,
    {
      ...newSynchronization(first),
    },
  );
  expect(still).toMatchObject({ usersRead: 'delta', users: 1, skipped: 1, carried: 1 });

  const asked: (readonly string[])[] = [];
  const found = tenantOf(users, {
    async changedUsers({ ids }) {
      asked.push(ids);
      return { found: [listedUser(id)], unreadable: [], missing: [] };
    },
  });
  const finding = await synchronized(store, found, newSynchronization(first));
  expect(asked).toEqual([[id]]);
  expect(finding).toMatchObject({
    usersRead: 'delta',
    users: 2,
    skipped: 0,
    carried: 0,
    added: 1,
  });
});

test('skipped users who can be asked for by id are no reason to read all', async () => {
  const first = newSynchronization();
  const id = randomUUID();
  await synchronized(store, tenantOf([randomUUID()]), first);
  const { graph } = tenantWithChanged(id, notFound(id), [notFound(id)]);
  expect(await synchronized(store, graph, newSynchronization(first))).toMatchObject({ skipped: 1 });
  const next = await synchronized(store, graph, newSynchronization(first));
  expect(next).toMatchObject({ usersRead: 'delta', fullReason: null });
});

test('more missing users than are asked for by id are a reason to read all', async () => {
  const first = newSynchronization();
  const users = [randomUUID()];
  await synchronized(store, tenantOf(users), first);
  const missing = Array.from({ length: MAX_MISSING + 1 }, () => notFound(randomUUID()));
  const asked: (readonly string[])[] = [];
  const graph = tenantOf(users, {
    userDelta: async ({ link }) => ({
      ...NO_CHANGES,
      missing: link === LINK ? missing : [],
      delta: LATER,
    }),
    async changedUsers({ ids }) {
      asked.push(ids);
      return { found: [], unreadable: [], missing: ids.map(notFound) };
    },
    latestDelta: async () => LATER,
  });
  const run = await synchronized(store, graph, newSynchronization(first));
  expect(run).toMatchObject({ usersRead: 'full', fullReason: 'manyMissing', skipped: 0 });
  expect(asked).toEqual([]);
});

test('a whole read in which too many changed users are missing asks for some, and removes no one', async () => {
  const first = newSynchronization();
  const users = [randomUUID(), randomUUID()];
  await synchronized(store, tenantOf(users), first);
  const missing = Array.from({ length: MAX_MISSING + 1 }, () => notFound(randomUUID()));
  const asked = new Set<string>();
  const graph = tenantOf(users.slice(1), {
    userDelta: async ({ link }) =>
      link === LINK ? { ...NO_CHANGES, missing, delta: LATER } : NO_CHANGES,
    async changedUsers({ ids }) {
      for (const id of ids) asked.add(id);
      return { found: [], unreadable: [], missing: ids.map(notFound) };
    },
  });
  const run = await synchronized(store, graph, { ...newSynchronization(first), retried: true });
  expect(asked.size).toBe(MAX_MISSING);
  expect(run).toMatchObject({
    skipped: MAX_MISSING + 1,
    carried: MAX_MISSING,
    removed: 0,
    users: 2,
  });
});
