import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createTestGraph } from '../graph.fixture.ts';

let graph = createTestGraph();
beforeEach(() => {
  graph = createTestGraph();
});
afterEach(() => {
  vi.useRealTimers();
});

const HOST = 'contoso.sharepoint.example';
const json = async (target: string): Promise<unknown> => (await graph.request(target)).json();

/** Ids of users of whom Graph says this about their OneDrive. */
const usersWithout = (reason: string): string[] =>
  Array.from({ length: graph.directory.users.end }, (_, at) => at)
    .filter((at) => graph.sites.personalSiteOf(at) === reason)
    .map((at) => graph.directory.users.idAt(at));

describe('the drive of a user', () => {
  test('belongs to the user and is found by its id and its site', async () => {
    const drive = await json('/users/admin@contoso.example/drive');
    expect(drive).toMatchObject({
      id: expect.stringMatching(/^b![\w-]{64}$/),
      driveType: 'business',
      webUrl: expect.stringMatching(
        /^https:\/\/contoso(eur|apc)?-my\.sharepoint\.example\/personal\/admin_contoso_example\/Documents$/,
      ),
      owner: {
        user: {
          id: '1b7e02d4-6c9f-4a38-b5e1-70d2f8a4c631',
          displayName: 'Ada Lindqvist',
          email: 'admin@contoso.example',
        },
      },
    });
    const { id } = z.object({ id: z.string() }).parse(drive);
    expect(await json(`/drives/${id}`)).toEqual(drive);
    const { users } = graph.directory;
    const position = graph.sites.personalSiteOf(
      graph.directory.findUser('admin@contoso.example') ?? -1,
    );
    const site = graph.sites.at(Number(position));
    expect(await json(`/sites/${site?.id}/drive`)).toEqual(drive);
    expect(await json(`/users('${users.idAt(users.end - 6)}')/drive?$select=id`)).toEqual({
      '@odata.context': expect.any(String),
      id,
    });
  });

  test.each([
    ['notProvisioned', 404, 'ResourceNotFound', "User's mysite not found."],
    ['noLicense', 400, 'BadRequest', "Unable to retrieve user's mysite URL."],
    ['licenseEnded', 400, 'BadRequest', 'Tenant does not have a SPO license.'],
  ])('is missing (%s) with %i', async (reason, status, code, message) => {
    const [user] = usersWithout(reason);
    const response = await graph.request(`/users/${user}/drive`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, message } });
  });

  test('is there once it is provisioned', async () => {
    const [user = ''] = usersWithout('notProvisioned');
    graph.sites.provision(graph.directory.findUser(user) ?? -1);
    expect(await json(`/users/${user}/drive`)).toMatchObject({ owner: { user: { id: user } } });
  });

  test('of nobody is a missing user', async () => {
    expect(await graph.failure('/users/nobody@contoso.example/drive')).toEqual([
      404,
      'Request_ResourceNotFound',
    ]);
  });

  test('is refused to who has asked for many that do not exist, with all other drives', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const user of usersWithout('noLicense').slice(0, 50))
      for (let request = 0; request < 2; request += 1)
        expect((await graph.request(`/users/${user}/drive`)).status).toBe(400);
    const [user] = usersWithout('notProvisioned');
    expect((await graph.request(`/users/${user}/drive`)).status).toBe(404);
    const refused = await graph.request('/users/admin@contoso.example/drive');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '300']);
    expect((await graph.request('/sites/root/drive')).status).toBe(429);
    expect((await graph.request('/sites/root')).status).toBe(200);
    vi.setSystemTime(Date.now() + 300_001);
    expect((await graph.request('/users/admin@contoso.example/drive')).status).toBe(200);
  });
});

describe('the drive of a site', () => {
  test('is its document library', async () => {
    expect(await json(`/sites/${HOST}:/sites/finance:/drive`)).toMatchObject({
      driveType: 'documentLibrary',
      webUrl: `https://${HOST}/sites/finance/Shared%20Documents`,
      owner: { group: { displayName: 'Finance Owners' } },
    });
  });

  test.each([
    ['/drives/b!invented', 404, 'itemNotFound'],
    ['/sites/root/drive?$select=nothing', 400, 'BadRequest'],
    ['/sites/root/drive?$expand=items', 400, 'BadRequest'],
  ])('%s is answered with %i', async (target, status, code) => {
    expect(await graph.failure(target)).toEqual([status, code]);
  });
});
