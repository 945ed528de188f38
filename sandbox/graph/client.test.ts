/** Microsoft's Graph client over the network. */
import type { PageCollection } from '@microsoft/microsoft-graph-client';
import { PageIterator } from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { listenTestGraph } from './graph.fixture.ts';

const USERS = 2500;
let graph: Awaited<ReturnType<typeof listenTestGraph>>;
beforeAll(async () => {
  graph = await listenTestGraph(USERS);
});
afterAll(() => graph.close());

const batchSchema = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.number() })),
});
const deltaSchema = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

test('its page iterator visits all users', async () => {
  const first: PageCollection = await graph.client.api('/users').select('id').top(999).get();
  const ids = new Set<unknown>();
  const iterator = new PageIterator(graph.client, first, (user: unknown) => {
    ids.add(z.object({ id: z.string() }).parse(user).id);
    return true;
  });
  await iterator.iterate();
  expect(ids.size).toBe(USERS);
});

test('its batch is answered', async () => {
  const requests = ['/users?$top=1', '/groups?$top=1', '/users/nobody'].map((url, index) => ({
    id: String(index),
    method: 'GET',
    url,
  }));
  const { responses } = batchSchema.parse(await graph.client.api('/$batch').post({ requests }));
  expect(responses.map(({ id, status }) => `${id} ${status}`).toSorted()).toEqual([
    '0 200',
    '1 200',
    '2 404',
  ]);
});

test('it follows a delta query to the end and continues from its link', async () => {
  let page = deltaSchema.parse(await graph.client.api('/users/delta').select('id').get());
  let seen = page.value.length;
  while (page['@odata.nextLink']) {
    page = deltaSchema.parse(await graph.client.api(page['@odata.nextLink']).get());
    seen += page.value.length;
  }
  expect(seen).toBe(USERS);
  const [removed] = graph.directory.removeUsers(1);
  const changes = deltaSchema.parse(await graph.client.api(page['@odata.deltaLink'] ?? '').get());
  expect(changes.value).toEqual([{ id: removed, '@removed': { reason: 'changed' } }]);
  graph.directory.restoreUsers();
});

test('it receives errors with code and request id', async () => {
  await expect(graph.client.api('/users/nobody').get()).rejects.toMatchObject({
    statusCode: 404,
    code: 'Request_ResourceNotFound',
    requestId: expect.stringMatching(/^[\da-f-]{36}$/),
  });
});

test('drop cuts a single connection', async () => {
  graph.tenant.faults.dropNext = 1;
  await expect(graph.client.api('/users').get()).rejects.toMatchObject({ statusCode: -1 });
  expect(graph.tenant.faults.dropNext).toBe(0);
  await expect(graph.client.api('/users').get()).resolves.toBeDefined();
});
