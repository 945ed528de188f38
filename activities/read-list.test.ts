/** Lists that end early, go round in a circle, or come without a count. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_ATTEMPTS_WITHOUT_PROGRESS, MAX_PAGES } from '../domain/limits.ts';
import type { Graph } from '../microsoft/graph.ts';
import type { Page } from '../store/runs/page.ts';
import type { Store } from '../store/store.ts';
import {
  answerOf,
  LINK,
  listOf,
  newSynchronization,
  NO_CHANGES,
  openStore,
  read,
  synchronized,
  tenantOf,
} from './reading.fixture.ts';

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openStore());
});
afterAll(() => close());

const newIds = (count: number) => Array.from({ length: count }, () => randomUUID());

/** A later synchronization that reads everything. */
async function readWhole(ids: readonly string[], hostile: Partial<Graph>) {
  const first = newSynchronization();
  await synchronized(store, tenantOf(ids), first);
  const later = { ...newSynchronization(first), retried: true };
  return { first, run: await synchronized(store, tenantOf(ids, hostile), later) };
}

test.each<[string, { stream: Page['stream']; cursor: object }, Partial<Graph>]>([
  ['users', { stream: 'users', cursor: { next: LINK } }, {}],
  [
    'changes',
    { stream: 'userChanges', cursor: { link: LINK, total: null, delta: null } },
    { userDelta: async () => ({ ...NO_CHANGES, next: `${LINK}y`, delta: null }) },
  ],
  ['members', { stream: 'memberships', cursor: { after: null, pending: [] } }, {}],
])('a list of %s with more pages than any tenant has is given up', async (_, at, hostile) => {
  const synchronization = newSynchronization();
  const { runId } = synchronization;
  await store.runs.begin(synchronization);
  const lease = await store.runs.lease(runId, 'users');
  const shard = { shard: '', step: 0, done: false } as const;
  const begun = (['userChanges', 'groupChanges'] as const).map((stream) => ({
    ...shard,
    stream,
    cursor: { link: LINK, pages: 0, total: null, delta: null },
  }));
  const cursor = { ...at.cursor, pages: MAX_PAGES + 1 };
  await store.runs.plan(lease, [], [...begun, { ...shard, ...at, cursor }]);
  const reading = read(store, tenantOf([], hostile), synchronization);
  await expect(reading).rejects.toMatchObject({ type: 'EndlessList' });
});

test('a list that ends early is read again', async () => {
  const ids = newIds(5);
  let lists = 0;
  const { run } = await readWhole(ids, {
    async userPage() {
      lists += 1;
      return listOf(lists === 1 ? ids.slice(0, 2) : ids);
    },
  });
  expect(lists).toBe(2);
  expect(run).toMatchObject({ users: 5, removed: 0, skipped: 0 });
});

test('a list that ends early again removes no one, and the next run reads everything', async () => {
  const ids = newIds(5);
  const { first, run } = await readWhole(ids, { userPage: async () => listOf(ids.slice(0, 2)) });
  const item = { kind: 'user', id: null, code: 'ListTooShort' };
  expect(run).toMatchObject({ users: 5, removed: 0, skipped: 1, skippedItems: [item] });
  const next = await synchronized(store, tenantOf(ids.slice(1)), newSynchronization(first));
  expect(next).toMatchObject({ fullReason: 'skipped', users: 4, removed: 1, skipped: 0 });
});

test('a list of groups that ends early removes none', async () => {
  const groups = newIds(3).map((id) => ({ id, displayName: null, mail: null }));
  const whole: Partial<Graph> = {
    countGroups: async () => 3,
    groupPage: async () => ({ groups, next: null, skipped: [] }),
    memberPages: async ({ groups: asked }) =>
      asked.map(({ groupId }) => ({ groupId, memberships: [], next: null, skipped: [] })),
  };
  const first = newSynchronization();
  await synchronized(store, tenantOf(newIds(1), whole), first);
  const short = { ...whole, groupPage: async () => ({ groups: [], next: null, skipped: [] }) };
  const run = await synchronized(store, tenantOf(newIds(1), short), {
    ...newSynchronization(first),
    retried: true,
  });
  expect(run).toMatchObject({ groups: 3, groupsRemoved: 0, skipped: 1 });
});

test('users who left or could not be read while a list was read do not make it short', async () => {
  const ids = newIds(5);
  const [left = '', unreadable = '', ...listed] = ids;
  // Somebody leaves before the list is read, and others while it is.
  const counts = [6, 5, 4];
  const { run } = await readWhole(ids, {
    countUsers: async () => counts.shift() ?? 0,
    userPage: async () => {
      const page = JSON.parse(listOf([left, ...listed]).body) as { value: object[] };
      const value = [...page.value, { id: unreadable }];
      return answerOf(JSON.stringify({ value }));
    },
    userDelta: async () => ({ ...NO_CHANGES, removed: [left] }),
  });
  expect(run).toMatchObject({ users: 4, removed: 1, skipped: 1 });
  expect(run?.skippedItems).toMatchObject([{ id: unreadable }]);
});

test('a user who left does not hide that a list ended early', async () => {
  const ids = newIds(4);
  const [left = '', , ...listed] = ids;
  const counts = [4, 4, 3];
  const { run } = await readWhole(ids, {
    countUsers: async () => counts.shift() ?? 0,
    userPage: async () => listOf([left, ...listed]),
    userDelta: async () => ({ ...NO_CHANGES, removed: [left] }),
  });
  expect(run).toMatchObject({ users: 3, removed: 1, skipped: 1 });
});

test('a list of users that goes round in a circle of two begins anew, and a person is asked in the end', async () => {
  const [one = '', two = ''] = newIds(2);
  let pages = 0;
  const graph = tenantOf([one, two], {
    async userPage({ link }) {
      pages += 1;
      if (pages > 1000) throw new Error('endless');
      return link === 'b' ? listOf([two], 'a') : listOf([one], link === null ? 'a' : 'b');
    },
  });
  const synchronization = newSynchronization();
  const failures: unknown[] = [];
  for (let attempt = 0; attempt <= MAX_ATTEMPTS_WITHOUT_PROGRESS; attempt += 1)
    await read(store, graph, synchronization).catch((error: unknown) => failures.push(error));
  expect(failures[0]).toMatchObject({ type: 'PageLinkExpired' });
  expect(failures.at(-1)).toMatchObject({ type: 'ReadingFailed' });
  expect(await store.runs.byId(synchronization.runId)).toMatchObject({ outcome: 'running' });
});

test('without a count there is no total, and the list is read as one', async () => {
  const ids = newIds(3);
  const filters: unknown[] = [];
  const run = await synchronized(
    store,
    tenantOf(ids, {
      countUsers: async () => null,
      async userPage({ filter }) {
        filters.push(filter);
        return listOf(ids);
      },
    }),
    newSynchronization(),
  );
  expect(filters).toEqual([undefined]);
  expect(run).toMatchObject({ totalUsers: null, users: 3, skipped: 0 });
});
