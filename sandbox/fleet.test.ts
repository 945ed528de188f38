import { expect, test } from 'vitest';
import { z } from 'zod';
import { findAccount } from './entra/people.ts';
import { DEFAULT_REGISTRATIONS } from './registrations.ts';
import { createSandbox } from './server.ts';

const [, graphClient] = DEFAULT_REGISTRATIONS;
const tenantsSchema = z.object({
  tenants: z.array(z.object({ id: z.guid(), defaultDomain: z.string() })),
});
const tokenSchema = z.object({ access_token: z.string() });
const usersSchema = z.object({ value: z.array(z.object({ userPrincipalName: z.string() })) });

async function listed({ app }: ReturnType<typeof createSandbox>) {
  return tenantsSchema.parse(await (await app.request('/_sandbox/tenants')).json()).tenants;
}

test('fleet tenants are listed after the others, with the same ids whatever the fleet size', async () => {
  const [few, many] = [createSandbox({ fleet: 2 }), createSandbox({ fleet: 5000 })];
  const tenants = await listed(many);
  expect(tenants).toHaveLength(5003);
  expect(tenants.slice(3, 5).map(({ defaultDomain }) => defaultDomain)).toEqual([
    'tenant-0001.example',
    'tenant-0002.example',
  ]);
  expect(await listed(few)).toEqual(tenants.slice(0, 5));
  expect(new Set(tenants.map(({ id }) => id)).size).toBe(5003);
});

test('a tenant has its own Global Administrator, and a token reads only its own users', async () => {
  const { app, tenants } = createSandbox({ fleet: 3, fleetUsers: 70 });
  const domain = 'tenant-0003.example';
  expect(findAccount(tenants, `ADMIN@${domain}`)).toMatchObject({
    home: { defaultDomain: domain },
    person: { password: 'fleet-admin', directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'] },
  });
  await app.request(`/_sandbox/tenants/${domain}/grants`, {
    method: 'POST',
    body: JSON.stringify({ clientId: graphClient?.clientId, roles: ['User.Read.All'] }),
  });
  const answer = await app.request(`/${domain}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: graphClient?.clientId ?? '',
      client_secret: graphClient?.secrets[0] ?? '',
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  const { access_token } = tokenSchema.parse(await answer.json());
  const headers = { authorization: `Bearer ${access_token}` };
  const users = await app.request('/v1.0/users?$top=999', { headers });
  const names = usersSchema.parse(await users.json()).value.map((user) => user.userPrincipalName);
  expect(names).toHaveLength(70);
  expect(names).toContain(`admin@${domain}`);
  expect(names.every((name) => name.endsWith(`@${domain}`))).toBe(true);
});

test('a fleet with a state file is rejected', () => {
  expect(() => createSandbox({ fleet: 1, stateFile: 'nowhere.json' })).toThrow(
    'A fleet cannot be combined with a state file. Omit one of them.',
  );
});

test('Contoso has the requested number of groups and memberships', () => {
  const { tenants, tenantOf } = createSandbox({ users: 400, groups: 20, memberships: 3000 });
  const directory = tenantOf(tenants[0]?.id ?? '')?.directory;
  const sizes = Array.from({ length: 20 }, (_, group) => {
    const list = directory?.members(group);
    return (list?.end ?? 0) - (list?.groups().length ?? 0);
  });
  expect(directory?.groups.count).toBe(20);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3000);
});

test('each tenant has the requested number of sites, or two a user', () => {
  const countIn = (sites: Parameters<typeof createSandbox>[0]) => {
    const { tenants, tenantOf } = createSandbox({ users: 40, fleet: 1, fleetUsers: 30, ...sites });
    return tenants.map(({ id }) => {
      const found = tenantOf(id)?.sites;
      const all = Array.from({ length: found?.end ?? 0 }, (_, at) => found?.at(at));
      return all.filter((site) => site?.isPersonal === false).length;
    });
  };
  expect(countIn({})).toEqual([80, 500, 120, 60]);
  expect(countIn({ sites: 700 })).toEqual([700, 500, 120, 60]);
  expect(countIn({ sites: { 'fabrikam.example': 9, 'tenant-0001.example': 11 } })).toEqual([
    80, 9, 120, 11,
  ]);
});
