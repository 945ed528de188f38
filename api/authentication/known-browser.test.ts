import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  KNOWN_BROWSER_LIFETIME,
  MAX_KNOWN_BROWSER_FAILURES,
  MAX_SIGN_IN_FAILURES,
} from '../../domain/limits.ts';
import {
  CLIENT_ADDRESS_HEADER,
  type Authentication,
  createAuthentication,
} from './authentication.ts';
import {
  cookieOf,
  newAddress,
  openDemoAuthentication,
  ORIGIN,
  requestOf,
  SECRET,
  signIn,
} from './authentication.fixture.ts';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from './seeds.ts';
import { anyone, createSignInLimit } from './sign-in-limit.ts';
import { withConsoleTables } from './tables.ts';

let database: Awaited<ReturnType<typeof openDemoAuthentication>>['database'];
let authentication: Authentication;

beforeAll(async () => {
  ({ database, authentication } = await openDemoAuthentication());
}, 60_000);

beforeEach(async () => {
  await withConsoleTables(database.db).deleteFrom('console_sign_in_failures').execute();
});

afterEach(() => vi.useRealTimers());

afterAll(() => database.close());

const MARK = /^provost\.known_browser=/;
const wrong = { password: 'not the password' };

/** The mark that this sign-in leaves in the browser, as a `Cookie` header. */
async function markOf(email: string): Promise<string> {
  const response = await signIn(authentication, email);
  expect(response.status).toBe(200);
  return onlyMark(response);
}

function onlyMark(response: Response): string {
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const mark = cookies.find((cookie) => MARK.test(cookie));
  expect(mark).toBeDefined();
  return mark ?? '';
}

/** What others can do to an address: after this, the right password is refused to strangers. */
async function othersGuess(email: string): Promise<void> {
  const limit = createSignInLimit(database.db);
  for (let n = 0; n < MAX_SIGN_IN_FAILURES; n++) await limit.take(anyone(email));
  expect((await signIn(authentication, email)).status).toBe(429);
}

test('a browser that signed in before is let try while others guess, in every API process', async () => {
  const cookie = await markOf(DEMO_VIEWER.email);
  await othersGuess(DEMO_VIEWER.email);
  const process = createAuthentication({ db: database.db, origin: ORIGIN, secret: SECRET });
  expect((await signIn(process, 'Viewer@Provost.example', { cookie })).status).toBe(200);
  expect((await signIn(authentication, DEMO_VIEWER.email)).status).toBe(429);
});

test('a known browser has a limit of its own, also for concurrent attempts', async () => {
  const cookie = await markOf(DEMO_VIEWER.email);
  await othersGuess(DEMO_VIEWER.email);
  const attempts = Array.from({ length: MAX_KNOWN_BROWSER_FAILURES + 2 }, () =>
    signIn(authentication, DEMO_VIEWER.email, { ...wrong, cookie }),
  );
  const statuses = (await Promise.all(attempts)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(MAX_KNOWN_BROWSER_FAILURES);
  expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  expect((await signIn(authentication, DEMO_VIEWER.email, { cookie })).status).toBe(429);
}, 30_000);

test('signing in again renews the mark, but not its attempts', async () => {
  let cookie = await markOf(DEMO_VIEWER.email);
  await othersGuess(DEMO_VIEWER.email);
  for (let n = 1; n < MAX_KNOWN_BROWSER_FAILURES; n++) {
    expect((await signIn(authentication, DEMO_VIEWER.email, { ...wrong, cookie })).status).toBe(
      401,
    );
  }
  for (let n = 0; n < 2; n++) {
    const renewed = await signIn(authentication, DEMO_VIEWER.email, { cookie });
    expect(renewed.status).toBe(200);
    cookie = onlyMark(renewed);
  }
  expect((await signIn(authentication, DEMO_VIEWER.email, { ...wrong, cookie })).status).toBe(401);
  expect((await signIn(authentication, DEMO_VIEWER.email, { cookie })).status).toBe(429);
}, 30_000);

test("one person's mark does not help to guess another's password", async () => {
  const cookie = await markOf(DEMO_VIEWER.email);
  await othersGuess(DEMO_ADMINISTRATOR.email);
  expect((await signIn(authentication, DEMO_ADMINISTRATOR.email, { cookie })).status).toBe(429);
});

test.each([
  ['changed', (mark: string) => `${mark.slice(0, -4)}AAAA`],
  ['without a signature', (mark: string) => mark.replace(/[^.]+$/, '')],
  ['unsigned', unsigned],
  ['empty', () => 'provost.known_browser='],
])('a mark that was %s is worth nothing', async (_what, forge) => {
  const cookie = forge(await markOf(DEMO_VIEWER.email));
  await othersGuess(DEMO_VIEWER.email);
  expect((await signIn(authentication, DEMO_VIEWER.email, { cookie })).status).toBe(429);
});

/** The same claims with the algorithm `none`. */
function unsigned(mark: string): string {
  const [, payload = ''] = mark.split('=')[1]?.split('.') ?? [];
  const header = Buffer.from('{"alg":"none"}').toString('base64url');
  return `provost.known_browser=${header}.${payload}.`;
}

test('a mark of an installation with another secret is worth nothing', async () => {
  const secret = 'another-secret-of-32-characters!';
  const other = createAuthentication({ db: database.db, origin: ORIGIN, secret });
  const cookie = onlyMark(await signIn(other, DEMO_VIEWER.email));
  await othersGuess(DEMO_VIEWER.email);
  expect((await signIn(authentication, DEMO_VIEWER.email, { cookie })).status).toBe(429);
});

test('a mark says nothing about the person, and only the sign-in receives it', async () => {
  const response = await signIn(authentication, DEMO_VIEWER.email);
  const cookie = response.headers.getSetCookie().find((value) => MARK.test(value)) ?? '';
  const attributes = cookie.split('; ').slice(1);
  const maxAge = `Max-Age=${KNOWN_BROWSER_LIFETIME / 1000}`;
  expect(attributes.sort()).toEqual(['HttpOnly', maxAge, 'Path=/api/auth', 'SameSite=Strict']);
  const claims = cookie.split('=')[1]?.split('.')[1] ?? '';
  expect(Object.keys(JSON.parse(Buffer.from(claims, 'base64url').toString())).sort()).toEqual([
    'exp',
    'jti',
  ]);
});

test('a mark expires', async () => {
  const cookie = await markOf(DEMO_VIEWER.email);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + KNOWN_BROWSER_LIFETIME - 60_000 });
  await othersGuess(DEMO_VIEWER.email);
  expect((await signIn(authentication, DEMO_VIEWER.email, { cookie })).status).toBe(200);
  vi.setSystemTime(Date.now() + 120_000);
  await othersGuess(DEMO_VIEWER.email);
  expect((await signIn(authentication, DEMO_VIEWER.email, { cookie })).status).toBe(429);
});

test('a known browser is let try although others at its client address have used up the minute', async () => {
  const cookie = await markOf(DEMO_VIEWER.email);
  const headers = { [CLIENT_ADDRESS_HEADER]: newAddress() };
  const attempt = (email: string, mark = '') =>
    signIn(authentication, email, { ...wrong, headers, cookie: mark });
  for (let n = 1; n <= 10; n++) {
    // A mark for another address is no privilege.
    expect((await attempt(`guess-${n}@provost.example`, cookie)).status).toBe(401);
  }
  expect((await attempt('guess-11@provost.example', cookie)).status).toBe(429);
  expect((await attempt(DEMO_VIEWER.email)).status).toBe(429);
  const known = await signIn(authentication, DEMO_VIEWER.email, { headers, cookie });
  expect(known.status).toBe(200);
}, 30_000);

test('a change of password ends the marks of all browsers but the one that changed it', async () => {
  const [elsewhere, here] = [
    await markOf(DEMO_VIEWER.email),
    cookieOf(await signIn(authentication, DEMO_VIEWER.email)),
  ];
  const password = 'seven green teapots whistle';
  const body = { currentPassword: DEMO_VIEWER.password, newPassword: password };
  const request = requestOf('/change-password', { cookie: here, body });
  const changed = await authentication.handler(request);
  expect(changed.status).toBe(200);
  const cookie = onlyMark(changed);
  const limit = createSignInLimit(database.db);
  for (let n = 0; n < MAX_SIGN_IN_FAILURES; n++) await limit.take(anyone(DEMO_VIEWER.email));
  const attempt = (mark: string) =>
    signIn(authentication, DEMO_VIEWER.email, { password, cookie: mark });
  expect((await attempt(elsewhere)).status).toBe(429);
  expect((await attempt(here)).status).toBe(429);
  expect((await attempt(cookie)).status).toBe(200);
}, 30_000);
