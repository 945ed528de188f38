import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestGraph } from '../graph.fixture.ts';
import type { Page } from '../graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph(200);
});
afterEach(() => {
  vi.useRealTimers();
});

const DELTA = '/sites/delta';

const idsOf = (pages: readonly Page[]) => pages.flatMap(({ value }) => value.map(({ id }) => id));

/** All pages of a round; the last has the delta link. */
async function round(target: string): Promise<{ pages: Page[]; delta: string }> {
  const pages = await graph.pages(target);
  return { pages, delta: pages.at(-1)?.['@odata.deltaLink'] ?? '' };
}

const existing = (): string[] =>
  Array.from({ length: graph.sites.end }, (_, at) => graph.sites.at(at)?.id).filter(
    (id) => id !== undefined,
  );

describe('delta of sites', () => {
  test('enumerates every site once and ends in a delta link without changes', async () => {
    const { pages, delta } = await round(`${DELTA}?$select=webUrl&$top=90`);
    expect(pages.length).toBeGreaterThan(4);
    expect(idsOf(pages).toSorted()).toEqual(existing().toSorted());
    expect(pages[0]?.['@odata.nextLink']).toMatch(
      /^https:\/\/graph\.microsoft\.com\/v1\.0\/sites\/delta\?token=[\w-]+$/,
    );
    expect(Object.keys(pages[1]?.value[0] ?? {})).toEqual(['id', 'webUrl']);
    expect(delta).toContain('/sites/delta?token=');
    expect((await round(delta)).pages.map(({ value }) => value)).toEqual([[]]);
  });

  test('begins at the latest state with token=latest', async () => {
    const { pages, delta } = await round(`${DELTA}?token=latest`);
    expect(pages.map(({ value }) => value)).toEqual([[]]);
    const added = graph.sites.addSite({ displayName: 'Newcomers', path: '/sites/newcomers' });
    expect((await round(delta)).pages[0]?.value).toMatchObject([
      { id: added, displayName: 'Newcomers' },
    ]);
  });

  test('reports a removed site by its deleted facet, and a restored one as it is', async () => {
    const { delta } = await round(`${DELTA}?token=latest`);
    const [removed = ''] = graph.sites.removeSites(1, 'softDeleted');
    const after = await round(delta);
    expect(after.pages[0]?.value).toEqual([
      { id: removed, name: expect.any(String), deleted: { state: 'softDeleted' } },
    ]);
    graph.sites.restoreSites();
    const [restored] = (await round(after.delta)).pages[0]?.value ?? [];
    expect(restored).toMatchObject({ id: removed, webUrl: expect.any(String) });
    expect(restored).not.toHaveProperty('deleted');
  });

  test('reports each changed site once, over pages', async () => {
    const { delta } = await round(`${DELTA}?token=latest&$top=2`);
    const changed = graph.sites.changeSites(5, { displayName: 'Renamed' });
    graph.sites.changeSites(changed.slice(0, 2), { description: 'twice' });
    const { pages } = await round(delta);
    expect(pages.map(({ value }) => value.length)).toEqual([2, 2, 2, 1]);
    expect(new Set(idsOf(pages))).toEqual(new Set(changed));
    expect(pages[0]?.value[0]).toMatchObject({ displayName: 'Renamed' });
  });

  test('reports the OneDrive of a user that is provisioned', async () => {
    const { delta } = await round(`${DELTA}?token=latest`);
    const user = Array.from({ length: 200 }, (_, at) => at).find(
      (at) => graph.sites.personalSiteOf(at) === 'notProvisioned',
    );
    const id = graph.sites.provision(user ?? -1);
    expect((await round(delta)).pages[0]?.value).toMatchObject([{ id, isPersonalSite: true }]);
  });

  test.each(['resyncChangesApplyDifferences', 'resyncChangesUploadDifferences'] as const)(
    'answers an expired token with 410, %s, and where to start again',
    async (siteResync) => {
      const { delta } = await round(`${DELTA}?token=latest&$select=webUrl`);
      Object.assign(graph.tenant.faults, {
        expireDeltaTokens: 1,
        expireDeltaTokensOf: 'sites',
        siteResync,
      });
      expect((await graph.request('/users/delta?$deltatoken=latest')).status).toBe(200);
      const response = await graph.request(delta);
      expect(response.status).toBe(410);
      expect(await response.json()).toMatchObject({ error: { code: siteResync } });
      const { pages } = await round(response.headers.get('location') ?? '');
      expect(idsOf(pages)).toHaveLength(existing().length);
      expect(Object.keys(pages[0]?.value[0] ?? {})).toEqual(['id', 'webUrl']);
    },
  );

  test('expires tokens after 30 days, in next links too', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const next = (await graph.page(`${DELTA}?$top=10`))['@odata.nextLink'] ?? '';
    vi.setSystemTime(Date.now() + 31 * 24 * 3_600_000);
    expect(await graph.failure(next)).toEqual([410, 'resyncChangesApplyDifferences']);
  });

  test('does not know the tokens of another tenant’s history', async () => {
    const { delta } = await round(`${DELTA}?token=latest`);
    graph = createTestGraph(201);
    expect((await graph.failure(delta))[0]).toBe(410);
  });

  test.each([
    ['?token=invented', 'invalidRequest'],
    ['?$deltatoken=latest', 'invalidRequest'],
    ['?$filter=isPersonalSite eq true', 'BadRequest'],
  ])('refuses %s', async (query, code) => {
    expect(await graph.failure(`${DELTA}${query}`)).toEqual([400, code]);
  });

  test('repeats a page if told to', async () => {
    graph.tenant.faults.repeatPageNext = 1;
    const { pages } = await round(`${DELTA}?$top=50`);
    expect(pages[1]?.value).toEqual(pages[0]?.value);
    expect(new Set(idsOf(pages)).size).toBe(existing().length);
  });
});
