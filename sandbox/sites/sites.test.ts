import { describe, expect, test } from 'vitest';
import { createDirectory } from '../directory/directory.ts';
import type { Site } from './site.ts';
import { webUrlOf } from './site.ts';
import { createSites } from './sites.ts';
import type { Sites } from './sites.ts';

const TENANT = '7c3f1d2e-5a84-4b96-8e07-c1d9b2a6f053';

function create({ users = 1000, sites, seed = 1 }: Partial<Record<string, number>> = {}) {
  const person = {
    objectId: '1b7e02d4-6c9f-4a38-b5e1-70d2f8a4c631',
    userPrincipalName: 'admin@contoso.example',
    displayName: 'Ada Lindqvist',
    password: 'secret',
    directoryRoles: [],
  };
  const directory = createDirectory({
    seed,
    users,
    domain: 'contoso.example',
    tenantId: TENANT,
    people: [person],
  });
  return {
    directory,
    sites: createSites({ seed, tenantId: TENANT, directory, people: 1, sites, multiGeo: true }),
  };
}

const allOf = (sites: Sites): Site[] =>
  Array.from({ length: sites.end }, (_, position) => sites.at(position)).filter(
    (site) => site !== undefined,
  );

describe('the sites of a tenant', () => {
  test('are the same for the same seed and different for another seed', () => {
    const contents = (seed: number) => JSON.stringify(allOf(create({ seed }).sites));
    expect(contents(1)).toBe(contents(1));
    expect(contents(2)).not.toBe(contents(1));
  });

  test('are two a user, and the personal ones of those who have opened theirs', () => {
    const sites = allOf(create().sites);
    expect(sites.filter(({ isPersonal }) => !isPersonal)).toHaveLength(2000);
    const personal = sites.filter(({ isPersonal }) => isPersonal).length;
    expect(personal).toBeGreaterThan(600);
    expect(personal).toBeLessThan(900);
    const few = allOf(create({ users: 3 }).sites);
    expect(few.filter(({ isPersonal }) => !isPersonal)).toHaveLength(20);
  });

  test('have unique ids and addresses, and are found by both', () => {
    const { sites } = create({ users: 20_000 });
    const all = allOf(sites);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(webUrlOf)).size).toBe(all.length);
    const wrong = all.filter(
      ({ id, hostname, path }) =>
        sites.positionOf(id.toUpperCase()) === undefined ||
        sites.find(hostname, path.toUpperCase()) !== sites.positionOf(id),
    );
    expect(wrong.map(webUrlOf)).toEqual([]);
  });

  test('have a home site and hosts of their own in each geography', () => {
    const all = allOf(create().sites);
    const homes = all.filter(({ isHome }) => isHome);
    expect(homes.map(webUrlOf)).toEqual([
      'https://contoso.sharepoint.example',
      'https://contosoeur.sharepoint.example',
      'https://contosoapc.sharepoint.example',
    ]);
    const hosts = new Set(all.map(({ hostname }) => hostname));
    expect([...hosts].filter((host) => host.includes('-my.'))).toHaveLength(3);
    expect(hosts.size).toBe(6);
  });

  test('are nested two deep, in the collection and at the address of the outer site', () => {
    const { sites } = create();
    const host = 'contoso.sharepoint.example';
    const [finance, budget] = ['/sites/finance', '/sites/finance/budget'].map((path) =>
      sites.at(sites.find(host, path) ?? -1),
    );
    const [inner] = sites.subsitesOf(sites.positionOf(budget?.id ?? '') ?? -1);
    const deepest = sites.at(inner ?? -1);
    expect(budget).toMatchObject({ parentId: finance?.id, collectionId: finance?.collectionId });
    expect(deepest).toMatchObject({ parentId: budget?.id, path: '/sites/finance/budget/reports' });
    expect(new Set([finance, budget, deepest].map((site) => site?.webId)).size).toBe(3);
  });

  test('have titles, null titles, no titles, and titles that break careless consumers', () => {
    const titles = allOf(create().sites).map(({ title }) => title);
    expect(titles).toContain(null);
    expect(titles).toContain(undefined);
    expect(titles).toContainEqual(expect.stringContaining('<img src=x'));
  });

  test('of people are named after them and belong to them', () => {
    const { sites, directory } = create();
    const position = sites.personalSiteOf(directory.findUser('admin@contoso.example') ?? -1);
    expect(typeof position).toBe('number');
    expect(sites.at(Number(position))).toMatchObject({
      path: '/personal/admin_contoso_example',
      title: 'Ada Lindqvist',
      isPersonal: true,
    });
    expect(sites.ownerOf(Number(position))?.userPrincipalName).toBe('admin@contoso.example');
  });

  test('are missing for users in three different ways', () => {
    const { sites, directory } = create();
    const found = Array.from({ length: directory.users.end }, (_, user) =>
      sites.personalSiteOf(user),
    );
    const reasons = new Set(found.filter((each) => typeof each === 'string'));
    expect(reasons).toEqual(new Set(['notProvisioned', 'noLicense', 'licenseEnded']));
  });

  test('of users who are added or removed neither come nor go by themselves', () => {
    const { sites, directory } = create({ users: 50 });
    const before = allOf(sites).length;
    const [added = ''] = directory.addUsers(3);
    directory.removeUsers(['1b7e02d4-6c9f-4a38-b5e1-70d2f8a4c631'], 'deleted');
    expect(allOf(sites)).toHaveLength(before);
    const user = directory.findUser(added) ?? -1;
    expect(sites.personalSiteOf(user)).toMatch(/notProvisioned|noLicense|licenseEnded/);
    const id = sites.provision(user);
    expect(allOf(sites).map((site) => site.id)).toContain(id);
    expect(sites.provision(user)).toBeUndefined();
  });
});

describe('changes', () => {
  const host = 'contoso.sharepoint.example';

  test('move a site with all sites in it', () => {
    const { sites } = create();
    const id = sites.at(sites.find(host, '/sites/finance') ?? -1)?.id ?? '';
    const nested = sites.addSite({ parentId: id, displayName: 'Audit' });
    sites.changeSites([id], { path: '/sites/Treasury' });
    expect(sites.find(host, '/sites/finance')).toBeUndefined();
    expect(sites.find(host, '/sites/treasury/budget/reports')).toBeDefined();
    expect(sites.at(sites.positionOf(nested) ?? -1)?.path).toMatch(/^\/sites\/Treasury\/site-/);
    expect(() => sites.addSite({ path: '/sites/treasury' })).toThrow('is taken');
  });

  test('remove a site with all sites in it, and restore them', () => {
    const { sites } = create();
    const id = sites.at(sites.find(host, '/sites/finance') ?? -1)?.id ?? '';
    const removed = sites.removeSites([id]);
    expect(removed).toHaveLength(3);
    expect(sites.find(host, '/sites/finance/budget')).toBeUndefined();
    expect(sites.restoreSites(removed.slice(0, 1))).toEqual([id]);
    expect(sites.find(host, '/sites/finance')).toBeDefined();
  });

  test('refuse an unknown site, an impossible address, and one of a nested site', () => {
    const { sites } = create();
    const budget = sites.at(sites.find(host, '/sites/finance/budget') ?? -1)?.id ?? '';
    expect(() => sites.removeSites(['nowhere'])).toThrow('No site has the id nowhere.');
    expect(() => sites.addSite({ path: '/elsewhere' })).toThrow('is no address of a site');
    expect(() => sites.changeSites([budget], { path: '/sites/budget' })).toThrow('collection');
  });
});
