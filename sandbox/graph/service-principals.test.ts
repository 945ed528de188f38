import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GRAPH_ROLES } from '../app-roles.ts';
import { DEFAULT_REGISTRATIONS, MICROSOFT_GRAPH } from '../registrations.ts';
import { createSandbox } from '../server.ts';

const [, registration] = DEFAULT_REGISTRATIONS;
const clientId = registration?.clientId ?? '';
const ROLES = ['User.Read.All', 'Application.Read.All'];

const listSchema = z.object({ value: z.array(z.looseObject({ id: z.string() })) });
const oneSchema = z.looseObject({ id: z.string() });

let sandbox = createSandbox({ users: 30 });
let bearer = '';

beforeEach(async () => {
  sandbox = createSandbox({ users: 30 });
  const [tenant] = sandbox.tenants;
  const post = (path: string, body: BodyInit) =>
    sandbox.app.request(path, { method: 'POST', body });
  await post(`/_sandbox/tenants/${tenant?.id}/grants`, JSON.stringify({ clientId, roles: ROLES }));
  const answer = await post(
    `/${tenant?.id}/oauth2/v2.0/token`,
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: registration?.secrets[0] ?? '',
      scope: 'https://graph.microsoft.com/.default',
    }),
  );
  bearer = z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
});

const get = (path: string) =>
  sandbox.app.request(`/v1.0${path}`, { headers: { authorization: `Bearer ${bearer}` } });
const list = async (path: string) => listSchema.parse(await (await get(path)).json()).value;
const one = async (path: string) => oneSchema.parse(await (await get(path)).json());

describe('service principals', () => {
  test('are found by application id, by object id and by filter', async () => {
    const byKey = await one(`/servicePrincipals(appId='${clientId}')?$select=id,appId`);
    expect(byKey).toMatchObject({ appId: clientId });
    expect(await one(`/servicePrincipals/${byKey.id}`)).toMatchObject({ appId: clientId });
    const filtered = await list(`/servicePrincipals?$filter=appId eq '${clientId}'`);
    expect(filtered.map(({ id }) => id)).toEqual([byKey.id]);
  });

  test('list the roles that they were granted, by the id of the role', async () => {
    const assignments = await list(`/servicePrincipals(appId='${clientId}')/appRoleAssignments`);
    const granted = GRAPH_ROLES.filter(({ value }) => ROLES.includes(value)).map(({ id }) => id);
    expect(new Set(assignments.map(({ appRoleId }) => appRoleId))).toEqual(new Set(granted));
    const graph = await one(`/servicePrincipals(appId='${MICROSOFT_GRAPH.appId}')`);
    expect(assignments.every(({ resourceId }) => resourceId === graph.id)).toBe(true);
  });

  test.each([
    [`/servicePrincipals(appId='${crypto.randomUUID()}')`, 404],
    [`/servicePrincipals/${crypto.randomUUID()}/appRoleAssignments`, 404],
    ['/servicePrincipals?$filter=displayName eq null', 400],
    ['/servicePrincipals?$select=shoeSize', 400],
  ])('%s is refused', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });
});
