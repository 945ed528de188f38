/** Read attempts with a real store and a fake tenant. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { READ_SLICE } from '../domain/limits.ts';
import type { Graph } from '../microsoft/graph.ts';
import { userOf } from '../store/store.fixture.ts';
import type { Store } from '../store/store.ts';
import type { SynchronizationReference } from './dependencies.ts';
import { readUsers } from './read-users.ts';
import { withHeartbeat, readAttempt } from './read-attempt.ts';
import { LINK, newSynchronization, NO_CHANGES, openStore } from './reading.fixture.ts';
import { rowsInMainThread } from './user-rows.ts';

const PAGES = 5;

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openStore());
});
afterAll(() => close());
afterEach(() => void vi.useRealTimers());

/** A tenant of `PAGES` pages with one user each. */
function tenant(onPage: (page: number) => void) {
  const asked: number[] = [];
  const graph = {
    latestDelta: async () => LINK,
    countUsers: async () => PAGES,
    userDelta: async () => NO_CHANGES,
    userPage: async ({ link }: { link: string | null }) => {
      const page = Number(link ?? 1);
      asked.push(page);
      onPage(page);
      const { id, userPrincipalName } = userOf();
      const next = page < PAGES ? { '@odata.nextLink': String(page + 1) } : {};
      return { status: 200, body: JSON.stringify({ value: [{ id, userPrincipalName }], ...next }) };
    },
  };
  return { graph: graph as unknown as Graph, asked };
}

async function attempt(graph: Graph, synchronization: SynchronizationReference): Promise<void> {
  const environment = new MockActivityEnvironment();
  await environment.run(() =>
    readAttempt({ store, graph, userRows: rowsInMainThread }, synchronization, readUsers),
  );
}

test('a read yields when its time slice is over, and resumes from its checkpoint', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { graph, asked } = tenant((page) => {
    if (page === 2 && asked.length === 2) vi.setSystemTime(Date.now() + READ_SLICE + 1);
  });
  const synchronization = newSynchronization();
  await expect(attempt(graph, synchronization)).rejects.toMatchObject({
    type: 'SliceOver',
    retryAfter: 1,
  });
  expect(await store.runs.byId(synchronization.runId)).toMatchObject({
    users: 2,
    waitingUntil: null,
  });
  await attempt(graph, synchronization);
  expect(asked).toEqual([1, 2, 3, 4, 5]);
  expect(await store.runs.byId(synchronization.runId)).toMatchObject({
    users: PAGES,
    pages: PAGES + 1,
  });
});

test('work heartbeats while it runs, with the details of earlier attempts, and not at all if it is short', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const heartbeatDetails = { progressedIn: 3 };
  const environment = new MockActivityEnvironment({ heartbeatDetails });
  const beats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => beats.push(details));
  await environment.run(() => withHeartbeat(async () => undefined));
  expect(beats).toEqual([]);
  await environment.run(() => withHeartbeat(async () => void vi.advanceTimersByTime(1200)));
  vi.advanceTimersByTime(5000);
  expect(beats).toEqual([heartbeatDetails, heartbeatDetails]);
});
