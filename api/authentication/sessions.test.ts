import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { MAX_SIGN_IN_FAILURES, SESSION_MAX_AGE } from '../../domain/limits.ts';
import { createConsoleUser } from './accounts.ts';
import { type Authentication } from './authentication.ts';
import { cookieOf, openDemoAuthentication, requestOf, signIn } from './authentication.fixture.ts';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from './seeds.ts';

let database: Awaited<ReturnType<typeof openDemoAuthentication>>['database'];
let authentication: Authentication;

beforeAll(async () => {
  ({ database, authentication } = await openDemoAuthentication());
}, 60_000);

afterEach(() => vi.useRealTimers());

afterAll(() => database.close());

const sessionOf = (cookie: string) => authentication.sessionOf(new Headers({ cookie }));

const signedIn = async (email: string) => cookieOf(await signIn(authentication, email));

const PASSWORD = 'nine amber lanterns';

async function addPerson(email: string) {
  const organization = { id: 'northwind', name: 'Northwind' };
  const person = { email, name: 'Olive', password: PASSWORD, organization } as const;
  return { email, ...(await createConsoleUser(database.db, { ...person, role: 'viewer' })) };
}

const changePassword = (cookie: string, currentPassword: string, newPassword: string) =>
  authentication.handler(
    requestOf('/change-password', { cookie, body: { currentPassword, newPassword } }),
  );

test("a change of password ends the person's other sessions, and nobody else's", async () => {
  const [here, elsewhere, forgotten, other] = [
    await signedIn(DEMO_VIEWER.email),
    await signedIn(DEMO_VIEWER.email),
    await signedIn(DEMO_VIEWER.email),
    await signedIn(DEMO_ADMINISTRATOR.email),
  ];
  const password = 'nine blue kettles sing';
  expect((await changePassword(here, 'not the password', password)).status).toBe(400);
  expect(await sessionOf(elsewhere)).not.toBeNull();

  expect((await changePassword(here, DEMO_VIEWER.password, password)).status).toBe(200);
  expect(await sessionOf(here)).toMatchObject({ user: { email: DEMO_VIEWER.email } });
  expect(await sessionOf(elsewhere)).toBeNull();
  expect(await sessionOf(forgotten)).toBeNull();
  expect(await sessionOf(other)).not.toBeNull();
}, 30_000);

test('a sign-in with the old password does not outlive a change during it', async () => {
  const { email, userId } = await addPerson('mallory@northwind.example');
  // The change commits after the old password was checked, when the session begins.
  await sql`create function change_password() returns trigger language plpgsql as $$
    begin
      update console_credentials set password = 'changed' where "userId" = new."userId";
      return new;
    end $$`.execute(database.db);
  await sql`create trigger meanwhile before insert on console_sessions
    for each row execute function change_password()`.execute(database.db);
  const response = await signIn(authentication, email, { password: PASSWORD });
  await sql`drop trigger meanwhile on console_sessions`.execute(database.db);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: 'INVALID_EMAIL_OR_PASSWORD' });
  expect(await sessionOf(cookieOf(response))).toBeNull();
  const sessions = sql`select id from console_sessions where "userId" = ${userId}`;
  expect((await sessions.execute(database.db)).rows).toEqual([]);
});

test('a stolen session cannot guess the current password for ever', async () => {
  const { email } = await addPerson('olive@northwind.example');
  const cookie = cookieOf(await signIn(authentication, email, { password: PASSWORD }));
  const next = 'eleven paper boats drift';
  for (let n = 0; n < MAX_SIGN_IN_FAILURES; n++) {
    expect((await changePassword(cookie, `guess number ${n}`, next)).status).toBe(400);
  }
  const limited = await changePassword(cookie, PASSWORD, next);
  expect(limited.status).toBe(429);
  expect(limited.headers.get('retry-after')).toBe('900');
  // The person can still sign in, and shut the thief out.
  const own = await signIn(authentication, email, { password: PASSWORD });
  expect((await changePassword(cookieOf(own), PASSWORD, next)).status).toBe(200);
  expect(await sessionOf(cookie)).toBeNull();
}, 60_000);

test('a client that asks for the end of its other sessions itself stays signed in', async () => {
  const { email } = await addPerson('oscar@northwind.example');
  const open = async () => cookieOf(await signIn(authentication, email, { password: PASSWORD }));
  const [cookie, elsewhere] = [await open(), await open()];
  const newPassword = 'eleven paper boats drift';
  const body = { currentPassword: PASSWORD, newPassword, revokeOtherSessions: true };
  const response = await authentication.handler(requestOf('/change-password', { cookie, body }));
  expect(await sessionOf(cookieOf(response))).not.toBeNull();
  expect(await sessionOf(elsewhere)).toBeNull();
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const visits: Record<string, (cookie: string) => Promise<boolean>> = {
  'every route': async (cookie) =>
    (await authentication.sessionOf(new Headers({ cookie }), () => undefined)) !== null,
  'get-session': async (cookie) => {
    const response = await authentication.handler(requestOf('/get-session', { cookie }));
    return (await response.json()) !== null;
  },
  'organization/list': async (cookie) =>
    (await authentication.handler(requestOf('/organization/list', { cookie }))).ok,
};

test.each(Object.entries(visits))(
  'a session used every few hours ends after 30 days, by %s',
  async (_door, visit) => {
    const cookie = await signedIn(DEMO_ADMINISTRATOR.email);
    const begin = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: begin });
    for (let age = 10 * HOUR; age < 30 * DAY; age += 10 * HOUR) {
      vi.setSystemTime(begin + age);
      expect(await visit(cookie)).toBe(true);
    }
    vi.setSystemTime(begin + 30 * DAY + HOUR);
    expect(await visit(cookie)).toBe(false);
    expect(SESSION_MAX_AGE).toBe(30 * DAY);
  },
  60_000,
);
