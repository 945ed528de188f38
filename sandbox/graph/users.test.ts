import { describe, expect, test } from 'vitest';
import { createTestGraph } from './graph.fixture.ts';

const { request, page, pages, failure, directory, tenant } = createTestGraph();
const all = Array.from({ length: directory.users.end }, (_, position) =>
  directory.users.at(position),
).filter((user) => user !== undefined);

const filtered = (filter: string) => `/users?$filter=${encodeURIComponent(filter)}`;
const idsOf = async (target: string, eventual = false) =>
  (await pages(`${target}&$select=id&$top=999`, { eventual })).flatMap(({ value }) =>
    value.map(({ id }) => id),
  );

describe('a list of users', () => {
  test('is paged, with each user once and only selected properties', async () => {
    const list = await pages('/users?$select=id,displayName&$top=300');
    expect(list.map(({ value }) => value.length)).toEqual([300, 300, 300, 100]);
    const ids = list.flatMap(({ value }) => value.map(({ id }) => id));
    expect(new Set(ids)).toEqual(new Set(all.map(({ id }) => id)));
    expect(Object.keys(list[0]?.value[0] ?? {}).toSorted()).toEqual(['displayName', 'id']);
    expect(list[0]?.['@odata.nextLink']).toMatch(
      /^https:\/\/graph\.microsoft\.com\/v1\.0\/users\?.*\$skiptoken=/,
    );
  });

  test('has pages of 100 and default properties by default', async () => {
    const { value } = await page('/users');
    expect(value).toHaveLength(100);
    expect(value[0]).toHaveProperty('businessPhones', []);
    expect(value[0]).not.toHaveProperty('proxyAddresses');
  });

  test.each([
    ['/users?$top=1000', 'Request_BadRequest'],
    ['/users?$top=0', 'Request_BadRequest'],
    ['/users?$skip=10', 'BadRequest'],
    ['/users?$select=shoeSize', 'BadRequest'],
    ['/users?$shoes=1', 'BadRequest'],
    ['/users?$skiptoken=made-up', 'Directory_ExpiredPageToken'],
    ['/users?$orderby=mail', 'Request_UnsupportedQuery'],
    ['/nothing', 'BadRequest'],
  ])('%s is rejected', async (target, code) => {
    expect(await failure(target)).toEqual([400, code]);
  });

  test('a page token is valid for its own query only', async () => {
    const next = (await page('/users?$top=10'))['@odata.nextLink'] ?? '';
    expect(await failure(next.replace('$top=10', '$top=20'))).toEqual([
      400,
      'Directory_ExpiredPageToken',
    ]);
  });

  test('is sorted with $orderby', async () => {
    const list = await pages('/users?$orderby=displayName desc&$select=id,displayName&$top=400');
    const names = list.flatMap(({ value }) => value.map((user) => String(user['displayName'])));
    expect(names).toHaveLength(1000);
    const folded = names.map((name) => name.toLowerCase());
    expect(folded).toEqual(folded.toSorted().toReversed());
  });
});

describe('counting', () => {
  test('is ignored without ConsistencyLevel', async () => {
    expect(await page('/users?$count=true')).not.toHaveProperty('@odata.count');
  });

  test('is on the first page, and each page requires the header', async () => {
    const [first, second] = await pages('/users?$count=true&$top=600', { eventual: true });
    expect(first?.['@odata.count']).toBe(1000);
    expect(second).not.toHaveProperty('@odata.count');
    expect(await failure(first?.['@odata.nextLink'] ?? '')).toEqual([
      400,
      'Directory_ExpiredPageToken',
    ]);
  });

  test('returns plain text and requires the header', async () => {
    const response = await request('/users/$count', { eventual: true });
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.text()).toBe('1000');
    expect(await failure('/users/$count')).toEqual([400, 'Request_BadRequest']);
    const guests = await request(`/users/$count?$filter=userType eq 'Guest'`, { eventual: true });
    expect(await guests.text()).toBe(String(all.filter((u) => u.userType === 'Guest').length));
  });
});

describe('filters', () => {
  test.each<[string, (user: (typeof all)[number]) => boolean, boolean?]>([
    [`startswith(userPrincipalName,'S')`, (u) => /^s/i.test(u.userPrincipalName)],
    [`startsWith(userPrincipalName,'''')`, (u) => u.userPrincipalName.startsWith("'")],
    [`accountEnabled eq false`, (u) => !u.accountEnabled],
    [`not(accountEnabled eq true)`, (u) => !u.accountEnabled, true],
    [`accountEnabled ne true`, (u) => !u.accountEnabled, true],
    [`mail eq null`, (u) => u.mail === null, true],
    [
      `endsWith(mail,'@partner.example')`,
      (u) => u.mail?.endsWith('@partner.example') ?? false,
      true,
    ],
    [`mail ge 'x'`, (u) => (u.mail ?? '') >= 'x'],
    [`userPrincipalName le 'b'`, (u) => u.userPrincipalName.toLowerCase() <= 'b'],
    [
      `(userType eq 'Guest' or accountEnabled eq false) and startsWith(displayName,'a')`,
      (u) => (u.userType === 'Guest' || !u.accountEnabled) && /^a/i.test(u.displayName),
    ],
    [
      `startsWith(userPrincipalName,'a') or startsWith(userPrincipalName,'ab') or startsWith(userPrincipalName,'z')`,
      (u) => /^[az]/i.test(u.userPrincipalName),
    ],
    [`createdDateTime ge 2020-01-01T00:00:00Z`, (u) => (u.createdDateTime ?? '') >= '2020'],
    [
      `assignedPlans/any(a:a/service eq 'exchange' and a/capabilityStatus eq 'Enabled')`,
      (u) =>
        u.assignedPlans.some((p) => p.service === 'exchange' && p.capabilityStatus === 'Enabled'),
      true,
    ],
    [
      `proxyAddresses/any(p:startsWith(p,'smtp:b'))`,
      (u) => u.proxyAddresses.some((address) => /^smtp:b/i.test(address)),
    ],
  ])('%s', async (filter, expected, advanced = false) => {
    const target = filtered(filter);
    const found = await idsOf(advanced ? `${target}&$count=true` : target, advanced);
    const wanted = all.filter(expected).map(({ id }) => id);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(1000);
    expect(found).toHaveLength(wanted.length);
    expect(new Set(found)).toEqual(new Set(wanted));
    if (advanced) expect((await failure(target))[1]).toBe('Request_UnsupportedQuery');
  });

  test.each(['eq', 'in'])('a user is found by name, address and id (%s)', async (operator) => {
    const guest = all.find(({ userType }) => userType === 'Guest');
    for (const property of ['id', 'mail', 'userPrincipalName'] as const) {
      const value = `'${guest?.[property]?.toUpperCase()}'`;
      const filter = `${property} ${operator} ${operator === 'in' ? `(${value},'x')` : value}`;
      expect(await idsOf(filtered(filter))).toEqual([guest?.id]);
    }
  });

  test.each([
    [`userPrincipalName ge 'a'`, 'Request_UnsupportedQuery'],
    [`displayName ge 'a'`, 'Request_UnsupportedQuery'],
    [`startsWith(accountEnabled,'t')`, 'Request_UnsupportedQuery'],
    [`shoeSize eq '4'`, 'BadRequest'],
    [`displayName eq 'O'Brien'`, 'BadRequest'],
    [`displayName eq 'a' and`, 'BadRequest'],
    [`displayName like 'a'`, 'BadRequest'],
    [`(displayName eq 'a'`, 'BadRequest'],
    ['displayName', 'BadRequest'],
  ])('%s is rejected with and without the header', async (filter, code) => {
    expect(await failure(filtered(filter))).toEqual([400, code]);
    const advanced = `${filtered(filter)}&$count=true`;
    expect(await failure(advanced, { eventual: true })).toEqual([400, code]);
  });

  test('sorting filtered users requires an advanced query', async () => {
    const target = `${filtered('accountEnabled eq false')}&$orderby=displayName`;
    expect(await failure(target)).toEqual([400, 'Request_UnsupportedQuery']);
    const { value } = await page(`${target}&$count=true`, { eventual: true });
    expect(value.length).toBeGreaterThan(0);
  });
});

describe('one user', () => {
  const guest = all.find(({ userPrincipalName }) => userPrincipalName.includes('#EXT#'));
  const brien = all.find(({ userPrincipalName }) => userPrincipalName.includes("o'brien"));

  test.each([
    ['id', `/users/${guest?.id}`, guest],
    ['encoded name', `/users/${encodeURIComponent(guest?.userPrincipalName ?? '')}`, guest],
    ['apostrophe', `/users/${encodeURIComponent(brien?.userPrincipalName ?? '')}`, brien],
    [
      'key in parentheses',
      `/users('${encodeURIComponent((brien?.userPrincipalName ?? '').replace("'", "''"))}')`,
      brien,
    ],
  ])('is found by %s', async (_, target, user) => {
    const response = await request(`${target}?$select=id,userPrincipalName`);
    expect(await response.json()).toEqual({
      '@odata.context': expect.stringContaining('#users(id,userPrincipalName)/$entity'),
      id: user?.id,
      userPrincipalName: user?.userPrincipalName,
    });
  });

  test('that does not exist returns the Graph error format', async () => {
    const headers = { 'client-request-id': 'mine' };
    const response = await request('/users/nobody@contoso.example', { headers });
    expect(response.status).toBe(404);
    expect(response.headers.get('client-request-id')).toBe('mine');
    expect(response.headers.get('date')).toMatch(/GMT$/);
    expect(await response.json()).toEqual({
      error: {
        code: 'Request_ResourceNotFound',
        message:
          "Resource 'nobody@contoso.example' does not exist or one of its queried reference-property objects are not present.",
        innerError: {
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
          'request-id': response.headers.get('request-id'),
          'client-request-id': 'mine',
        },
      },
    });
  });

  test('a name that starts with $ requires parentheses', async () => {
    expect(await failure('/users/$x@y.example')).toEqual([400, 'Request_BadRequest']);
    expect(await failure(`/users('$x@y.example')`)).toEqual([404, 'Request_ResourceNotFound']);
  });

  test('has a mailbox with a purpose, or no mailbox', async () => {
    for (const purpose of ['user', 'shared', 'room', 'equipment']) {
      const owner = all.find(({ mailbox }) => mailbox === purpose);
      const response = await request(`/users/${owner?.id}/mailboxSettings/userPurpose`);
      expect(await response.json()).toMatchObject({ value: purpose });
    }
    const without = all.find(({ mailbox }) => mailbox === null);
    expect(await failure(`/users/${without?.id}/mailboxSettings`)).toEqual([
      404,
      'MailboxNotEnabledForRESTAPI',
    ]);
  });
});

test('$search finds beginnings of words and requires the header', async () => {
  const target = `/users?$search=${encodeURIComponent('"displayName:brien" OR "mail:zoe"')}`;
  expect(await failure(target)).toEqual([400, 'Request_UnsupportedQuery']);
  const found = await idsOf(target, true);
  const wanted = all.filter(
    ({ displayName, mail }) => /O'Brien/.test(displayName) || mail?.startsWith('zoe'),
  );
  expect(new Set(found)).toEqual(new Set(wanted.map(({ id }) => id)));
  expect(wanted.length).toBeGreaterThan(1);
  expect(await idsOf('/users?$search="displayName:rien"', true)).toEqual([]);
});

test('the organization is returned', async () => {
  const response = await request('/organization');
  expect(await response.json()).toMatchObject({
    value: [{ id: tenant.id, displayName: 'Contoso', verifiedDomains: [{ isDefault: true }] }],
  });
});

test('the count for a prefix equals its list, also after changes', async () => {
  const graph = createTestGraph();
  const { directory } = graph;
  directory.addUsers(40);
  directory.removeUsers(120);
  directory.changeUsers(60, { mail: 'zoë@contoso.example', displayName: 'Zoë "Q" \\ 張' });
  for (const prefix of ['s', 'S', 'an', "o''", 'admin', '!', 'qx', '']) {
    const filter = `$filter=${encodeURIComponent(`startswith(userPrincipalName,'${prefix}')`)}`;
    const pages = await graph.pages(`/users?${filter}&$top=50&$select=id,mail,displayName`);
    const users = pages.flatMap(({ value }) => value);
    const counted = await graph.request(`/users/$count?${filter}`, { eventual: true });
    expect([prefix, await counted.text()]).toEqual([prefix, String(users.length)]);
    const wanted = prefix.replaceAll("''", "'").toLowerCase();
    const names = Array.from({ length: directory.users.end }, (_, at) => directory.users.at(at));
    expect(users.map(({ id, mail, displayName }) => ({ id, mail, displayName }))).toEqual(
      names.flatMap((user) =>
        user?.userPrincipalName.toLowerCase().startsWith(wanted)
          ? [{ id: user.id, mail: user.mail, displayName: user.displayName }]
          : [],
      ),
    );
  }
});
