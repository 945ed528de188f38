import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestGraph } from '../graph.fixture.ts';
import { createSharePointLimits } from './limits.ts';

let graph = createTestGraph();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  graph = createTestGraph(100);
  graph.tenant.faults.enforceResourceUnits = true;
});
afterEach(() => {
  vi.useRealTimers();
});

const DECORATED = { 'user-agent': 'ISV|Example|Provost/1.0' };
const LIMITS = ['limit', 'remaining', 'reset'];

const ask = (target: string, headers: Record<string, string> = DECORATED) =>
  graph.request(target, { headers });

const limitsIn = ({ headers }: Response) => LIMITS.map((name) => headers.get(`ratelimit-${name}`));

/** Spends units with requests that cost 1. */
async function spend(units: number, headers?: Record<string, string>): Promise<Response> {
  let last = await ask('/sites/root', headers);
  for (let spent = 1; spent < units; spent += 1) last = await ask('/sites/root', headers);
  return last;
}

/** Spends any number of units at once, which no request does. */
function createSpender() {
  const limits = createSharePointLimits();
  const { tenant, directory } = graph;
  const query = new URLSearchParams();
  const userAgent = DECORATED['user-agent'];
  return (clientId: string, cost: number) => {
    const token = { clientId, tenantId: tenant.id, roles: [] };
    return limits.spend(
      { tenant, directory, token, query, userAgent },
      { address: '/sites', cost },
    );
  };
}

describe('SharePoint’s resource units', () => {
  test('are told from 80 % of the limit on', async () => {
    expect(limitsIn(await spend(999))).toEqual([null, null, null]);
    expect(limitsIn(await ask('/sites/root'))).toEqual(['1250', '250', '60']);
    vi.setSystemTime(Date.now() + 20_000);
    expect(limitsIn(await ask('/sites'))).toEqual(['1250', '248', '60']);
  });

  test.each([
    ['/sites/root', 1],
    ['/users/admin@contoso.example/drive', 1],
    ['/sites/delta?token=latest', 1],
    ['/sites/delta', 2],
    ['/sites/getAllSites?$select=id&$top=1', 2],
    ['/sites/root/sites', 2],
  ])('%s costs %i', async (target, units) => {
    await spend(1000);
    expect(limitsIn(await ask(target))[1]).toBe(String(250 - units));
  });

  test('end in 429 until the minute has passed', async () => {
    await spend(1250);
    const refused = await ask('/sites/root');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(limitsIn(refused)).toEqual(['1250', '0', '60']);
    vi.setSystemTime(Date.now() + 61_000);
    expect((await ask('/sites/root')).status).toBe(200);
  });

  test('count refused requests too', async () => {
    await spend(1250);
    vi.setSystemTime(Date.now() + 30_000);
    for (let request = 0; request < 10; request += 1) await ask('/sites');
    vi.setSystemTime(Date.now() + 31_000);
    await spend(980);
    // The 20 units of the refused requests are still in this minute.
    expect(limitsIn(await ask('/sites/root'))[1]).toBe('249');
  });

  test('and those of the directory are apart', async () => {
    await spend(1250);
    expect((await ask('/sites')).status).toBe(429);
    expect((await ask('/users')).headers.get('x-ms-resource-unit')).toBe('2');
    const members = `/groups/${graph.directory.groups.idAt(1)}/transitiveMembers`;
    for (let request = 0; request < 1001; request += 1) await ask(members);
    expect((await ask(members)).status).toBe(429);
    vi.setSystemTime(Date.now() + 61_000);
    for (let request = 0; request < 1001; request += 1) await ask(members);
    expect((await ask('/sites/root')).status).toBe(200);
  });

  test('are half of it for who does not name itself', async () => {
    const undecorated = { 'user-agent': 'node' };
    await spend(625, undecorated);
    expect((await ask('/sites/root', undecorated)).status).toBe(429);
    expect((await ask('/sites/root', { 'user-agent': 'NONISV|Contoso|Tool/2.1' })).status).toBe(
      200,
    );
  });

  test('grow with the licenses of the tenant', async () => {
    graph = createTestGraph(1001);
    graph.tenant.faults.enforceResourceUnits = true;
    expect(limitsIn(await spend(2000))).toEqual(['2500', '500', '60']);
  });

  test.each([
    ['per day too', 60_000, 1250, 960, 1],
    ['of the whole tenant in five minutes too', 0, 1250, 15, 15],
  ])('are counted %s', (_, everyMs, cost, times, applications) => {
    const spendAs = createSpender();
    for (let time = 0; time < times; time += 1) {
      spendAs(`app-${time % applications}`, cost);
      vi.setSystemTime(Date.now() + everyMs);
    }
    expect(() => spendAs('app-0', 1)).toThrow(expect.objectContaining({ status: 429 }));
    if (applications > 1) expect(() => spendAs('another-app', 1)).toThrow('throttled');
  });

  test('are spent by every item of a batch', async () => {
    await spend(1000);
    const requests = ['1', '2', '3'].map((id) => ({ id, method: 'GET', url: '/sites/root' }));
    await graph.request('/$batch', { body: { requests }, headers: DECORATED });
    expect(limitsIn(await ask('/sites/root'))[1]).toBe('246');
  });

  test('block who goes on, until the control interface lifts it', async () => {
    await spend(1250);
    const statuses = [];
    for (let request = 0; request < 30; request += 1)
      statuses.push((await ask('/sites/root')).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(21);
    expect(statuses.slice(21)).toEqual(Array.from({ length: 9 }, () => 503));
    vi.setSystemTime(Date.now() + 24 * 3_600_000);
    expect((await ask('/sites/root')).status).toBe(503);
    expect((await ask('/users')).status).toBe(200);
    expect(graph.tenant.faults.blockedFromSharePoint).toEqual(['an-app']);
    graph.tenant.faults.blockedFromSharePoint = [];
    expect((await ask('/sites/root')).status).toBe(200);
  });

  test('do not block who waits as told', () => {
    const spendAs = createSpender();
    for (let round = 0; round < 25; round += 1) {
      spendAs('an-app', 1250);
      expect(() => spendAs('an-app', 1)).toThrow(expect.objectContaining({ status: 429 }));
      vi.setSystemTime(Date.now() + 61_000);
    }
    expect(graph.tenant.faults.blockedFromSharePoint).toEqual([]);
  });
});
