import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestGraph } from './graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('authorization', () => {
  test('a request without a valid token is rejected', async () => {
    expect(await graph.failure('/users', { roles: 'invalid' })).toEqual([
      401,
      'InvalidAuthenticationToken',
    ]);
    const response = await graph.app.request('/v1.0/users');
    expect(response.status).toBe(401);
    expect(graph.tenant.counters.graph).toBe(0);
  });

  test.each([
    ['/users', 'GroupMember.Read.All', 'User.Read.All'],
    ['/users/delta', 'Group.Read.All', 'Directory.Read.All'],
    ['/groups', 'User.Read.All', 'GroupMember.Read.All'],
    ['/organization', 'Mail.Read', 'User.Read.All'],
    ['/organization', 'GroupMember.Read.All', 'Directory.Read.All'],
    ['/servicePrincipals', 'User.Read.All', 'Application.Read.All'],
  ])('%s is rejected with %s and allowed with %s', async (target, without, sufficient) => {
    expect(await graph.failure(target, { roles: without })).toEqual([
      403,
      'Authorization_RequestDenied',
    ]);
    expect((await graph.request(target, { roles: sufficient })).status).toBe(200);
  });
});

describe('throttling', () => {
  test('affects the configured number of requests with the configured Retry-After', async () => {
    Object.assign(graph.tenant.faults, { throttleNext: 2, retryAfterSeconds: 2.128 });
    const first = await graph.request('/users');
    expect(first.status).toBe(429);
    expect(first.headers.get('retry-after')).toBe('2.128');
    expect(await first.json()).toMatchObject({
      error: {
        code: 'TooManyRequests',
        message: 'Please retry again later.',
        innerError: { code: '429', status: '429', message: 'Please retry after' },
      },
    });
    graph.tenant.faults.retryAfterSeconds = null;
    expect((await graph.request('/users')).headers.has('retry-after')).toBe(false);
    expect((await graph.request('/users')).status).toBe(200);
    expect(graph.tenant.counters).toMatchObject({ graph: 3, throttled: 2 });
  });

  test.each([
    ['/users', 2],
    ['/users?$select=id', 1],
    ['/users?$top=5', 1],
    ['/users?$select=id&$top=5', 1],
    ['/groups', 1],
    ['/groups/:/members', 3],
    ['/groups/:/transitiveMembers?$select=id', 4],
  ])('%s costs %i', async (target, units) => {
    const response = await graph.request(target.replace(':', graph.directory.groups.idAt(0)));
    expect(response.headers.get('x-ms-resource-unit')).toBe(String(units));
  });

  test('starts above the budget, after a warning, and ends with the window', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    graph = createTestGraph(49);
    graph.tenant.faults.enforceResourceUnits = true;
    const target = `/groups/${graph.directory.groups.idAt(1)}/transitiveMembers`;
    for (let request = 0; request < 560; request += 1) await graph.request(target);
    const silent = await graph.request('/groups');
    expect(silent.headers.get('x-ms-throttle-limit-percentage')).toBe('0.80');
    for (let request = 0; request < 139; request += 1) await graph.request(target);
    const refused = await graph.request(target);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded');
    expect(refused.headers.get('x-ms-throttle-scope')).toBe(
      `Tenant_Application/Read/an-app/${graph.tenant.id}`,
    );
    vi.setSystemTime(Date.now() + 1000 * Number(refused.headers.get('retry-after')));
    expect((await graph.request(target)).status).toBe(200);
  });
});

describe('throttling until a time', () => {
  test('affects every request until then, whole batches or their items', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    Object.assign(graph.tenant.faults, {
      throttledUntil: Date.now() + 60_000,
      retryAfterSeconds: 5,
    });
    const body = { requests: [{ id: '1', method: 'GET', url: '/users' }] };
    for (const options of [{}, { body }]) {
      const response = await graph.request(options.body ? '/$batch' : '/users', options);
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '5']);
    }
    graph.tenant.faults.throttleInsideBatch = true;
    const inside = await graph.request('/$batch', { body });
    expect(await inside.json()).toMatchObject({ responses: [{ status: 429 }] });
    vi.setSystemTime(Date.now() + 60_001);
    expect((await graph.request('/users')).status).toBe(200);
    expect(graph.tenant.counters.throttled).toBe(3);
  });
});

test('missing objects and forbidden requests also cost resource units', async () => {
  const missing = await graph.request('/users/nobody');
  expect([missing.status, missing.headers.get('x-ms-resource-unit')]).toEqual([404, '1']);
  const refused = await graph.request('/users', { roles: 'Mail.Read' });
  expect([refused.status, refused.headers.get('x-ms-resource-unit')]).toEqual([403, '2']);
});

describe('failures', () => {
  test('affect the matching requests', async () => {
    Object.assign(graph.tenant.faults, { failNext: 1, failStatus: 503, failPathContains: "'s')" });
    expect((await graph.request('/groups')).status).toBe(200);
    const target = '/users?$filter=startswith(userPrincipalName%2C%27s%27)';
    expect(await graph.failure(target)).toEqual([503, 'serviceNotAvailable']);
    expect((await graph.request(target)).status).toBe(200);
  });

  test('skip the first requests: page 3 of 5 fails', async () => {
    Object.assign(graph.tenant.faults, { failNext: 1, failSkip: 2, failPathContains: '/users?' });
    const first = await graph.page('/users?$top=200&$select=id');
    await graph.request('/groups');
    const second = await graph.page(first['@odata.nextLink'] ?? '');
    const third = second['@odata.nextLink'] ?? '';
    expect(await graph.failure(third)).toEqual([503, 'serviceNotAvailable']);
    expect((await graph.pages(third)).map(({ value }) => value.length)).toEqual([200, 200, 200]);
  });

  test('expirePageTokens expires page tokens', async () => {
    const next = (await graph.page('/users'))['@odata.nextLink'] ?? '';
    graph.tenant.faults.expirePageTokens = 1;
    expect(await graph.failure(next)).toEqual([400, 'Directory_ExpiredPageToken']);
    expect((await graph.request(next)).status).toBe(200);
  });

  test('empty or small pages lose no users', async () => {
    Object.assign(graph.tenant.faults, { emptyPageEvery: 3, maxPageSize: 120 });
    const pages = await graph.pages('/users?$top=999&$select=id');
    const sizes = pages.map(({ value }) => value.length);
    expect(sizes.slice(0, 4)).toEqual([120, 120, 0, 120]);
    expect(new Set(pages.flatMap(({ value }) => value.map(({ id }) => id))).size).toBe(1000);
  });
});
