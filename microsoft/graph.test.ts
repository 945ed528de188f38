import { describe, expect, test } from 'vitest';
import type { Reply } from './loopback.fixture.ts';
import { CLOUDS, CLOUD_NAMES } from './clouds.ts';
import { createGraphs, type Graph, userPageOf } from './graph.ts';
import { createIdentity } from './identity.ts';
import { configurationAt, serve, tokenReply } from './loopback.fixture.ts';
import { at, directoryUser, graphUser, guid, tenantWith } from './tenant.fixture.ts';

const LINK = 'https://graph.microsoft.com/v1.0/';

const throttled: Reply = {
  status: 429,
  headers: { 'retry-after': '2.128', 'request-id': 'r-1' },
  body: { error: { code: 'TooManyRequests', message: 'Please retry again later.' } },
};
const denied: Reply = { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } };
const unauthorized: Reply = {
  status: 401,
  body: { error: { code: 'InvalidAuthenticationToken' } },
};
const notFound: Reply = { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } };

/** A parsed page of users. */
const readUsers = async (graph: Graph, link: string | null) =>
  userPageOf(await graph.userPage({ ...at, link }));

describe("the tenant's name", () => {
  const organization = (change: object) => ({
    id: at.tenantId.toUpperCase(),
    displayName: 'Contoso',
    verifiedDomains: [
      { name: 'contoso.onmicrosoft.example', isDefault: false },
      { name: 'contoso.example', isDefault: true },
    ],
    ...change,
  });

  test.each<[object, string | null]>([
    [{}, 'contoso.example'],
    [{ verifiedDomains: null }, 'Contoso'],
    [{ verifiedDomains: [], displayName: 'A\u202E\0B'.padEnd(500, 'x') }, `AB${'x'.repeat(254)}`],
    [{ verifiedDomains: null, displayName: null }, null],
  ])('is the default domain, else the display name: %j', async (change, name) => {
    const { graph, seen } = await tenantWith(() => ({ body: { value: [organization(change)] } }));
    expect(await graph.tenantName(at)).toBe(name);
    expect(seen().map(({ url }) => decodeURIComponent(url))).toEqual([
      '/v1.0/organization?$select=id,displayName,verifiedDomains',
    ]);
  });

  test.each<[string, unknown]>([
    ['another tenant', { value: [organization({ id: guid(9) })] }],
    ['no tenant', { value: [] }],
    ['nonsense', { value: 'Contoso' }],
  ])('an answer with %s is refused', async (_what, body) => {
    const { graph } = await tenantWith(() => ({ body }));
    await expect(graph.tenantName(at)).rejects.toMatchObject({ type: 'UnexpectedAnswer' });
  });
});

describe('users', () => {
  test('come in pages, each requested with the token and its own request id', async () => {
    const next = `${LINK}users?$top=999&$skiptoken=abc%2Fd`;
    const { graph, seen, tokens } = await tenantWith(({ url }) =>
      url.includes('skiptoken')
        ? { body: { value: [graphUser(2, { userType: 'Guest', assignedPlans: [] })] } }
        : { body: { value: [graphUser(1)], '@odata.nextLink': next } },
    );
    const first = await readUsers(graph, null);
    expect(first).toEqual({ users: [directoryUser(1)], next, skipped: [] });
    const second = await readUsers(graph, first.next);
    expect(second).toEqual({
      users: [directoryUser(2, { guest: true, mailbox: false })],
      next: null,
      skipped: [],
    });
    const requests = seen();
    expect(requests.map(({ url }) => decodeURIComponent(url))).toEqual([
      '/v1.0/users?$top=999&$select=id,displayName,mail,userPrincipalName,accountEnabled,userType,proxyAddresses,assignedPlans',
      '/v1.0/users?$top=999&$skiptoken=abc/d',
    ]);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${tokens[0]}`,
      `Bearer ${tokens[0]}`,
    ]);
    expect(requests[0]?.headers['consistencylevel']).toBeUndefined();
    expect(new Set(requests.map(({ headers }) => headers['client-request-id'])).size).toBe(2);
  });

  test('that are invalid are skipped and counted, without failing the page', async () => {
    const poison = JSON.parse(`{"__proto__":${JSON.stringify(graphUser(9))}}`) as object;
    const { graph } = await tenantWith(() => ({
      body: {
        value: [
          graphUser(1, { unknown: true, displayName: null, mail: null, proxyAddresses: null }),
          graphUser(2, { userPrincipalName: null }),
          graphUser(3, { id: 'user-3' }),
          graphUser(4, { displayName: 'a\0b\uD800c' }),
          null,
          graphUser(4, { displayName: 'a\0b\uD800c' }),
          poison,
        ],
      },
    }));
    const page = await readUsers(graph, null);
    expect(page.users).toEqual([
      directoryUser(1, { displayName: null, mail: null, proxyAddresses: [] }),
      directoryUser(4, { displayName: 'ab\uFFFDc' }),
    ]);
    expect(page.skipped).toEqual([
      { kind: 'user', id: guid(2), properties: ['userPrincipalName'] },
      { kind: 'user', id: null, properties: ['id'] },
      { kind: 'user', id: null, properties: [''] },
      { kind: 'user', id: null, properties: ['id', 'userPrincipalName'] },
    ]);
  });

  test('are filtered by an encoded expression', async () => {
    const { graph, seen } = await tenantWith(() => ({ body: { value: [] } }));
    await graph.userPage({ ...at, link: null, filter: "startswith(userPrincipalName,'#&')" });
    const [request] = seen();
    expect(request?.url).toContain('$filter=startswith(userPrincipalName%2C%27%23%26%27)');
  });

  test.each<[string, number | null]>([
    ['100000', 100_000],
    ['\uFEFF7', 7],
    ['', null],
  ])('are counted: %j', async (body, count) => {
    const { graph, seen } = await tenantWith(() => ({
      headers: { 'content-type': 'text/plain' },
      body,
    }));
    await expect(graph.countUsers(at)).resolves.toBe(count);
    expect(seen()).toMatchObject([
      { url: '/v1.0/users/$count', headers: { consistencylevel: 'eventual' } },
    ]);
  });

  test.each<Reply>([
    { status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } },
    { status: 404, body: { error: { code: 'UnknownError' } } },
    { status: 501, body: '<html>' },
  ])('are not counted if Graph refuses: %j', async (reply) => {
    const { graph } = await tenantWith(() => reply);
    const counting = graph.countUsers(at);
    if (reply.status === 501)
      await expect(counting).rejects.toMatchObject({ type: 'MicrosoftUnavailable' });
    else await expect(counting).resolves.toBeNull();
  });

  test.each([
    ['ada@contoso.example', '/v1.0/users/ada%40contoso.example?'],
    ['a#EXT#@contoso.example', '/v1.0/users/a%23EXT%23%40contoso.example?'],
    ['a&b=c?d/e@contoso.example', '/v1.0/users/a%26b%3Dc%3Fd%2Fe%40contoso.example?'],
    ["o'neil@contoso.example", "/v1.0/users/o'neil%40contoso.example?"],
    ['$a@contoso.example', "/v1.0/users('%24a%40contoso.example')?"],
    ["$o'neil@contoso.example", "/v1.0/users('%24o''neil%40contoso.example')?"],
  ])('are found by the name %s only', async (name, path) => {
    const { graph, seen } = await tenantWith(() => ({
      body: graphUser(1, { userPrincipalName: name.toUpperCase() }),
    }));
    const user = await graph.userByPrincipalName({ ...at, userPrincipalName: name });
    expect(user?.id).toBe(guid(1));
    expect(seen()[0]?.url).toContain(path);
  });

  test('with another name than the requested one are not accepted', async () => {
    const { graph } = await tenantWith(() => ({ body: graphUser(1) }));
    const wanted = { ...at, userPrincipalName: 'ada@contoso.example' };
    await expect(graph.userByPrincipalName(wanted)).resolves.toBeNull();
  });

  test('are not requested by an invalid name', async () => {
    const { graph, seen } = await tenantWith(() => ({ body: graphUser(1) }));
    for (const userPrincipalName of ['..', '', guid(1)]) {
      await expect(graph.userByPrincipalName({ ...at, userPrincipalName })).resolves.toBeNull();
    }
    expect(seen()).toHaveLength(0);
  });

  test('that do not exist are null', async () => {
    const { graph } = await tenantWith(() => notFound);
    const wanted = { ...at, userPrincipalName: 'ada@contoso.example' };
    await expect(graph.userByPrincipalName(wanted)).resolves.toBeNull();
  });
});

test.each(CLOUD_NAMES)('the cloud %s is called by its own host names', async (cloud) => {
  const next = `${CLOUDS[cloud].graph}/v1.0/users?$skiptoken=1`;
  const { origin, seen } = await serve(({ url }) =>
    url.includes('/token')
      ? tokenReply('app-token')
      : { body: { value: [], '@odata.nextLink': next } },
  );
  const configuration = { ...configurationAt(origin), cloud };
  const { graph } = createGraphs({ identity: createIdentity(configuration), configuration });
  const page = await readUsers(graph, null);
  await graph.userPage({ ...at, link: page.next });
  const [token, ...reads] = seen;
  const scope = `${CLOUDS[cloud].graph}/.default`;
  expect(new URLSearchParams(token?.body).get('scope')).toBe(scope);
  expect(reads.map(({ headers }) => headers.authorization)).toEqual(
    Array(2).fill('Bearer app-token'),
  );
});

describe('links', () => {
  test.each([
    'https://evil.example/v1.0/users?$skiptoken=1',
    'https://graph.microsoft.com@evil.example/v1.0/users',
    'https://user@graph.microsoft.com/v1.0/users',
    'https://:password@graph.microsoft.com/v1.0/users',
    'http://graph.microsoft.com/v1.0/users',
    'https://graph.microsoft.com/beta/users',
    'https://graph.microsoft.com/v1.0/../beta/users',
    'https://graph.microsoft.com:8443/v1.0/users',
    'https://login.microsoftonline.com/v1.0/users',
    'users?$skiptoken=1',
  ])('%s is not followed', async (link) => {
    const { graph, seen, tokens } = await tenantWith(() => ({ body: { value: [] } }));
    const foreign = { type: 'ForeignLink' };
    await expect(graph.userPage({ ...at, link })).rejects.toMatchObject(foreign);
    await expect(graph.userDelta({ ...at, link })).rejects.toMatchObject(foreign);
    await expect(graph.groupUsers({ ...at, groupId: guid(1), link })).rejects.toMatchObject(
      foreign,
    );
    const groups = [{ groupId: guid(1), link }];
    await expect(graph.memberPages({ ...at, groups })).rejects.toMatchObject(foreign);
    expect(seen()).toHaveLength(0);
    expect(tokens).toHaveLength(0);
  });

  test('in an answer to another existing host are not followed either', async () => {
    const evil = await serve(() => ({ body: { value: [] } }));
    const { graph } = await tenantWith(() => ({
      body: { value: [], '@odata.nextLink': `${evil.origin}/v1.0/users` },
    }));
    const { next } = await readUsers(graph, null);
    await expect(graph.userPage({ ...at, link: next })).rejects.toMatchObject({
      type: 'ForeignLink',
    });
    expect(evil.seen).toHaveLength(0);
  });
});

describe('failures', () => {
  test('throttling carries the Retry-After and is not retried here', async () => {
    const { graph, seen } = await tenantWith(() => throttled);
    await expect(graph.readable(at)).rejects.toMatchObject({
      name: 'ProvostError',
      type: 'MicrosoftThrottled',
      retryAfter: 2128,
      details: { status: 429, code: 'TooManyRequests', requestId: 'r-1' },
    });
    expect(seen()).toHaveLength(1);
  });

  test('a cut connection is MicrosoftUnavailable', async () => {
    const { graph } = await tenantWith(() => 'cut');
    await expect(graph.readable(at)).rejects.toMatchObject({
      name: 'ProvostError',
      type: 'MicrosoftUnavailable',
    });
  });

  test("an abort rejects with the caller's reason", async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const { graph } = await tenantWith(() => {
      controller.abort(reason);
      return 'hang';
    });
    await expect(graph.readable({ ...at, signal: controller.signal })).rejects.toBe(reason);
  });

  test('a 401 is retried once with a fresh token', async () => {
    const { graph, seen, tokens } = await tenantWith(({ headers }) =>
      headers.authorization === `Bearer ${tokens[0]}` ? unauthorized : { body: { value: [] } },
    );
    await graph.readable(at);
    expect(tokens).toHaveLength(2);
    expect(seen()[1]?.headers.authorization).toBe(`Bearer ${tokens[1]}`);
  });

  test('a 401 with a fresh token too is AccessRefused', async () => {
    const { graph, seen } = await tenantWith(() => unauthorized);
    await expect(graph.readable(at)).rejects.toMatchObject({ type: 'AccessRefused' });
    expect(seen()).toHaveLength(2);
  });

  test.each<[string, readonly string[], string]>([
    [
      'with all roles is AccessRefused',
      ['User.Read.All', 'GroupMember.Read.All', 'MailboxSettings.Read', 'Mail.ReadWrite'],
      'AccessRefused',
    ],
    [
      'with a missing role is a revoked consent',
      ['User.Read.All', 'Mail.ReadWrite'],
      'ConsentRevoked',
    ],
    ['without roles is a revoked consent', [], 'ConsentRevoked'],
  ])('a 403 with a fresh token %s', async (_, fresh, type) => {
    const { graph, tokens } = await tenantWith(() => denied, { roles: [['User.Read.All'], fresh] });
    await expect(graph.readable(at)).rejects.toMatchObject({ type, details: { status: 403 } });
    expect(tokens).toHaveLength(2);
  });

  test('mailboxes that are refused take one token for all of them', async () => {
    const all = ['User.Read.All', 'GroupMember.Read.All', 'MailboxSettings.Read', 'Mail.ReadWrite'];
    const userIds = Array.from({ length: 40 }, (_, index) => guid(index));
    const { graph, tokens } = await tenantWith(
      ({ body }) => {
        const { requests } = JSON.parse(body) as { requests: { id: string }[] };
        const refusal = { status: 403, body: { error: { code: 'ErrorAccessDenied' } } };
        return { body: { responses: requests.map(({ id }) => ({ id, ...refusal })) } };
      },
      { roles: [all] },
    );
    const answers = await graph.mailboxKinds({ ...at, userIds });
    expect(answers).toEqual(userIds.map((userId) => ({ userId, kind: null, refused: true })));
    expect(tokens).toHaveLength(2);
  });

  test.each<[string, { status: number; code: string }, string]>([
    ['the consent is gone', { status: 403, code: 'ErrorAccessDenied' }, 'ConsentRevoked'],
    ['Microsoft is throttling', { status: 429, code: 'TooManyRequests' }, 'MicrosoftThrottled'],
  ])(
    'mailboxes of which none answers are asked for later: %s',
    async (_, { status, code }, type) => {
      const { graph } = await tenantWith(
        ({ body }) => {
          const { requests } = JSON.parse(body) as { requests: { id: string }[] };
          return {
            body: {
              responses: requests.map(({ id }) => ({ id, status, body: { error: { code } } })),
            },
          };
        },
        { roles: [['User.Read.All', 'GroupMember.Read.All']] },
      );
      const asked = graph.mailboxKinds({ ...at, userIds: [guid(1), guid(2)] });
      await expect(asked).rejects.toMatchObject({ type });
    },
  );

  test('a mailbox that is refused while others answer is no revoked consent', async () => {
    const [open, scoped] = [guid(1), guid(2)];
    const { graph } = await tenantWith(
      ({ body }) => {
        const { requests } = JSON.parse(body) as { requests: { id: string; url: string }[] };
        const refusal = { status: 403, body: { error: { code: 'ErrorAccessDenied' } } };
        const answer = { status: 200, body: { value: 'user' } };
        const responses = requests.map(({ id, url }) => ({
          id,
          ...(url.includes(scoped) ? refusal : answer),
        }));
        return { body: { responses } };
      },
      { roles: [['User.Read.All', 'GroupMember.Read.All']] },
    );
    await expect(graph.mailboxKinds({ ...at, userIds: [open, scoped] })).resolves.toEqual([
      { userId: open, kind: 'user', refused: false },
      { userId: scoped, kind: null, refused: true },
    ]);
  });

  test('a page of more items than any page has is UnexpectedAnswer', async () => {
    const value = Array.from({ length: 10_001 }, () => ({}));
    const { graph } = await tenantWith(() => ({ body: { value } }));
    await expect(readUsers(graph, null)).rejects.toMatchObject({ type: 'UnexpectedAnswer' });
  });

  test('any other answer is UnexpectedAnswer', async () => {
    const { graph } = await tenantWith(() => ({ body: { value: 'secret' } }));
    await expect(readUsers(graph, null)).rejects.toMatchObject({
      type: 'UnexpectedAnswer',
      details: { paths: ['value'] },
    });
  });
});
