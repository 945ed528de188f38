import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authentication } from './authentication.ts';
import { cookieOf, openDemoAuthentication, requestOf, signIn } from './authentication.fixture.ts';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER, seedDemo } from './seeds.ts';
import { withConsoleTables } from './tables.ts';

let database: Awaited<ReturnType<typeof openDemoAuthentication>>['database'];
let authentication: Authentication;

beforeAll(async () => {
  ({ database, authentication } = await openDemoAuthentication());
}, 60_000);

afterAll(() => database.close());

const sessionOf = (cookie: string) => authentication.sessionOf(new Headers({ cookie }));

async function signedIn(email: string): Promise<string> {
  const response = await signIn(authentication, email);
  expect(response.status).toBe(200);
  return cookieOf(response);
}

test('a demotion or removal takes effect on the next request', async () => {
  const db = withConsoleTables(database.db);
  const session = await sessionOf(await signedIn(DEMO_VIEWER.email));
  const userId = session?.user.id ?? '';
  const set = (role: string) =>
    db.updateTable('organization_members').set({ role }).where('userId', '=', userId).execute();
  await set('administrator');
  expect(await authentication.membershipOf(userId, 'contoso')).toBe('administrator');
  await set('viewer');
  expect(await authentication.membershipOf(userId, 'contoso')).toBe('viewer');
  expect(await authentication.organizationsOf(userId)).toMatchObject([{ role: 'viewer' }]);
  await set('owner');
  expect(await authentication.membershipOf(userId, 'contoso')).toBeNull();
  expect(await authentication.organizationsOf(userId)).toEqual([]);
  await db.deleteFrom('organization_members').where('userId', '=', userId).execute();
  expect(await authentication.membershipOf(userId, 'contoso')).toBeNull();
  await seedDemo(database.db);
});

test('a person in two organizations can switch between them', async () => {
  const cookie = await signedIn(DEMO_ADMINISTRATOR.email);
  const list = await authentication.handler(requestOf('/organization/list', { cookie }));
  expect(await list.json()).toMatchObject([{ id: 'contoso' }, { id: 'fabrikam' }]);
  const userId = (await sessionOf(cookie))?.user.id ?? '';
  expect(await authentication.organizationsOf(userId)).toEqual([
    { id: 'contoso', name: 'Contoso Security', role: 'administrator' },
    { id: 'fabrikam', name: 'Fabrikam Security', role: 'administrator' },
  ]);
  const response = await setActive(cookie, 'fabrikam');
  expect(response.status).toBe(200);
  expect((await sessionOf(cookie))?.activeOrganizationId).toBe('fabrikam');
  expect(await authentication.membershipOf(userId, 'fabrikam')).toBe('administrator');
});

// With each name of an organization that better-auth knows, alone and together with an own one.
test.each([
  ['id', (name: string) => ({ organizationId: name })],
  ['slug', (name: string) => ({ organizationSlug: name })],
  ['slug beside an empty id', (name: string) => ({ organizationId: '', organizationSlug: name })],
  [
    'slug beside an own id',
    (name: string) => ({ organizationId: 'contoso', organizationSlug: name }),
  ],
  [
    'id beside an own slug',
    (name: string) => ({ organizationId: name, organizationSlug: 'contoso' }),
  ],
])(
  'a foreign organization, named by its %s, cannot be selected and is indistinguishable from one that does not exist',
  async (_, bodyOf) => {
    const outcomes = [];
    for (const name of ['fabrikam', 'nowhere']) {
      const cookie = await signedIn(DEMO_VIEWER.email);
      const { status, headers, text } = await select(cookie, bodyOf(name));
      const session = await sessionOf(cookie);
      expect(await authentication.membershipOf(session?.user.id ?? '', name)).toBeNull();
      expect(session?.activeOrganizationId).not.toBe(name);
      outcomes.push({ status, headers, text, active: session?.activeOrganizationId });
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect([400, 403]).toContain(outcomes[0]?.status);
  },
);

async function select(cookie: string, body: unknown) {
  const response = await authentication.handler(
    requestOf('/organization/set-active', { cookie, body }),
  );
  const headers = [...response.headers];
  return { status: response.status, headers, text: await response.text() };
}

const setActive = (cookie: string, organizationId: string) => select(cookie, { organizationId });
