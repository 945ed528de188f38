/** Sites and drives, as SharePoint answers for them, and as it should not. */
import { describe, expect, test } from 'vitest';
import { LARGEST_BODY } from './transport.ts';
import type { Handler, Reply } from './loopback.fixture.ts';
import { at, guid, tenantWith } from './tenant.fixture.ts';

const LINK = 'https://graph.microsoft.com/v1.0/';
const HOST = 'contoso.sharepoint.com';
const MY_HOST = 'contoso-my.sharepoint.com';
const ROLES = ['Sites.Read.All', 'Files.ReadWrite.All', 'User.Read.All', 'GroupMember.Read.All'];

const idOf = (number: number, host = HOST) => `${host},${guid(number)},${guid(number + 1000)}`;

const graphSite = (number: number, change: object = {}) => ({
  id: idOf(number),
  webUrl: `https://${HOST}/sites/site${number}`,
  displayName: `Site ${number}`,
  description: 'What it is for',
  isPersonalSite: false,
  ...change,
});
const directorySite = (number: number, change: object = {}) => ({
  id: idOf(number),
  url: `https://${HOST}/sites/site${number}`,
  title: `Site ${number}`,
  description: 'What it is for',
  parentId: null,
  owner: null,
  ...change,
});
const NOBODY_YET = { driveId: null, userId: null, displayName: null, principalName: null };

const refusal = (status: number, code: string, message = ''): Reply => ({
  status,
  body: { error: { code, message } },
});
const UNLICENSED = refusal(400, 'BadRequest', 'Tenant does not have a SPO license.');
const NOT_PROVISIONED = [
  refusal(404, 'ResourceNotFound', "User's mysite not found."),
  refusal(400, 'BadRequest', "Unable to retrieve user's mysite URL."),
  UNLICENSED,
];
const NOT_FOUND = refusal(404, 'itemNotFound', 'Requested site could not be found');

const sharepointWith = (handler: Handler) => tenantWith(handler, { roles: [ROLES] });
const answering = async (...replies: Reply[]) => {
  const rest = [...replies];
  return sharepointWith(() => (rest.length > 1 ? rest.shift() : rest[0]) ?? {});
};
const urls = ({ seen }: Awaited<ReturnType<typeof sharepointWith>>) =>
  seen().map(({ url }) => decodeURIComponent(url));

/** Answers each item of a batch. */
const batches =
  (answer: (url: string) => Reply): Handler =>
  ({ body }) => {
    const { requests } = JSON.parse(body) as { requests: { id: string; url: string }[] };
    const responses = requests.map(({ id, url }) => ({ id, status: 200, ...answer(url) }));
    return { body: { responses } };
  };

describe('the list of sites', () => {
  test('has pages whose links have another path', async () => {
    const next = `${LINK}sites/oneDrive.getAllSites?$skiptoken=abc`;
    const tenant = await answering(
      { body: { value: [graphSite(1)], '@odata.nextLink': next } },
      { body: { value: [graphSite(2)] } },
    );
    const first = await tenant.sharepoint.sitePage({ ...at, link: null });
    expect(first).toEqual({ sites: [directorySite(1)], next, skipped: [] });
    const last = await tenant.sharepoint.sitePage({ ...at, link: first.next });
    expect(last).toEqual({ sites: [directorySite(2)], next: null, skipped: [] });
    expect(urls(tenant)).toEqual([
      '/v1.0/sites/getAllSites?$top=999&$select=id,webUrl,displayName,description,isPersonalSite,parentReference',
      '/v1.0/sites/oneDrive.getAllSites?$skiptoken=abc',
    ]);
    expect(tenant.seen()[0]?.headers['user-agent']).toMatch(/^ISV\|Provost\|Provost\/\d[\d.]*$/);
  });

  test.each<[string, object, object]>([
    ['capital letters in its id', { id: idOf(1).toUpperCase() }, {}],
    ['no title', { displayName: null, description: undefined }, { title: null, description: null }],
    ['an empty title', { displayName: ' ' }, { title: null }],
    ['a title with a lone surrogate and NUL', { displayName: 'A\uD800\0' }, { title: 'A\uFFFD' }],
    ['a parent', { parentReference: { siteId: idOf(2) } }, { parentId: idOf(2) }],
    ['a parent that is no id', { parentReference: { siteId: 'x' } }, {}],
    ['an owner', { isPersonalSite: true }, { owner: NOBODY_YET }],
    [
      'an owner, by its address',
      { isPersonalSite: undefined, webUrl: `https://${MY_HOST}/personal/ada_contoso` },
      { owner: NOBODY_YET, url: `https://${MY_HOST}/personal/ada_contoso` },
    ],
  ])('has a site with %s', async (_what, change, expected) => {
    const tenant = await answering({ body: { value: [graphSite(1, change)] } });
    const { sites } = await tenant.sharepoint.sitePage({ ...at, link: null });
    expect(sites).toEqual([directorySite(1, expected)]);
  });

  test.each<[string, unknown, object]>([
    ['no id', { webUrl: 'https://x.example' }, { id: null, properties: ['id'] }],
    ['an id of another kind', graphSite(1, { id: guid(1) }), { id: guid(1), properties: ['id'] }],
    ['no address', graphSite(1, { webUrl: null }), { id: idOf(1), properties: ['webUrl'] }],
    // eslint-disable-next-line no-script-url
    ['a script', graphSite(1, { webUrl: 'javascript:alert(1)' }), { properties: ['webUrl'] }],
    ['plain http', graphSite(1, { webUrl: `http://${HOST}` }), { properties: ['webUrl'] }],
    ['an endless address', graphSite(1, { webUrl: `https://${'x/'.repeat(5000)}` }), {}],
    ['a title that is none', graphSite(1, { displayName: 5 }), { properties: ['displayName'] }],
    ['nothing', null, { id: null }],
  ])('skips a site with %s, and keeps the others', async (_what, site, item) => {
    const tenant = await answering({ body: { value: [site, graphSite(2)] } });
    const { sites, skipped } = await tenant.sharepoint.sitePage({ ...at, link: null });
    expect(sites).toEqual([directorySite(2)]);
    expect(skipped).toEqual([expect.objectContaining({ kind: 'site', ...item })]);
  });

  test.each<[string, ReturnType<Handler>, string]>([
    ['half a body', { body: '{"value": [{"id"' }, 'UnexpectedAnswer'],
    ['no list', { body: { value: 'none' } }, 'UnexpectedAnswer'],
    ['too much', { body: Buffer.alloc(LARGEST_BODY + 1, ' ') }, 'UnexpectedAnswer'],
    ['nothing', 'cut', 'MicrosoftUnavailable'],
  ])('that has %s is refused', async (_what, reply, type) => {
    const { sharepoint } = await sharepointWith(() => reply);
    await expect(sharepoint.sitePage({ ...at, link: null })).rejects.toMatchObject({ type });
  });

  test.each(['https://graph.evil.example/v1.0/sites', 'https://contoso.sharepoint.com/v1.0/sites'])(
    'is not followed to %s',
    async (link) => {
      const tenant = await answering({ body: { value: [] } });
      await expect(tenant.sharepoint.sitePage({ ...at, link })).rejects.toMatchObject({
        type: 'ForeignLink',
      });
      expect(tenant.seen()).toEqual([]);
    },
  );
});

describe('changes of sites', () => {
  const delta = `${LINK}sites/delta?token=next`;
  const last = { '@odata.deltaLink': delta };

  test('begin with all sites', async () => {
    const tenant = await answering({ body: { value: [graphSite(1)], ...last } });
    const page = await tenant.sharepoint.siteDelta({ ...at, link: null });
    expect(page).toMatchObject({ changed: [directorySite(1)], next: null, delta });
    expect(urls(tenant)).toEqual(['/v1.0/sites/delta?$top=999']);
  });

  test('name removed sites by a facet, and the last state of a site counts', async () => {
    const removed = { id: idOf(2), deleted: { state: 'softDeleted' } };
    const value = [graphSite(1), graphSite(2), removed, { ...removed, id: idOf(3) }, graphSite(3)];
    const { sharepoint } = await answering({ body: { value, ...last } });
    expect(await sharepoint.siteDelta({ ...at, link: delta })).toEqual({
      changed: [directorySite(1), directorySite(3)],
      removed: [idOf(2)],
      skipped: [],
      missing: [],
      next: null,
      delta,
    });
  });

  test('with a part of a site lead to the whole site, and one that is not found is missing', async () => {
    const page = { body: { value: [{ id: idOf(1) }, { id: idOf(2) }, {}], ...last } };
    const tenant = await sharepointWith((request) =>
      request.url.includes('$batch')
        ? batches((url) => (url.includes(idOf(1)) ? { body: graphSite(1) } : NOT_FOUND))(request)
        : page,
    );
    expect(await tenant.sharepoint.siteDelta({ ...at, link: delta })).toMatchObject({
      changed: [directorySite(1)],
      removed: [],
      skipped: [{ kind: 'site', id: null }],
      missing: [{ id: idOf(2), code: 'itemNotFound', outage: null }],
    });
  });

  test.each(['resyncChangesApplyDifferences', 'resyncChangesUploadDifferences'])(
    'end with %s, and all must be read',
    async (code) => {
      const { sharepoint } = await answering({
        ...refusal(410, code),
        headers: { location: `${LINK}sites/delta?token=fresh` },
      });
      for (const link of [delta, `${LINK}sites/microsoft.graph.delta(token='x')`])
        await expect(sharepoint.siteDelta({ ...at, link })).rejects.toMatchObject({
          type: 'DeltaTokenExpired',
        });
    },
  );

  test('without a link to go on from are refused', async () => {
    const { sharepoint } = await answering({ body: { value: [] } });
    await expect(sharepoint.siteDelta({ ...at, link: null })).rejects.toMatchObject({
      type: 'UnexpectedAnswer',
    });
  });
});

describe('a single site', () => {
  const url = `https://${HOST}/sites/site1`;

  test('is found by its address', async () => {
    const tenant = await answering({ body: graphSite(1) });
    const shouted = `https://${HOST}/SITES/Site1/`;
    expect(await tenant.sharepoint.siteByUrl({ ...at, url: shouted })).toEqual(directorySite(1));
    expect(urls(tenant)[0]).toMatch(/^\/v1\.0\/sites\/contoso\.sharepoint\.com:\/SITES\/Site1\?/);
  });

  test('with a colon in its address is asked for as a whole', async () => {
    const tenant = await answering(NOT_FOUND);
    await tenant.sharepoint.siteByUrl({ ...at, url: `${url}:/drive` });
    expect(tenant.seen()[0]?.url).toContain('/sites/site1%3A/drive?');
  });

  test.each<[string, Reply]>([
    ['there is none', NOT_FOUND],
    ['the host is of another tenant', refusal(400, 'invalidRequest', 'invalid hostname')],
    ['Microsoft gives the site above', { body: graphSite(1, { webUrl: `https://${HOST}` }) }],
  ])('is not found if %s', async (_why, reply) => {
    const { sharepoint } = await answering(reply);
    expect(await sharepoint.siteByUrl({ ...at, url })).toBeNull();
  });

  test.each<[string, Reply, string]>([
    ['SharePoint is down', refusal(503, 'serviceNotAvailable'), 'MicrosoftUnavailable'],
    ['the tenant has no license', UNLICENSED, 'TenantUnlicensed'],
  ])('is not called missing when %s', async (_why, reply, type) => {
    const { sharepoint } = await answering(reply);
    await expect(sharepoint.siteByUrl({ ...at, url })).rejects.toMatchObject({ type });
  });

  test('is found by a word, with what has no title', async () => {
    const tenant = await answering({
      body: { value: [graphSite(1), graphSite(2, { displayName: null }), 'x'] },
    });
    const found = await tenant.sharepoint.searchSites({ ...at, words: ['r', 'año'] });
    expect(found).toEqual({
      sites: [directorySite(1), directorySite(2, { title: null })],
      more: false,
    });
    expect(tenant.seen()[0]?.url).toMatch(/search=r\*%20a%C3%B1o\*$/);
  });

  test('is one of the first fifty of a search, which says that there are more', async () => {
    const next = `${LINK}sites?search=a&$skiptoken=abc`;
    const personal = Array.from({ length: 60 }, (_, number) =>
      graphSite(number, { isPersonalSite: true }),
    );
    const others = (count: number) =>
      Array.from({ length: count }, (_, number) => graphSite(100 + number));
    const search = async (...replies: Reply[]) => {
      const tenant = await answering(...replies);
      const { sites, more } = await tenant.sharepoint.searchSites({ ...at, words: ['a'] });
      return [sites.length, more, tenant.seen().length];
    };
    const link = { '@odata.nextLink': next };
    expect(await search({ body: { value: others(50) } })).toEqual([50, false, 1]);
    expect(await search({ body: { value: others(51) } })).toEqual([50, true, 1]);
    // Personal sites are looked over, but not without an end.
    const hidden = { body: { value: personal, ...link } };
    expect(await search(hidden, { body: { value: others(2) } })).toEqual([2, false, 2]);
    expect(await search(hidden, hidden, hidden, hidden, hidden, hidden)).toEqual([0, true, 5]);
  });

  test('is found by its id, 20 a request, and the others are named', async () => {
    const ids = Array.from({ length: 25 }, (_, number) => idOf(number));
    const tenant = await sharepointWith(
      batches((url) =>
        url.includes(idOf(24))
          ? NOT_FOUND
          : { body: graphSite(ids.findIndex((id) => url.includes(id))) },
      ),
    );
    const { found, missing } = await tenant.sharepoint.sitesById({ ...at, ids: [...ids, '../x'] });
    expect(found.map(({ id }) => id)).toEqual(ids.slice(0, 24));
    expect(missing.map(({ id }) => id)).toEqual([idOf(24), '../x']);
    expect(tenant.seen()).toHaveLength(2);
    expect(tenant.seen().every(({ body }) => !body.includes('../x'))).toBe(true);
  });
});

describe('access to sites', () => {
  test('is proven by a read, and a tenant without a license is no failure', async () => {
    const readable = await answering({ body: { value: [] } });
    expect(await readable.sharepoint.sitesReadable(at)).toBe('readable');
    const unlicensed = await answering(UNLICENSED);
    expect(await unlicensed.sharepoint.sitesReadable(at)).toBe('unlicensed');
  });

  test('that is denied although it is granted is refused', async () => {
    const { sharepoint } = await answering(refusal(403, 'accessDenied', 'Access denied'));
    await expect(sharepoint.sitesReadable(at)).rejects.toMatchObject({ type: 'AccessRefused' });
  });

  test('that is no longer granted is revoked, by the permissions of its own consent', async () => {
    const { sharepoint, onedrive } = await tenantWith(
      () => refusal(403, 'accessDenied', 'Access denied'),
      { roles: [['Sites.Read.All', 'Files.ReadWrite.All']] },
    );
    await expect(sharepoint.sitesReadable(at)).rejects.toMatchObject({ type: 'AccessRefused' });
    await expect(onedrive.sitesReadable(at)).rejects.toMatchObject({ type: 'ConsentRevoked' });
  });
});

describe('drives', () => {
  const ada = { id: guid(7).toUpperCase(), displayName: 'Ada', email: 'ada@contoso.example' };
  const drive = (change: object = {}) => ({
    body: { id: 'b!drive', webUrl: 'x', owner: { user: ada }, ...change },
  });
  const owner = {
    driveId: 'b!drive',
    userId: guid(7),
    displayName: 'Ada',
    principalName: 'ada@contoso.example',
  };

  test('of sites have owners, one without a drive has none, and one failure is its own', async () => {
    const replies: Reply[] = [
      drive(),
      drive({ owner: { group: { displayName: 'Owners' } } }),
      drive({ owner: { user: { id: 'i:0#.f|membership', displayName: 'Bo' } } }),
      ...NOT_PROVISIONED,
      { body: 'nonsense' },
      refusal(429, 'TooManyRequests'),
    ];
    const tenant = await sharepointWith(
      batches((url) => replies[Number(/sites\/site,(\d+)/.exec(url)?.[1])] ?? NOT_FOUND),
    );
    const siteIds = replies.map((_, index) => `site,${index}`);
    const drives = await tenant.onedrive.siteDrives({ ...at, siteIds });
    expect(drives.map((each) => ('failure' in each ? each.failure.type : each.owner))).toEqual([
      owner,
      { ...owner, userId: null, displayName: null, principalName: null },
      { ...owner, userId: null, displayName: 'Bo', principalName: null },
      null,
      null,
      null,
      'UnexpectedAnswer',
      'MicrosoftThrottled',
    ]);
    expect(drives.map(({ siteId }) => siteId)).toEqual(siteIds);
  });

  test('cannot be read without the consent', async () => {
    const { onedrive } = await tenantWith(
      batches(() => refusal(403, 'accessDenied')),
      { roles: [['Sites.Read.All']] },
    );
    await expect(onedrive.siteDrives({ ...at, siteIds: [idOf(1)] })).rejects.toMatchObject({
      type: 'ConsentRevoked',
    });
  });

  test('of selected users are personal sites, or not there, in whichever words', async () => {
    const siteUrl = `https://${MY_HOST}/personal/ada`;
    const sharePointIds = { siteId: guid(1), webId: guid(1001), siteUrl };
    const tenant = await sharepointWith(
      batches((url) => {
        const number = Number(/-0*(\d+)\/drive/.exec(url)?.[1]);
        return NOT_PROVISIONED[number] ?? drive({ sharePointIds, owner: null });
      }),
    );
    const userIds = [guid(0), guid(1), guid(2), guid(7)];
    const drives = await tenant.onedrive.userDrives({ ...at, userIds });
    const site = {
      id: idOf(1, MY_HOST),
      url: siteUrl,
      title: null,
      description: null,
      parentId: null,
      owner: { ...owner, displayName: null, principalName: null },
    };
    expect(drives).toEqual([
      { userId: guid(0), site: null },
      { userId: guid(1), site: null },
      { userId: guid(2), site: null },
      { userId: guid(7), site },
    ]);
  });

  test('of users that cannot be read are not called missing, and of those not found there is a doubt', async () => {
    const { onedrive } = await sharepointWith(
      batches((url) => (url.includes(guid(1)) ? refusal(500, 'generalException') : NOT_FOUND)),
    );
    expect(await onedrive.userDrives({ ...at, userIds: [guid(1), guid(2)] })).toMatchObject([
      { userId: guid(1), failure: { type: 'MicrosoftUnavailable' } },
      { userId: guid(2), site: null, doubt: expect.any(String) },
    ]);
  });
});

describe('the pace of SharePoint', () => {
  test('after a refusal nothing more is sent for sites until Retry-After is over', async () => {
    const throttled = { ...refusal(429, 'TooManyRequests'), headers: { 'retry-after': '60' } };
    const tenant = await sharepointWith(({ url }) =>
      url.includes('/sites') ? throttled : { body: { value: [] } },
    );
    const failure = { type: 'MicrosoftThrottled' };
    await expect(tenant.onedrive.sitesReadable(at)).rejects.toMatchObject(failure);
    const held = await tenant.onedrive.sitesReadable(at).catch((error: unknown) => error);
    expect(held).toMatchObject(failure);
    expect((held as { retryAfter: number }).retryAfter).toBeGreaterThan(50_000);
    expect(tenant.seen()).toHaveLength(1);
    // Neither the directory nor the other application waits for it.
    await tenant.onedrive.someUsers(at);
    await expect(tenant.sharepoint.sitesReadable(at)).rejects.toMatchObject(failure);
    expect(tenant.seen()).toHaveLength(3);
  });
});
