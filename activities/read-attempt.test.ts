/** Read attempts with a real store and a fake tenant. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { READ_SLICE } from '../domain/limits.ts';
import type { Graph } from '../microsoft/graph.ts';
import { type Connection, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { userOf } from '../store/store.fixture.ts';
import { createStore, type Store } from '../store/store.ts';
import type { SynchronizationReference } from './directory.ts';
import { readUsers } from './read-users.ts';
import { withHeartbeat, readAttempt } from './read-attempt.ts';
import { rowsInMainThread } from './user-rows.ts';

const PAGES = 5;
const LINK = 'https://graph.microsoft.com/v1.0/users/delta?$deltatoken=x';

let folder: string;
let connection: Connection;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provost-read-attempt-'));
  connection = await openDatabase({ folder });
  await migrate(connection.db);
  store = createStore(connection.db);
});
afterAll(async () => {
  await connection.close();
  await rm(folder, { recursive: true });
});
afterEach(() => void vi.useRealTimers());

/** A tenant of `PAGES` pages with one user each. */
function tenant(onPage: (page: number) => void) {
  const asked: number[] = [];
  const graph = {
    latestDelta: async () => LINK,
    countUsers: async () => PAGES,
    userDelta: async () => ({
      changed: [],
      removed: [],
      next: null,
      delta: LINK,
      skipped: [],
      missing: [],
    }),
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

const newSynchronization = (): SynchronizationReference => ({
  runId: randomUUID(),
  accountId: randomUUID(),
  organizationId: 'contoso',
  tenantId: randomUUID(),
  method: 'all',
});

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
    waiting_until: null,
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
