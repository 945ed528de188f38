import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DEFAULT_REGISTRATIONS } from '../registrations.ts';
import { createSandbox } from '../server.ts';

const GRAPH = 'https://graph.microsoft.com';
const forGraph = DEFAULT_REGISTRATIONS[1] ?? { clientId: '', secrets: [] };

const tokenSchema = z.object({ access_token: z.string().default('') });
const usersSchema = z.object({
  value: z.array(z.object({ id: z.string(), displayName: z.string() })),
});
const groupsSchema = z.object({ value: z.array(z.object({ id: z.string() })) });

function start() {
  const sandbox = createSandbox({ users: 40 });
  const { app, tenants } = sandbox;
  const [contoso] = tenants;
  if (!contoso) throw new Error('The sandbox has no tenant.');

  const control = (method: string, path: string, body?: object, headers = {}) =>
    app.request(`/_sandbox${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const token = async () => {
    const response = await app.request(`/${contoso.id}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: forGraph.clientId,
        client_secret: forGraph.secrets[0] ?? '',
        scope: `${GRAPH}/.default`,
      }),
    });
    return tokenSchema.parse(await response.json()).access_token;
  };
  const grant = (...roles: string[]) =>
    control('POST', `/tenants/${contoso.id}/grants`, { clientId: forGraph.clientId, roles });
  const graph = async (path: string, bearer: string) =>
    app.request(`/v1.0${path}`, { headers: { authorization: `Bearer ${bearer}` } });
  return { ...sandbox, contoso, control, token, grant, graph };
}

const userCount = async (response: Response) =>
  usersSchema.parse(await response.json()).value.length;

describe('tenants', () => {
  test('are listed with people, faults, grants and counters', async () => {
    const { control } = start();
    const response = await control('GET', '/tenants');
    expect(await response.json()).toMatchObject({
      tenants: [
        {
          displayName: 'Contoso',
          people: expect.arrayContaining([
            expect.objectContaining({
              signInName: 'consultant@fabrikam.example',
              password: 'fabrikam-consultant',
            }),
          ]),
          faults: { ewsBlocked: false, swallowConsentRedirect: false },
          grants: [],
          counters: { graph: 0, token: 0, ews: 0, throttled: 0 },
        },
        { displayName: 'Fabrikam' },
        { displayName: 'Northwind', faults: { ewsBlocked: true } },
      ],
    });
  });

  test('can be addressed by domain; an unknown tenant returns 404', async () => {
    const { control } = start();
    expect((await control('GET', '/tenants/contoso.example')).status).toBe(200);
    const missing = await control('GET', '/tenants/nowhere.example');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('content-type')).toContain('application/problem+json');
    expect(await missing.json()).toMatchObject({ status: 404, title: 'Not Found' });
  });
});

describe('faults', () => {
  test('change individually', async () => {
    const { control, contoso } = start();
    const path = `/tenants/${contoso.id}/faults`;
    expect((await control('PATCH', path, { latencyMs: 5 })).status).toBe(200);
    await control('PATCH', path, { throttleNext: 2 });
    expect(contoso.faults).toMatchObject({ latencyMs: 5, throttleNext: 2, failNext: 0 });
  });

  test('throttleForMs starts now', async () => {
    const { control, contoso } = start();
    const path = `/tenants/${contoso.id}/faults`;
    const before = Date.now();
    const answer = await control('PATCH', path, { throttleForMs: 60_000, failSkip: 2 });
    const { throttledUntil } = z.object({ throttledUntil: z.number() }).parse(await answer.json());
    expect(throttledUntil).toBeGreaterThanOrEqual(before + 60_000);
    expect(throttledUntil).toBeLessThanOrEqual(Date.now() + 60_000);
    await control('PATCH', path, { throttleForMs: 0 });
    expect(contoso.faults.throttledUntil).toBeLessThanOrEqual(Date.now());
    expect(contoso.faults).toMatchObject({ failSkip: 2, failNext: 0 });
    expect(contoso.faults).not.toHaveProperty('throttleForMs');
  });

  test.each([{ latencyMS: 5 }, { failStatus: 418 }, { latencyMs: -1 }, { throttledUntil: 1 }])(
    '%o is rejected and changes nothing',
    async (body) => {
      const { control, contoso } = start();
      const before = { ...contoso.faults };
      const response = await control('PATCH', `/tenants/${contoso.id}/faults`, body);
      expect(response.status).toBe(400);
      expect(contoso.faults).toEqual(before);
    },
  );

  test('a body that is not JSON is rejected', async () => {
    const { app, contoso } = start();
    const path = `/_sandbox/tenants/${contoso.id}/faults`;
    expect((await app.request(path, { method: 'PATCH', body: '{' })).status).toBe(400);
  });
});

describe('grants', () => {
  test('are added without a consent screen and take effect in Graph', async () => {
    const { grant, graph, token } = start();
    expect((await grant('User.Read.All')).status).toBe(201);
    expect(await userCount(await graph('/users?$top=999', await token()))).toBe(40);
  });

  test.each([
    { clientId: 'nobody', roles: ['User.Read.All'] },
    { clientId: forGraph.clientId, roles: ['User.Read.Everything'] },
    { clientId: forGraph.clientId, roles: [] },
  ])('%o is rejected', async (body) => {
    const { control, contoso } = start();
    expect((await control('POST', `/tenants/${contoso.id}/grants`, body)).status).toBe(400);
    expect(contoso.grants).toEqual([]);
  });

  test('one role is revoked; issued tokens keep working', async () => {
    const { grant, control, contoso, token, graph } = start();
    await grant('User.Read.All', 'GroupMember.Read.All');
    const before = await token();
    const path = `/tenants/${contoso.id}/grants?clientId=${forGraph.clientId}&role=User.Read.All`;
    expect(await (await control('DELETE', path)).json()).toEqual({ revoked: 1 });
    const after = await token();
    expect(decodeJwt(after)['roles']).toEqual(['GroupMember.Read.All']);
    expect((await graph('/users', before)).status).toBe(200);
    expect((await graph('/users', after)).status).toBe(403);
  });

  test('all roles are revoked, and issued tokens with revokeTokens', async () => {
    const { grant, control, contoso, token, graph } = start();
    await grant('User.Read.All');
    const before = await token();
    await control('DELETE', `/tenants/${contoso.id}/grants?revokeTokens=true`);
    expect(contoso.grants).toEqual([]);
    expect((await graph('/users', before)).status).toBe(401);
    expect((await graph('/users', await token())).status).toBe(403);
  });

  test('a misspelt role is rejected and does not mean all roles', async () => {
    const { control, contoso } = start();
    const path = `/tenants/${contoso.id}/grants?role=User.Read.Al`;
    expect((await control('DELETE', path)).status).toBe(400);
  });
});

describe('the directory', () => {
  const withToken = async () => {
    const started = start();
    await started.grant('User.Read.All', 'GroupMember.Read.All');
    const bearer = await started.token();
    const users = async () =>
      usersSchema.parse(await (await started.graph('/users?$top=999', bearer)).json()).value;
    const path = `/tenants/${started.contoso.id}`;
    return { ...started, bearer, users, path };
  };

  test('users are added and removed by count', async () => {
    const { control, users, path } = await withToken();
    expect((await control('POST', `${path}/users`, { count: 3 })).status).toBe(201);
    expect(await users()).toHaveLength(43);
    expect((await control('DELETE', `${path}/users?count=5`)).status).toBe(200);
    expect(await users()).toHaveLength(38);
  });

  test('users are changed and removed by id', async () => {
    const { control, users, path } = await withToken();
    const [first, second] = await users();
    const ids = [first?.id ?? ''];
    await control('PATCH', `${path}/users`, { ids, patch: { displayName: 'Renamed' } });
    expect((await users()).find(({ id }) => id === ids[0])?.displayName).toBe('Renamed');
    await control('DELETE', `${path}/users?id=${first?.id}&id=${second?.id}`);
    expect(await users()).toHaveLength(38);
  });

  test.each([{ count: 0 }, { count: 1, ids: ['x'] }, {}])(
    'changing users with %o is rejected',
    async (selection) => {
      const { control, path } = await withToken();
      const body = { ...selection, patch: { accountEnabled: false } };
      expect((await control('PATCH', `${path}/users`, body)).status).toBe(400);
    },
  );

  test('removed users are restored from the recycle bin unless deleted permanently', async () => {
    const { control, users, path } = await withToken();
    await control('DELETE', `${path}/users?count=2`);
    await control('DELETE', `${path}/users?count=3&permanently=true`);
    expect(await users()).toHaveLength(35);
    expect((await control('POST', `${path}/users/restore`, {})).status).toBe(200);
    expect(await users()).toHaveLength(37);
  });

  test('groups and members are added and removed', async () => {
    const { control, users, path, bearer, graph } = await withToken();
    const created = await control('POST', `${path}/groups`, { displayName: 'Newcomers' });
    const { added: group } = z.object({ added: z.string() }).parse(await created.json());
    const membersOf = async () => {
      const response = await graph(`/groups/${group}/members`, bearer);
      return groupsSchema.parse(await response.json()).value.map(({ id }) => id);
    };
    const [user] = await users();
    const id = user?.id ?? '';
    const members = `${path}/groups/${group}/members`;
    expect(await (await control('POST', members, { id })).json()).toEqual({ added: true });
    expect(await membersOf()).toContain(id);
    expect(await (await control('DELETE', `${members}/${id}`)).json()).toEqual({ removed: true });
    expect(await membersOf()).not.toContain(id);
    expect((await control('DELETE', `${path}/groups/${group}`)).status).toBe(204);
    expect((await graph(`/groups/${group}`, bearer)).status).toBe(404);
  });

  test.each([
    ['DELETE', '/users?id=nobody', undefined],
    ['POST', '/groups/nothing/members', { id: 'nobody' }],
    ['PATCH', '/users', { ids: ['nobody'], patch: { accountEnabled: false } }],
  ])('%s %s returns 404', async (method, tail, body) => {
    const { control, path } = await withToken();
    const response = await control(method, `${path}${tail}`, body);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ title: 'Not Found' });
  });
});

test('a reset restores grants, faults, counters and directories', async () => {
  const { control, grant, contoso, token, graph } = start();
  await grant('User.Read.All');
  await control('POST', `/tenants/${contoso.id}/users`, { count: 3 });
  await control('PATCH', `/tenants/${contoso.id}/faults`, { latencyMs: 1 });
  expect((await control('POST', '/reset')).status).toBe(204);
  expect(contoso).toMatchObject({ grants: [], faults: { latencyMs: 0 }, counters: { token: 0 } });
  expect(await token()).toBe('');
  await grant('User.Read.All');
  expect(await userCount(await graph('/users?$top=999', await token()))).toBe(40);
});

describe('web pages', () => {
  test.each([
    ['from another site', '/reset', { 'sec-fetch-site': 'cross-site' }],
    ['from another port of this machine', '/reset', { 'sec-fetch-site': 'same-site' }],
  ])('%s are rejected', async (_, path, headers) => {
    const { control } = start();
    expect((await control('POST', path, undefined, headers)).status).toBe(403);
  });

  test('that reach loopback through a foreign host name are rejected', async () => {
    const { app } = start();
    const response = await app.request('http://rebound.example/_sandbox/tenants');
    expect(response.status).toBe(403);
  });
});

describe('sites', () => {
  const pageSchema = z.object({
    value: z.array(z.looseObject({ id: z.string() })),
    '@odata.deltaLink': z.string(),
  });

  async function startWithDelta() {
    const sandbox = start();
    await sandbox.grant('Sites.Read.All');
    const bearer = await sandbox.token();
    let link = `${GRAPH}/v1.0/sites/delta?token=latest`;
    const changes = async () => {
      const response = await sandbox.graph(link.slice(`${GRAPH}/v1.0`.length), bearer);
      const page = pageSchema.parse(await response.json());
      link = page['@odata.deltaLink'];
      return page.value;
    };
    await changes();
    const path = `/tenants/${sandbox.contoso.id}`;
    return { ...sandbox, path, changes };
  }

  const idsIn = async (response: Response, key: string): Promise<string[]> =>
    z.object({ [key]: z.array(z.string()) }).parse(await response.json())[key] ?? [];

  test('are added, renamed, moved, removed and restored, and delta reports it', async () => {
    const { control, path, changes } = await startWithDelta();
    const site = { displayName: 'Newcomers', path: '/sites/newcomers' };
    const [id = ''] = await idsIn(await control('POST', `${path}/sites`, site), 'added');
    expect(await changes()).toMatchObject([{ id, displayName: 'Newcomers' }]);

    const patch = { displayName: null, path: '/teams/newcomers' };
    await control('PATCH', `${path}/sites`, { ids: [id], patch });
    const webUrl = 'https://contoso.sharepoint.example/teams/newcomers';
    expect(await changes()).toMatchObject([{ id, displayName: null, webUrl }]);

    const removed = await control('DELETE', `${path}/sites?id=${id}&state=hardDeleted`);
    expect(await idsIn(removed, 'removed')).toEqual([id]);
    expect(await changes()).toMatchObject([{ id, deleted: { state: 'hardDeleted' } }]);

    const restored = await control('POST', `${path}/sites/restore`, {});
    expect(await idsIn(restored, 'restored')).toEqual([id]);
    expect(await changes()).toMatchObject([{ id, webUrl }]);
  });

  test('are picked by number', async () => {
    const { control, path, changes } = await startWithDelta();
    const added = await idsIn(await control('POST', `${path}/sites`, { count: 3 }), 'added');
    expect(added).toHaveLength(3);
    expect(await idsIn(await control('DELETE', `${path}/sites?count=20`), 'removed')).toHaveLength(
      20,
    );
    expect(await changes()).toHaveLength(20);
  });

  test('of a user are provisioned once', async () => {
    const { control, path, changes } = await startWithDelta();
    const [user = ''] = await idsIn(await control('POST', `${path}/users`, { count: 1 }), 'added');
    const response = await control('POST', `${path}/users/${user}/onedrive`);
    const { provisioned } = z.object({ provisioned: z.string() }).parse(await response.json());
    expect(await changes()).toMatchObject([{ id: provisioned, isPersonalSite: true }]);
    expect((await control('POST', `${path}/users/${user}/onedrive`)).status).toBe(400);
    expect((await control('POST', `${path}/users/nobody/onedrive`)).status).toBe(404);
  });

  test.each([
    ['POST', '/sites', { path: '/elsewhere' }, 400],
    ['POST', '/sites', { path: '/sites/finance' }, 400],
    ['POST', '/sites', { count: 2, path: '/sites/two' }, 400],
    ['POST', '/sites', { parentId: 'nowhere' }, 404],
    ['PATCH', '/sites', { ids: ['nowhere'], patch: {} }, 404],
    ['DELETE', '/sites?count=1&id=x', undefined, 400],
    ['PATCH', '/faults', { sitesMissing: -1 }, 400],
    ['PATCH', '/faults', { siteResync: 'anything' }, 400],
  ])('%s %s with %o is refused', async (method, target, body, status) => {
    const { control, contoso } = start();
    expect((await control(method, `/tenants/${contoso.id}${target}`, body)).status).toBe(status);
  });
});
