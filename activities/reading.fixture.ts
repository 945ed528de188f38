/** Synchronizations with a real store and a fake tenant. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { Graph } from '../microsoft/graph.ts';
import type { ReceivedAnswer } from '../microsoft/transport.ts';
import { createStore, type Store } from '../store/store.ts';
import { DATABASES, userOf } from '../store/store.fixture.ts';
import type { SynchronizationReference } from './dependencies.ts';
import { readAttempt } from './read-attempt.ts';
import { readDirectory } from './read-directory.ts';
import { rowsInMainThread } from './user-rows.ts';

/** A store on a database of its own. */
export async function openStore(): Promise<{ store: Store; close(): Promise<void> }> {
  const database = await DATABASES['PGlite']!();
  return { store: createStore(database.connection.db), close: database.close };
}

export const LINK = 'https://graph.microsoft.com/v1.0/delta?$deltatoken=x';

/** The last page of changes, without any. */
export const NO_CHANGES = {
  changed: [],
  removed: [],
  next: null,
  delta: LINK,
  skipped: [],
  missing: [],
  memberships: { added: [], removed: [] },
};

/** A successful answer. */
export const answerOf = (body: string): ReceivedAnswer => ({
  status: 200,
  headers: new Headers(),
  body,
  bytes: Buffer.from(body),
});

/** A page of a list of users, as Graph sends it. */
export const listOf = (ids: readonly string[], next?: string): ReceivedAnswer => {
  const value = ids.map((id) => ({ id, userPrincipalName: `${id}@contoso.example` }));
  const body = JSON.stringify({ value, ...(next !== undefined && { '@odata.nextLink': next }) });
  return answerOf(body);
};

/** A user as such a list or a change has it. */
export const listedUser = (id: string) =>
  userOf({
    id,
    userPrincipalName: `${id}@contoso.example`,
    displayName: null,
    accountEnabled: false,
    mailbox: false,
    proxyAddresses: [],
  });

/** A tenant of these users, without groups and changes. */
export const tenantOf = (ids: readonly string[], hostile: Partial<Graph> = {}): Graph =>
  ({
    latestDelta: async () => LINK,
    countUsers: async () => ids.length,
    countGroups: async () => 0,
    userPage: async () => listOf(ids),
    groupPage: async () => ({ groups: [], next: null, skipped: [] }),
    userDelta: async () => NO_CHANGES,
    groupDelta: async () => NO_CHANGES,
    ...hostile,
  }) as unknown as Graph;

export const newSynchronization = (
  account: Partial<SynchronizationReference> = {},
): SynchronizationReference => ({
  accountId: randomUUID(),
  organizationId: 'contoso',
  service: 'exchange-online',
  tenantId: randomUUID(),
  method: 'all',
  ...account,
  runId: randomUUID(),
});

/** Each failed attempt would be logged. */
export const QUIET = { logger: new DefaultLogger('ERROR', () => undefined) };

/** One attempt to read. */
export const read = (
  store: Store,
  graph: Graph,
  synchronization: SynchronizationReference,
): Promise<void> =>
  new MockActivityEnvironment({}, QUIET).run(() =>
    readAttempt({ store, graph, userRows: rowsInMainThread }, synchronization, readDirectory),
  );

/** Publishes what was read. @returns the record of the run */
export async function publish(store: Store, { runId }: SynchronizationReference) {
  const lease = await store.runs.lease(runId, 'publishing');
  const run = await store.runs.byId(runId);
  if (!run) throw new Error('There is no run');
  await store.directory.publish(lease, run, { share: 1, floor: 1000 });
  return store.runs.byId(runId);
}

/** Reads and publishes. */
export async function synchronized(
  store: Store,
  graph: Graph,
  synchronization: SynchronizationReference,
) {
  await read(store, graph, synchronization);
  return publish(store, synchronization);
}
