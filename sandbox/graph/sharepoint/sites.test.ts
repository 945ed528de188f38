import { beforeEach, describe, expect, test } from 'vitest';
import { createTestGraph } from '../graph.fixture.ts';
import type { Page } from '../graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph();
});

const HOST = 'contoso.sharepoint.example';
const LIST = '/sites/getAllSites';

const idsOf = (pages: readonly Page[]) => pages.flatMap(({ value }) => value.map(({ id }) => id));

const existing = ({ sites }: typeof graph): string[] =>
  Array.from({ length: sites.end }, (_, position) => sites.at(position)?.id).filter(
    (id) => id !== undefined,
  );

async function json(target: string): Promise<unknown> {
  return (await graph.request(target)).json();
}

describe('the list of all sites', () => {
  test('holds every site once, over pages whose links have another path', async () => {
    const pages = await graph.pages(`${LIST}?$select=id,webUrl,isPersonalSite&$top=500`);
    expect(pages.length).toBeGreaterThan(5);
    expect(idsOf(pages).toSorted()).toEqual(existing(graph).toSorted());
    for (const { '@odata.nextLink': next } of pages.slice(0, -1))
      expect(next).toMatch(
        /^https:\/\/graph\.microsoft\.com\/v1\.0\/sites\/oneDrive\.getAllSites\?\$skiptoken=[\w-]+$/,
      );
    const [last] = pages.at(-1)?.value ?? [];
    expect(Object.keys(last ?? {})).toEqual(['id', 'webUrl', 'isPersonalSite']);
  });

  test('ends a page with its geography', async () => {
    const pages = await graph.pages(`${LIST}?$top=999`);
    const codes = pages.map(({ value }) => [
      ...new Set(value.map(({ id }) => id.split(',')[0]?.replace('-my', ''))),
    ]);
    expect(codes.every((hosts) => hosts.length === 1)).toBe(true);
    expect(new Set(codes.flat()).size).toBe(3);
    expect(pages.slice(0, -1).some(({ value }) => value.length < 999)).toBe(true);
  });

  test('describes home, nested and personal sites', async () => {
    const all = (await graph.pages(`${LIST}?$top=999`)).flatMap(({ value }) => value);
    const at = (path: string) => all.find(({ webUrl }) => webUrl === `https://${HOST}${path}`);
    expect(at('')).toMatchObject({
      isPersonalSite: false,
      root: {},
      siteCollection: { hostname: HOST, dataLocationCode: 'NAM', root: {} },
    });
    expect(at('/sites/finance')).toMatchObject({ root: {}, siteCollection: { hostname: HOST } });
    expect(at('/sites/finance')).not.toHaveProperty('siteCollection.dataLocationCode');
    expect(at('/sites/finance')).not.toHaveProperty('parentReference');
    expect(at('/sites/finance/budget')).toMatchObject({
      parentReference: { siteId: at('/sites/finance')?.id },
    });
    expect(at('/sites/finance/budget')).not.toHaveProperty('root');
    expect(all.find(({ webUrl }) => String(webUrl).includes('/personal/admin_'))).toMatchObject({
      isPersonalSite: true,
      displayName: 'Ada Lindqvist',
      id: expect.stringMatching(/^contoso(eur|apc)?-my\.sharepoint\.example,/),
    });
    expect(all.some(({ displayName }) => displayName === null)).toBe(true);
    expect(all.some((site) => !('displayName' in site))).toBe(true);
  });

  test('gives the title as name, a single site the last part of its address', async () => {
    const [first] = (await graph.page(`${LIST}?$filter=webUrl eq 'https://${HOST}/sites/hr-emea'`))
      .value;
    expect(first).toMatchObject({ name: 'Human Resources EMEA' });
    expect(await json(`/sites/${first?.id}`)).toMatchObject({
      name: 'hr-emea',
      displayName: 'Human Resources EMEA',
    });
  });

  test.each([
    ['isPersonalSite eq true', true],
    ['isPersonalSite ne true', false],
  ])('filters by %s', async (filter, personal) => {
    const found = idsOf(await graph.pages(`${LIST}?$top=999&$filter=${filter}`));
    const { sites } = graph;
    const wanted = existing(graph).filter(
      (id) => sites.at(sites.positionOf(id) ?? -1)?.isPersonal === personal,
    );
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });

  test.each([
    ['$filter=nothing eq 1', 'invalidRequest'],
    ['$filter=isPersonalSite gt true', 'invalidRequest'],
    ['$select=nothing', 'invalidRequest'],
    ['$top=none', 'invalidRequest'],
    ['$skiptoken=invented', 'invalidRequest'],
    ['$orderby=displayName', 'BadRequest'],
    ['$skip=5', 'BadRequest'],
    ['$unknown=1', 'BadRequest'],
  ])('refuses %s', async (query, code) => {
    expect(await graph.failure(`${LIST}?${query}`)).toEqual([400, code]);
  });

  test('gives at most 999 sites a page', async () => {
    expect((await graph.page(`${LIST}?$top=5000`)).value).toHaveLength(999);
    expect((await graph.page(LIST)).value).toHaveLength(200);
  });

  test('is read by an SDK’s spelling', async () => {
    expect((await graph.page('/sites/microsoft.graph.getAllSites()')).value).toHaveLength(200);
  });
});

describe('permissions', () => {
  test.each([
    [LIST, 'Files.ReadWrite.All', 'Sites.Read.All'],
    [LIST, 'Sites.Selected', 'Sites.ReadWrite.All'],
    ['/sites/delta', 'User.Read.All', 'Sites.FullControl.All'],
    ['/sites/root', 'Files.Read.All', 'Sites.Read.All'],
    ['/sites/root/drive', 'User.Read.All', 'Files.Read.All'],
    ['/users/admin@contoso.example/drive', 'User.Read.All', 'Sites.Read.All'],
  ])('%s is refused with %s and allowed with %s', async (target, without, sufficient) => {
    expect(await graph.failure(target, { roles: without })).toEqual([403, 'accessDenied']);
    expect(await graph.failure(target, { roles: 'none' })).toEqual([401, 'generalException']);
    expect((await graph.request(target, { roles: sufficient })).status).toBe(200);
  });

  test('a tenant without a license has no sites and no drives', async () => {
    graph.tenant.faults.noSharePointLicence = true;
    for (const target of [
      LIST,
      '/sites/delta',
      '/sites/root',
      '/users/admin@contoso.example/drive',
    ])
      expect(await json(target)).toMatchObject({
        error: { code: 'BadRequest', message: 'Tenant does not have a SPO license.' },
      });
    expect((await graph.request('/users')).status).toBe(200);
  });
});

describe('a single site', () => {
  test.each([
    ['the root', '/sites/root', ''],
    ['a host', `/sites/${HOST}`, ''],
    ['a path', `/sites/${HOST}:/sites/finance`, '/sites/finance'],
    [
      'a path with a colon at the end',
      `/sites/${HOST}:/sites/finance/budget:`,
      '/sites/finance/budget',
    ],
    ['a path in other letters', `/sites/${HOST}:/Sites/Finance`, '/sites/finance'],
  ])('is found by %s', async (_, target, path) => {
    expect(await json(target)).toMatchObject({ webUrl: `https://${HOST}${path}` });
  });

  test('is found by its id, also encoded', async () => {
    const [, id = ''] = existing(graph);
    for (const each of [id, encodeURIComponent(id)])
      expect(await json(`/sites/${each}?$select=id`)).toMatchObject({ id });
  });

  test.each([
    [`/sites/${HOST}:/sites/nowhere`, 404, 'itemNotFound'],
    ['/sites/other.sharepoint.example:/sites/finance', 400, 'invalidRequest'],
    [`/sites/${HOST},1,2`, 400, 'invalidRequest'],
    ['/sites/finance', 400, 'invalidRequest'],
    [
      `/sites/${HOST},00000000-0000-4000-8000-000000000000,00000000-0000-4000-8000-000000000000`,
      404,
      'itemNotFound',
    ],
  ])('%s is answered with %i', async (target, status, code) => {
    expect(await graph.failure(target)).toEqual([status, code]);
  });

  test('has the sites directly in it', async () => {
    const [budget] = (await graph.page(`/sites/${HOST}:/sites/finance:/sites`)).value;
    expect(budget).toMatchObject({ webUrl: `https://${HOST}/sites/finance/budget` });
    const [reports] = (await graph.page(`/sites/${budget?.id}/sites`)).value;
    expect(reports).toMatchObject({ webUrl: `https://${HOST}/sites/finance/budget/reports` });
    expect((await graph.page(`/sites/${reports?.id}/sites`)).value).toEqual([]);
  });

  test('is answered in a batch', async () => {
    const requests = [
      '/sites/root',
      `/sites/${HOST}:/sites/finance`,
      `/sites/${HOST}:/sites/x`,
    ].map((url, index) => ({ id: String(index), method: 'GET', url }));
    const response = await graph.request('/$batch', { body: { requests } });
    expect(await response.json()).toMatchObject({
      responses: [
        { id: '2', status: 404, body: { error: { code: 'itemNotFound' } } },
        { id: '1', status: 200, body: { webUrl: `https://${HOST}/sites/finance` } },
        { id: '0', status: 200 },
      ],
    });
  });
});

describe('lists and searches', () => {
  test('the list of home sites has one of each geography', async () => {
    const pages = await graph.pages(
      '/sites?$filter=siteCollection/root ne null&$select=id,siteCollection&$top=1',
    );
    expect(pages.flatMap(({ value }) => value).map(({ siteCollection }) => siteCollection)).toEqual(
      ['NAM', 'EUR', 'APC'].map((code) => expect.objectContaining({ dataLocationCode: code })),
    );
  });

  test('the plain list has the central location only', async () => {
    const hosts = idsOf(await graph.pages('/sites?$top=999')).map((id) => id.split(',')[0]);
    expect(new Set(hosts)).toEqual(new Set([HOST, 'contoso-my.sharepoint.example']));
  });

  test.each([
    ['finance emea', (title: string) => /finance/i.test(title) && /EMEA/.test(title)],
    ['resear*', (title: string) => /\bResear/.test(title)],
    ['東京オフィス', (title: string) => title.includes('東京オフィス')],
    ['hum* res*', (title: string) => /\bHuman Resources/.test(title)],
    ['finance -emea', (title: string) => /finance/i.test(title) && !/EMEA/.test(title)],
    ['finance NOT emea', (title: string) => /finance/i.test(title) && !/EMEA/.test(title)],
    ['Legal OR Security', (title: string) => /Legal|Security/.test(title)],
  ])('a search for %s finds whole words of titles', async (text, matches) => {
    const found = (await graph.pages(`/sites?search=${encodeURIComponent(text)}&$top=7`)).flatMap(
      ({ value }) => value.map(({ displayName }) => String(displayName)),
    );
    expect(found.length).toBeGreaterThan(7);
    expect(found.every(matches)).toBe(true);
  });

  test('a search for a part of a word finds nothing, one without words everything', async () => {
    for (const part of ['inanc', 'Financ', 'nance*', 'or', 'not'])
      expect((await graph.page(`/sites?search=${part}`)).value, part).toEqual([]);
    for (const text of ['*', '***', '""', '🙂'])
      expect(
        idsOf(await graph.pages(`/sites?search=${encodeURIComponent(text)}&$top=999`)),
      ).toHaveLength(existing(graph).length);
  });
});

describe('faults', () => {
  test.each([
    ['a share', 0.06],
    ['a number', 130],
  ])('%s of the sites is missing from lists, and not from delta', async (_, sitesMissing) => {
    graph.tenant.faults.sitesMissing = sitesMissing;
    const all = existing(graph);
    const count = sitesMissing < 1 ? Math.round(all.length * sitesMissing) : sitesMissing;
    const listed = idsOf(await graph.pages(`${LIST}?$top=999`));
    expect(listed).toHaveLength(all.length - count);
    expect(idsOf(await graph.pages(`${LIST}?$top=999`))).toEqual(listed);
    expect(idsOf(await graph.pages('/sites/delta?$top=999'))).toHaveLength(all.length);
    expect(idsOf(await graph.pages('/sites?search=*&$top=999'))).toHaveLength(all.length);
  });

  test('zeroSites empties the lists, and not delta', async () => {
    graph.tenant.faults.zeroSites = true;
    for (const target of [LIST, '/sites'])
      expect(await json(target)).toEqual({ '@odata.context': expect.any(String), value: [] });
    expect((await graph.page('/sites/delta')).value).not.toEqual([]);
    expect((await graph.page('/sites?search=*')).value).not.toEqual([]);
  });

  test('failing, throttling and expired page tokens reach the sites', async () => {
    const next = (await graph.page(LIST))['@odata.nextLink'] ?? '';
    Object.assign(graph.tenant.faults, { failNext: 2, failPathContains: 'getAllSites' });
    expect(await graph.failure(next)).toEqual([503, 'serviceNotAvailable']);
    graph.tenant.faults.failStatus = 403;
    expect(await graph.failure(LIST)).toEqual([403, 'accessDenied']);
    graph.tenant.faults.throttleNext = 1;
    expect(await json('/sites/root')).toMatchObject({
      error: {
        code: 'activityLimitReached',
        message: 'The request has been throttled',
        innerError: { code: 'throttledRequest' },
      },
    });
    graph.tenant.faults.expirePageTokens = 1;
    expect(await graph.failure(next)).toEqual([400, 'invalidRequest']);
    expect((await graph.request(next)).status).toBe(200);
  });

  test('pages are empty, small, repeated, or have an invalid item', async () => {
    Object.assign(graph.tenant.faults, { emptyPageEvery: 3, maxPageSize: 50, repeatPageNext: 1 });
    const pages = await graph.pages(`${LIST}?$top=999`);
    expect(pages.slice(0, 4).map(({ value }) => value.length)).toEqual([50, 50, 50, 0]);
    expect(pages[1]?.value).toEqual(pages[0]?.value);
    expect(new Set(idsOf(pages)).size).toBe(existing(graph).length);
    graph.tenant.faults.malformNext = 1;
    expect((await graph.page(LIST)).value[25]).toMatchObject({ id: 'no-site', webUrl: 42 });
  });
});

test('200,000 sites are listed in pages without keeping them', async () => {
  graph = createTestGraph(1000, 200_000);
  const before = process.memoryUsage().heapUsed;
  let seen = 0;
  let next: string | undefined = `${LIST}?$top=999&$select=id,webUrl,displayName`;
  while (next !== undefined) {
    const page: Page = await graph.page(next);
    seen += page.value.length;
    next = page['@odata.nextLink'];
  }
  expect(seen).toBe(existing(graph).length);
  expect(seen).toBeGreaterThan(200_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(300 * 1024 * 1024);
});
