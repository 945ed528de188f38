import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authentication, createAuthentication } from './authentication.ts';
import {
  cookieOf,
  newAddress,
  openDemoAuthentication,
  requestOf,
  SECRET,
  signIn,
} from './authentication.fixture.ts';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from './seeds.ts';
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

test('signing in sets a cookie that scripts and other sites cannot use', async () => {
  const response = await signIn(authentication, DEMO_ADMINISTRATOR.email);
  expect(response.status).toBe(200);
  const [cookie, mark, ...others] = response.headers.getSetCookie();
  expect(others).toEqual([]);
  expect(mark).toMatch(/^provost\.known_browser=/);
  expect(cookie).toMatch(/^provost\.session_token=/);
  const attributes = cookie?.split('; ').slice(1);
  expect(attributes?.sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Lax']);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('with https the cookie is Secure', async () => {
  const origin = 'https://console.example';
  const secure = createAuthentication({ db: database.db, origin, secret: SECRET });
  const body = { email: DEMO_ADMINISTRATOR.email, password: DEMO_ADMINISTRATOR.password };
  const response = await secure.handler(requestOf('/sign-in/email', { body, origin }));
  const [session, mark] = response.headers.getSetCookie();
  expect(session).toMatch(/^__Secure-provost\.session_token=.*; Secure/);
  expect(mark).toMatch(/^__Secure-provost\.known_browser=.*; Secure/);
});

test('the session contains the person and the organization joined first', async () => {
  const cookie = await signedIn(DEMO_ADMINISTRATOR.email);
  expect(await sessionOf(cookie)).toEqual({
    user: {
      id: expect.any(String),
      email: DEMO_ADMINISTRATOR.email,
      name: DEMO_ADMINISTRATOR.name,
    },
    sessionId: expect.any(String),
    activeOrganizationId: 'contoso',
  });
});

test('no response reveals the session token to scripts', async () => {
  const response = await signIn(authentication, DEMO_ADMINISTRATOR.email);
  const cookie = cookieOf(response);
  const token = decodeURIComponent(cookie).split('=')[1]?.split('.')[0] ?? '';
  expect(token).toMatch(/^\w{32}$/);
  const session = await authentication.handler(requestOf('/get-session', { cookie }));
  const bodies = (await response.text()) + (await session.text());
  expect(bodies).toContain(DEMO_ADMINISTRATOR.email);
  expect(bodies).not.toContain(token);
});

test('a wrong password and an unknown address get the same response', async () => {
  const answers = await Promise.all(
    [DEMO_ADMINISTRATOR.email, 'nobody@provost.example'].map(async (email) => {
      const response = await signIn(authentication, email, { password: 'not the password' });
      const headers = Object.fromEntries(response.headers);
      return { status: response.status, headers, body: await response.text() };
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toMatchObject({ status: 401 });
  expect(answers[0]?.headers).not.toHaveProperty('set-cookie');
});

test('signing out ends the session', async () => {
  const cookie = await signedIn(DEMO_VIEWER.email);
  expect(await sessionOf(cookie)).not.toBeNull();
  const response = await authentication.handler(requestOf('/sign-out', { cookie, body: {} }));
  expect(response.status).toBe(200);
  expect(await sessionOf(cookie)).toBeNull();
});

test('signing in again ends the previous session of that browser, but no others', async () => {
  const [elsewhere, former] = [
    await signedIn(DEMO_VIEWER.email),
    await signedIn(DEMO_VIEWER.email),
  ];
  const response = await signIn(authentication, DEMO_VIEWER.email, { cookie: former });
  expect(await sessionOf(cookieOf(response))).not.toBeNull();
  expect(await sessionOf(former)).toBeNull();
  expect(await sessionOf(elsewhere)).not.toBeNull();
});

test('a forged cookie is not accepted', async () => {
  const cookie = await signedIn(DEMO_VIEWER.email);
  expect(await sessionOf(cookie.replace(/(session_token=[^;]+)\.[^.;]+/, '$1.AAAA'))).toBeNull();
});

test('a session is extended when due, and only if its cookie can be renewed', async () => {
  const cookie = await signedIn(DEMO_VIEWER.email);
  const sessionId = (await sessionOf(cookie))?.sessionId ?? '';
  const anHour = 3_600_000;
  const due = new Date(Date.now() + anHour);
  await setExpiry(sessionId, due);
  await sessionOf(cookie);
  expect(await expiryOf(sessionId)).toEqual(due);
  const renewed: string[] = [];
  await authentication.sessionOf(new Headers({ cookie }), (value) => renewed.push(value));
  expect(renewed).toEqual([expect.stringContaining('Max-Age=43200')]);
  const lifetime = Number(await expiryOf(sessionId)) - Date.now();
  expect(lifetime).toBeGreaterThan(11 * anHour);
  await setExpiry(sessionId, new Date(Date.now() - 1000));
  expect(await sessionOf(cookie)).toBeNull();
});

test('a session that is not remembered lasts no longer than any other', async () => {
  const { email, password } = DEMO_VIEWER;
  const body = { email, password, rememberMe: false };
  const response = await authentication.handler(requestOf('/sign-in/email', { body }));
  const session = await sessionOf(cookieOf(response));
  const expiry = await expiryOf(session?.sessionId ?? '');
  expect(Number(expiry)).toBeLessThanOrEqual(Date.now() + 12 * 3_600_000);
});

test('another site can neither sign in nor use the cookie', async () => {
  const cookie = await signedIn(DEMO_ADMINISTRATOR.email);
  const headers = { origin: 'https://evil.example' };
  const body = { organizationId: 'fabrikam' };
  const act = requestOf('/organization/set-active', { cookie, headers, body });
  expect((await authentication.handler(act)).status).toBe(403);
  const login = await signIn(authentication, DEMO_ADMINISTRATOR.email, { headers });
  expect(login.status).toBe(403);
  expect(login.headers.getSetCookie()).toEqual([]);
});

test('the eleventh attempt in a minute is rejected, whatever address the client claims', async () => {
  const address = newAddress();
  const attempt = (n: number) =>
    signIn(authentication, `guess-${n}@provost.example`, {
      password: 'not the password',
      headers: { 'x-provost-client-address': address, 'x-forwarded-for': `203.0.113.${n}` },
    });
  for (let n = 1; n <= 10; n++) expect((await attempt(n)).status).toBe(401);
  const limited = await attempt(11);
  expect(limited.status).toBe(429);
  const seconds = Number(limited.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await signIn(authentication, DEMO_ADMINISTRATOR.email)).status).toBe(200);
}, 30_000);

test('a person can change the password', async () => {
  const cookie = await signedIn(DEMO_VIEWER.email);
  const change = (currentPassword: string, newPassword: string) => {
    const body = { currentPassword, newPassword };
    return authentication.handler(requestOf('/change-password', { cookie, body }));
  };
  const other = 'another good password';
  expect((await change('not the password', other)).status).toBe(400);
  expect((await change(DEMO_VIEWER.password, other)).status).toBe(200);
  expect((await signIn(authentication, DEMO_VIEWER.email)).status).toBe(401);
  expect((await signIn(authentication, DEMO_VIEWER.email, { password: other })).status).toBe(200);
}, 30_000);

const setExpiry = (id: string, expiresAt: Date) =>
  withConsoleTables(database.db)
    .updateTable('console_sessions')
    .set({ expiresAt })
    .where('id', '=', id)
    .execute();

const expiryOf = async (id: string) => {
  const sessions = withConsoleTables(database.db).selectFrom('console_sessions');
  return (await sessions.select('expiresAt').where('id', '=', id).executeTakeFirst())?.expiresAt;
};
