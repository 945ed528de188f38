import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_SIGN_IN_FAILURES } from '../../domain/limits.ts';
import { openTestDatabase, ORIGIN, SECRET, signIn } from './authentication.fixture.ts';
import { type Authentication, createAuthentication } from './authentication.ts';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER, seedDemo } from './seeds.ts';
import { anyone, createSignInLimit, type SignInLimit } from './sign-in-limit.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let authentication: Authentication;
let limit: SignInLimit;

beforeAll(async () => {
  database = await openTestDatabase();
  await seedDemo(database.db);
  authentication = createAuthentication({ db: database.db, origin: ORIGIN, secret: SECRET });
  limit = createSignInLimit(database.db);
}, 60_000);

afterAll(() => database.close());

const take = (email: string, times: number) =>
  Promise.all(Array.from({ length: times }, () => limit.take(anyone(email))));

const minutesPass = (minutes: number) =>
  sql`update console_sign_in_failures
    set window_started_at = window_started_at - ${`${minutes} minutes`}::interval`.execute(
    database.db,
  );

test('concurrent attempts are all counted, by case-insensitive address', async () => {
  const taken = await take('one@provost.example', MAX_SIGN_IN_FAILURES + 5);
  expect(taken.filter(Boolean)).toHaveLength(MAX_SIGN_IN_FAILURES);
  expect(await limit.take(anyone('ONE@provost.example'))).toBe(false);
  expect(await limit.take(anyone('two@provost.example'))).toBe(true);
});

test('the count is reset after fifteen minutes, not before', async () => {
  await take('three@provost.example', MAX_SIGN_IN_FAILURES);
  await minutesPass(14);
  expect(await limit.take(anyone('three@provost.example'))).toBe(false);
  await minutesPass(1);
  expect(await limit.take(anyone('three@provost.example'))).toBe(true);
});

test('a known and an unknown e-mail address are limited alike, even from new client addresses', async () => {
  const answers = [];
  for (const email of [DEMO_ADMINISTRATOR.email, 'nobody@provost.example']) {
    await take(email, MAX_SIGN_IN_FAILURES - 1);
    const wrong = await signIn(authentication, email, { password: 'not the password' });
    expect(wrong.status).toBe(401);
    // From here on, the correct password gets the same response as a wrong one.
    const limited = await signIn(authentication, email);
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('900');
    answers.push(await limited.json());
  }
  expect(answers[0]).toEqual(answers[1]);
  await minutesPass(15);
  expect((await signIn(authentication, DEMO_ADMINISTRATOR.email)).status).toBe(200);
});

test('attempts that succeed after their count was reset allow no one more than others', async () => {
  const slow = anyone('slow@provost.example');
  await take('slow@provost.example', 2);
  await minutesPass(15);
  await take('slow@provost.example', 1);
  for (let n = 0; n < 3; n++) await limit.giveBack(slow);
  const taken = await take('slow@provost.example', MAX_SIGN_IN_FAILURES + 1);
  expect(taken.filter(Boolean)).toHaveLength(MAX_SIGN_IN_FAILURES);
});

test('successful sign-ins do not count', async () => {
  await take(DEMO_VIEWER.email, MAX_SIGN_IN_FAILURES - 1);
  for (let n = 0; n < 3; n++) {
    expect((await signIn(authentication, DEMO_VIEWER.email)).status).toBe(200);
  }
});
