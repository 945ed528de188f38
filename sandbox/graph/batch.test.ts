import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestGraph } from './graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph();
});

const answerSchema = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown(),
    }),
  ),
});

const get = (id: string, url: string, more: object = {}) => ({ id, method: 'GET', url, ...more });

async function batch(requests: readonly unknown[]) {
  const response = await graph.request('/$batch', { body: { requests } });
  expect(response.status).toBe(200);
  const { responses } = answerSchema.parse(await response.json());
  return new Map(responses.map((answer) => [answer.id, answer]));
}

test('answers each item separately', async () => {
  const answers = await batch([
    get('a', '/users?$top=2&$select=id'),
    get('b', '/users/nobody'),
    get('c', '/users/$count', { headers: { consistencylevel: 'eventual' } }),
    get('d', '/users/$count'),
    get('e', '/v1.0/users'),
    {
      id: 'f',
      method: 'POST',
      url: '/directoryObjects/getByIds',
      body: { ids: [graph.directory.users.idAt(0)] },
      headers: { 'Content-Type': 'application/json' },
    },
  ]);
  const statuses = [...answers].map(([id, { status }]) => [id, status]);
  expect(Object.fromEntries(statuses)).toEqual({ a: 200, b: 404, c: 200, d: 400, e: 400, f: 403 });
  expect(answers.get('a')?.body).toMatchObject({
    value: [{ id: expect.any(String) }, { id: expect.any(String) }],
    '@odata.nextLink': expect.stringMatching(/^https:\/\/graph\.microsoft\.com\/v1\.0\/users\?/),
  });
  expect(answers.get('c')?.body).toBe('1000');
});

test('responses are not in request order', async () => {
  expect([...(await batch([get('1', '/users'), get('2', '/users')])).keys()]).toEqual(['2', '1']);
});

test('an item that depends on a failed one fails', async () => {
  const answers = await batch([
    get('1', '/users/nobody'),
    get('2', '/users', { dependsOn: ['1'] }),
    get('3', '/users'),
    get('4', '/users', { dependsOn: ['3'] }),
  ]);
  expect(['2', '4'].map((id) => answers.get(id)?.status)).toEqual([424, 200]);
});

describe('is rejected as a whole', () => {
  const users = Array.from({ length: 21 }, (_, index) => get(String(index), '/users'));

  test.each<[string, unknown]>([
    ['for more than 20 items', { requests: users }],
    ['without items', { requests: [] }],
    ['for a duplicate id', { requests: [get('1', '/users'), get('1', '/groups')] }],
    ['for an item without a url', { requests: [{ id: '1', method: 'GET' }] }],
    ['for an unknown dependency', { requests: [get('1', '/u', { dependsOn: ['9'] })] }],
    ['for a body that is not JSON', 'requests'],
  ])('%s', async (_, body) => {
    expect(await graph.failure('/$batch', { body })).toEqual([400, 'BadRequest']);
  });
});

test('can be throttled item by item', async () => {
  Object.assign(graph.tenant.faults, { throttleNext: 2, throttleInsideBatch: true });
  const answers = await batch([get('1', '/users'), get('2', '/users'), get('3', '/users')]);
  expect([...answers].map(([id, { status }]) => `${id} ${status}`).toSorted()).toEqual([
    '1 429',
    '2 429',
    '3 200',
  ]);
  expect(answers.get('1')).toMatchObject({
    headers: { 'Retry-After': '10' },
    body: { error: { code: 'TooManyRequests' } },
  });
  expect(graph.tenant.faults.throttleNext).toBe(0);
});

test('each item reports its resource units and the share of the limit', async () => {
  graph.tenant.faults.enforceResourceUnits = true;
  const url = `/groups/${graph.directory.groups.idAt(1)}/transitiveMembers`;
  const twenty = Array.from({ length: 20 }, (_, index) => get(String(index), url));
  const tellOf = async () => (await batch(twenty)).get('19')?.headers;
  expect(await tellOf()).toMatchObject({ 'x-ms-resource-unit': '5' });
  expect(await tellOf()).not.toHaveProperty('x-ms-throttle-limit-percentage');
  // A large tenant has 8,000 units per 10 s; each batch costs 100.
  for (let sent = 2; sent < 80; sent += 1) await batch(twenty);
  expect(await tellOf()).toMatchObject({
    'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    'x-ms-throttle-limit-percentage': '1.00',
  });
});
