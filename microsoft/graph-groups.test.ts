import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Reply, SeenRequest } from './loopback.fixture.ts';
import { at, directoryUser, GRAPH_ROLES, graphUser, guid, tenantWith } from './tenant.fixture.ts';

const LINK = 'https://graph.microsoft.com/v1.0/';
const batchRequestSchema = z.object({
  requests: z.array(z.object({ id: z.string(), method: z.literal('GET'), url: z.string() })),
});

/** Answers `$batch` item by item, in reverse order. */
function batch(request: SeenRequest, item: (url: string) => Reply): Reply {
  const { requests } = batchRequestSchema.parse(JSON.parse(request.body));
  const responses = requests.map(({ id, url }) => ({ id, status: 200, ...item(url) }));
  return { body: { responses: responses.toReversed() } };
}

const group = (number: number, change: object = {}) => ({
  id: guid(number),
  displayName: `Group ${number}`,
  mail: null,
  ...change,
});
const user = (number: number) => ({ '@odata.type': '#microsoft.graph.user', id: guid(number) });
const throttled = {
  status: 429,
  headers: { 'Retry-After': '7' },
  body: { error: { code: 'TooManyRequests' } },
};
const denied = { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } };
const notFound = { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } };

test('groups come in pages', async () => {
  const next = `${LINK}groups?$skiptoken=1`;
  const { graph, seen } = await tenantWith(() => ({
    body: { value: [group(1), { id: 'x' }], '@odata.nextLink': next },
  }));
  const page = await graph.groupPage({ ...at, link: null });
  expect(page).toEqual({
    groups: [group(1)],
    next,
    skipped: [{ kind: 'group', id: null, properties: ['id'] }],
  });
  expect(decodeURIComponent(seen()[0]?.url ?? '')).toBe(
    '/v1.0/groups?$top=999&$select=id,displayName,mail',
  );
});

describe('members of many groups', () => {
  test('are read 20 groups per request, each with its own outcome', async () => {
    const { graph, seen } = await tenantWith((request) =>
      batch(request, (url) => {
        if (url.includes(guid(2))) return notFound;
        if (url.includes(guid(3))) return throttled;
        if (url.includes('skiptoken')) return { body: { value: [user(9)] } };
        const device = { '@odata.type': '#microsoft.graph.device', id: guid(8) };
        const nested = { '@odata.type': '#microsoft.graph.group', id: guid(7) };
        return {
          body: {
            value: [user(6), nested, device],
            '@odata.nextLink': `${LINK}groups/x/members?$skiptoken=2`,
          },
        };
      }),
    );
    const groups = Array.from({ length: 21 }, (_, index) => ({
      groupId: guid(index + 1),
      link: index === 3 ? `${LINK}groups/${guid(4)}/members?$skiptoken=a%2Fb` : null,
    }));
    const pages = await graph.memberPages({ ...at, groups });
    expect(pages.map(({ groupId }) => groupId)).toEqual(groups.map(({ groupId }) => groupId));
    expect(pages[0]).toEqual({
      groupId: guid(1),
      memberships: [
        { groupId: guid(1), memberId: guid(6), memberKind: 'user' },
        { groupId: guid(1), memberId: guid(7), memberKind: 'group' },
      ],
      next: `${LINK}groups/x/members?$skiptoken=2`,
      skipped: [],
    });
    // One 404 proves nothing: a group that was really deleted is reported as a change.
    expect(pages[1]).toMatchObject({ groupId: guid(2), failure: { type: 'NotFound' } });
    expect(pages[2]).toMatchObject({
      groupId: guid(3),
      failure: { type: 'MicrosoftThrottled', retryAfter: 7000 },
    });
    expect(pages[3]).toMatchObject({ memberships: [{ memberId: guid(9) }], next: null });
    expect(pages[20]).toMatchObject({ groupId: guid(21), memberships: [{}, {}] });
    const asked = seen().map(({ url, body }) => ({
      url,
      urls: batchRequestSchema.parse(JSON.parse(body)).requests.map((item) => item.url),
    }));
    expect(asked.map(({ url, urls }) => [url, urls.length])).toEqual([
      ['/v1.0/$batch', 20],
      ['/v1.0/$batch', 1],
    ]);
    expect(asked[0]?.urls[0]).toBe(`/groups/${guid(1)}/members?$top=999&$select=id`);
    expect(asked[0]?.urls[3]).toBe(`/groups/${guid(4)}/members?$skiptoken=a%2Fb`);
  });

  test('an item that is missing in the batch answer fails alone', async () => {
    const { graph } = await tenantWith(() => ({ body: { responses: [] } }));
    const pages = await graph.memberPages({ ...at, groups: [{ groupId: guid(1), link: null }] });
    expect(pages).toMatchObject([{ groupId: guid(1), failure: { type: 'UnexpectedAnswer' } }]);
  });

  test('a batch that is throttled as a whole is thrown', async () => {
    const { graph } = await tenantWith(() => ({ status: 429, headers: { 'retry-after': '3' } }));
    const groups = [{ groupId: guid(1), link: null }];
    await expect(graph.memberPages({ ...at, groups })).rejects.toMatchObject({
      type: 'MicrosoftThrottled',
      retryAfter: 3000,
    });
  });
});

describe('users by id', () => {
  test('are found in one request, or unknown', async () => {
    const asked = Array.from({ length: 100 }, (_, index) => guid(index + 1));
    const { graph, seen } = await tenantWith((request) =>
      batch(request, (url) => {
        const ids = asked.filter((id) => decodeURIComponent(url).includes(`'${id}'`));
        const there = ids.filter((id) => id !== guid(2));
        return { body: { value: there.map((id) => ({ ...graphUser(1), id })) } };
      }),
    );
    const ids = [guid(1).toUpperCase(), ...asked.slice(1), 'no id'];
    const { users, unknown } = await graph.usersById({ ...at, ids });
    expect(users.map(({ id }) => id)).toEqual(asked.filter((id) => id !== guid(2)));
    expect(unknown).toEqual([guid(2), 'no id']);
    expect(seen()).toHaveLength(1);
  });

  test('are not reported as unknown when Graph is busy', async () => {
    const { graph } = await tenantWith((request) => batch(request, () => ({ status: 429 })));
    await expect(graph.usersById({ ...at, ids: [guid(1)] })).rejects.toMatchObject({
      type: 'MicrosoftThrottled',
    });
  });
});

test("users of a group: each page is requested with page 1's consistency level", async () => {
  const next = `${LINK}groups/${guid(1)}/transitiveMembers/microsoft.graph.user?$skiptoken=1`;
  const { graph, seen } = await tenantWith(({ url }) =>
    url.includes('skiptoken')
      ? { body: { value: [graphUser(2)] } }
      : { body: { value: [graphUser(1)], '@odata.nextLink': next, '@odata.count': 51 } },
  );
  const first = await graph.groupUsers({ ...at, groupId: guid(1), link: null });
  expect(first).toEqual({ users: [directoryUser(1)], next, skipped: [], total: 51 });
  const second = await graph.groupUsers({ ...at, groupId: guid(1), link: first.next });
  expect(second).toMatchObject({ users: [directoryUser(2)], next: null, total: null });
  expect(seen().map(({ headers }) => headers['consistencylevel'])).toEqual([
    'eventual',
    'eventual',
  ]);
  expect(seen()[0]?.url).toContain('$count=true&$top=50');
});

describe('groups by name', () => {
  test('are those that start with the text, then those with a word that does, each once', async () => {
    const { graph, seen } = await tenantWith(({ url }) => ({
      body: { value: url.includes('$search') ? [group(2), group(1), group(3)] : [group(1)] },
    }));
    const { groups, more } = await graph.searchGroups({ ...at, text: String.raw`R&D "o'x\ #` });
    expect(groups.map(({ id }) => id)).toEqual([guid(1), guid(2), guid(3)]);
    expect(more).toBe(false);
    const [prefix, words] = seen().map(({ url }) => new URL(url, LINK).searchParams);
    expect(prefix?.get('$filter')).toBe(String.raw`startswith(displayName,'R&D "o''x\ #')`);
    expect(words?.get('$search')).toBe(String.raw`"displayName:R&D \"o'x\\ #"`);
    expect([...(prefix?.keys() ?? [])].toSorted()).toEqual(['$filter', '$select', '$top']);
    expect(seen()[1]?.headers['consistencylevel']).toBe('eventual');
  });

  test('never exceed the limit, with a single request if that finds more', async () => {
    const value = [group(1), group(2), group(3)];
    const { graph, seen } = await tenantWith(() => ({ body: { value } }));
    const found = await graph.searchGroups({ ...at, text: 'Group', limit: 2 });
    expect(found).toMatchObject({
      groups: value.slice(0, 2).map(({ id }) => ({ id })),
      more: true,
    });
    expect(seen()).toHaveLength(1);
  });

  test.each<[string, readonly number[], object, boolean]>([
    ['the word is in no other', [1, 2], {}, false],
    ['the word is in another', [3], {}, true],
    ['Graph has another page', [], { '@odata.nextLink': `${LINK}groups?$skiptoken=a` }, true],
  ])('up to the limit, say whether there are more if %s', async (_what, words, rest, more) => {
    const { graph } = await tenantWith(({ url }) => ({
      body: url.includes('$search')
        ? { value: words.map((number) => group(number)), ...rest }
        : { value: [group(1), group(2)] },
    }));
    const found = await graph.searchGroups({ ...at, text: 'Group', limit: 2 });
    expect([found.groups.length, found.more]).toEqual([2, more]);
  });

  test('are those that start with the text, if Graph finds no word in it', async () => {
    const { graph } = await tenantWith(({ url }) =>
      url.includes('$search')
        ? { status: 400, body: { error: { code: 'Request_BadRequest' } } }
        : { body: { value: [group(1)] } },
    );
    await expect(graph.searchGroups({ ...at, text: '...' })).resolves.toEqual({
      groups: [group(1)],
      more: false,
    });
  });

  test('fail when Graph is busy, instead of being incomplete', async () => {
    const { graph } = await tenantWith(({ url }) =>
      url.includes('$search') ? { status: 503 } : { body: { value: [group(1)] } },
    );
    await expect(graph.searchGroups({ ...at, text: 'Gro' })).rejects.toMatchObject({
      type: 'MicrosoftUnavailable',
    });
  });
});

describe('changes', () => {
  const deltaLink = `${LINK}users/delta?$deltatoken=new`;
  const removed = (number: number) => ({ id: guid(number), '@removed': { reason: 'changed' } });

  test('start with a link for changes from now on', async () => {
    const { graph, seen } = await tenantWith(() => ({
      body: { value: [], '@odata.deltaLink': deltaLink },
    }));
    await expect(graph.latestDelta({ ...at, of: 'users' })).resolves.toBe(deltaLink);
    await graph.latestDelta({ ...at, of: 'groups' });
    expect(seen().map(({ url }) => decodeURIComponent(url))).toEqual([
      expect.stringMatching(
        /^\/v1\.0\/users\/delta\?\$select=id,.*,assignedPlans&\$deltatoken=latest$/,
      ),
      '/v1.0/groups/delta?$select=id,displayName,mail,members&$deltatoken=latest',
    ]);
  });

  test('of users: the last state of each counts, and partial items are read by id', async () => {
    const { graph } = await tenantWith((request) =>
      request.url.includes('$batch')
        ? batch(request, (url) => {
            if (url.includes(guid(5))) return { body: graphUser(5) };
            return url.includes(guid(6)) ? notFound : throttled;
          })
        : {
            body: {
              value: [
                removed(1),
                graphUser(1),
                graphUser(2),
                removed(2),
                graphUser(3, { userPrincipalName: null }),
                { displayName: 'no id' },
                { id: guid(5), displayName: 'New name' },
                { id: guid(6), displayName: 'Gone meanwhile' },
                { id: guid(7), displayName: 'Asked for too often' },
              ],
              '@odata.deltaLink': deltaLink,
            },
          },
    );
    const link = `${LINK}users/delta?$deltatoken=old`;
    await expect(graph.userDelta({ ...at, link })).resolves.toEqual({
      changed: [directoryUser(1), directoryUser(5)],
      removed: [guid(2)],
      next: null,
      delta: deltaLink,
      skipped: [
        { kind: 'user', id: guid(3), properties: ['userPrincipalName'] },
        { kind: 'user', id: null, properties: ['id'] },
      ],
      missing: [
        { id: guid(6), code: 'Request_ResourceNotFound', outage: null },
        {
          id: guid(7),
          code: 'TooManyRequests',
          outage: { type: 'MicrosoftThrottled', retryAfter: 7000 },
        },
      ],
    });
  });

  test.each<[string, Reply, string, readonly string[]]>([
    ['while Microsoft is throttling', throttled, 'MicrosoftThrottled', GRAPH_ROLES],
    ['without the consent', denied, 'ConsentRevoked', ['User.Read.All']],
  ])('that cannot be read by id %s are not taken for missing items', async (...example) => {
    const [, reply, type, roles] = example;
    const one = type === 'ConsentRevoked' ? { body: graphUser(1) } : reply;
    const { graph } = await tenantWith(
      (request) => batch(request, (url) => (url.includes(guid(1)) ? one : reply)),
      { roles: [roles] },
    );
    const reading = graph.changedUsers({ ...at, ids: [guid(1), guid(2)] });
    await expect(reading).rejects.toMatchObject({ type });
  });

  test('of groups: with added and removed members', async () => {
    const { graph } = await tenantWith(() => ({
      body: {
        value: [
          { ...group(1), 'members@delta': [user(11), { ...user(12), '@removed': {} }] },
          { ...group(1), 'members@delta': [{ ...user(11), '@removed': {} }, user(12)] },
          { ...group(2), 'members@delta': [{ id: guid(13), '@removed': {} }, { id: guid(14) }] },
          removed(3),
        ],
        '@odata.nextLink': `${LINK}groups/delta?$skiptoken=1`,
      },
    }));
    const of = (groupId: string, member: number, memberKind = 'user') => ({
      groupId,
      memberId: guid(member),
      memberKind,
    });
    const link = `${LINK}groups/delta?$deltatoken=old`;
    await expect(graph.groupDelta({ ...at, link })).resolves.toEqual({
      changed: [group(1), group(2)],
      removed: [guid(3)],
      memberships: {
        added: [of(guid(1), 12)],
        removed: [of(guid(1), 11), of(guid(2), 13), of(guid(2), 13, 'group')],
      },
      next: `${LINK}groups/delta?$skiptoken=1`,
      delta: null,
      skipped: [],
      missing: [],
    });
  });

  test.each<Reply>([
    { status: 410, headers: { location: `${LINK}users/delta?$deltatoken=` }, body: '' },
    { status: 400, body: { error: { code: 'SyncStateNotFound' } } },
  ])('with an expired token fail: %j', async (reply) => {
    const { graph } = await tenantWith(() => reply);
    const link = `${LINK}users/delta?$deltatoken=old`;
    await expect(graph.userDelta({ ...at, link })).rejects.toMatchObject({
      type: 'DeltaTokenExpired',
    });
  });
});
