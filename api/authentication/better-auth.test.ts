import { getMigrations } from 'better-auth/db/migration';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cookieOf,
  openTestDatabase,
  ORIGIN,
  requestOf,
  SECRET,
  signIn,
} from './authentication.fixture.ts';
import { createAuthentication } from './authentication.ts';
import { configureBetterAuth } from './better-auth.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER, seedDemo } from './seeds.ts';
import { withConsoleTables } from './tables.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let auth: ReturnType<typeof configureBetterAuth>;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.db);
  auth = configureBetterAuth({ db: database.db, origin: ORIGIN, secret: SECRET });
}, 60_000);

afterAll(() => database.close());

test('our migration creates exactly what better-auth expects', async () => {
  const { compileMigrations, ...plan } = await getMigrations(auth.options);
  expect(plan).toMatchObject({
    toBeCreated: [],
    toBeAdded: [],
    toBeAddedIndexes: [],
    unsafeChanges: [],
    schemaProblems: [],
  });
  expect(await compileMigrations()).toBe(';');
});

// Bypasses our list of allowed endpoints: better-auth's configuration alone must reject these.
test.each([
  ['/sign-up/email', { email: 'new@provost.example', name: 'New', password: DEMO_PASSWORD }],
  ['/organization/create', { name: 'Mine', slug: 'mine' }],
  ['/organization/delete', { organizationId: 'contoso' }],
])('%s is rejected, even for an administrator', async (path, body) => {
  const cookie = cookieOf(await signIn(auth, DEMO_ADMINISTRATOR.email));
  const before = await counts();
  const response = await auth.handler(requestOf(path, { cookie, body }));
  expect([400, 403, 404]).toContain(response.status);
  expect(await counts()).toEqual(before);
});

test('a viewer cannot change the members of the organization', async () => {
  const cookie = cookieOf(await signIn(auth, DEMO_VIEWER.email));
  const body = { email: DEMO_VIEWER.email, role: 'administrator', organizationId: 'contoso' };
  const invited = await auth.handler(requestOf('/organization/invite-member', { cookie, body }));
  expect(invited.status).toBe(403);
});

test.each(['/sign-up/email', '/organization/create', '/update-user', '/sign-in/email/'])(
  'POST %s is not an endpoint of the console',
  async (path) => {
    const authentication = createAuthentication({
      db: database.db,
      origin: ORIGIN,
      secret: SECRET,
    });
    const response = await authentication.handler(requestOf(path, { body: {} }));
    expect(response.status).toBe(404);
  },
);

test('an internal failure is reported and thrown, but not returned to the caller', async () => {
  const reports: string[] = [];
  const onError = (message: string) => reports.push(message);
  const options = { db: database.db, origin: ORIGIN, secret: SECRET };
  const authentication = createAuthentication({ ...options, onError });
  const cookie = cookieOf(await signIn(authentication, DEMO_VIEWER.email));
  await sql`alter table console_sessions rename to elsewhere`.execute(database.db);
  const answer = authentication.handler(requestOf('/get-session', { cookie }));
  await expect(answer).rejects.toMatchObject({ name: 'ProvostError', type: 'Unavailable' });
  await sql`alter table elsewhere rename to console_sessions`.execute(database.db);
  expect(reports).toEqual([expect.stringMatching(/relation "console_sessions" does not exist$/)]);
});

async function counts(): Promise<unknown> {
  const db = withConsoleTables(database.db);
  const [users, organizations] = await Promise.all([
    db.selectFrom('console_users').selectAll().execute(),
    db.selectFrom('organizations').selectAll().execute(),
  ]);
  return [users.length, organizations.length];
}
