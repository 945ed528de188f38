import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAILURES } from '../../domain/failures.ts';
import { createConsoleUser } from './accounts.ts';
import { type Authentication, createAuthentication } from './authentication.ts';
import {
  cookieOf,
  openTestDatabase,
  ORIGIN,
  requestOf,
  SECRET,
  signIn,
} from './authentication.fixture.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import { refuseWeakPassword } from './passwords.ts';
import { DEMO_ADMINISTRATOR, seedDemo, seedFirstAdministrator } from './seeds.ts';

const grace = {
  email: 'grace.hopper@mail.northwind.example',
  name: 'Grace Brewster Hópper',
  organizations: ['Contoso Security'],
};

test.each([
  ['elevenchars', 'PasswordLength'],
  ['x'.repeat(129), 'PasswordLength'],
  ['123456789012', 'PasswordGuessable'],
  ['1q2w3e4r5t6y', 'PasswordGuessable'],
  ['iloveyouforever', 'PasswordGuessable'],
  ['P@ssw0rd2026', 'PasswordGuessable'],
  ['Contrase\u00f1a2026', 'PasswordGuessable'],
  ['adminadminadmin', 'PasswordGuessable'],
  ['a'.repeat(128), 'PasswordGuessable'],
  // A sequence only as it is: without accents it looks random.
  ['ÀÁÂÃÄÅÆÇÈÉÊË', 'PasswordGuessable'],
  [DEMO_PASSWORD, 'PasswordGuessable'],
  ['GraceHopper2026', 'PasswordPersonal'],
  ['grace.hopper@mail.northwind.example', 'PasswordPersonal'],
  ['Gr4c3 H0pp3r 26!', 'PasswordPersonal'],
  ['reppoh-ecarg-26!', 'PasswordPersonal'],
  ['HÓPPER-Brèwster', 'PasswordPersonal'],
  ['N0rthw1nd#2026', 'PasswordPersonal'],
  ['Contoso-Security-26', 'PasswordPersonal'],
  ['Provost-Northwind-1', 'PasswordPersonal'],
])('%s is refused with %s', async (password, type) => {
  await expect(refuseWeakPassword(password, grace)).rejects.toMatchObject({
    name: 'ProvostError',
    type,
  });
});

test.each([
  'four tulips near paris',
  'mK4-vYpt73-xQe',
  // Own words are no obstacle when the rest is enough.
  'grace waters purple lanterns',
  '\u79c1\u306e\u5927\u304d\u306a\u732b\u306f\u6bce\u65e5\u6d77\u3067\u6cf3\u3050',
])('%s is accepted', async (password) => {
  expect(await refuseWeakPassword(password, grace)).toBeUndefined();
});

test('the own words of one person are those of no other', async () => {
  const other = { email: 'ada@tailspin.example', name: 'Ada', organizations: ['Tailspin'] };
  expect(await refuseWeakPassword('N0rthw1nd#2026', other)).toBeUndefined();
});

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let authentication: Authentication;

beforeAll(async () => {
  database = await openTestDatabase();
  authentication = createAuthentication({ db: database.db, origin: ORIGIN, secret: SECRET });
}, 60_000);

afterAll(() => database.close());

test('the first administrator gets a password that is accepted, and the demo keeps its public one', async () => {
  const first = await seedFirstAdministrator(database.db);
  const { email, password } = first ?? { email: '', password: '' };
  expect((await signIn(authentication, email, { password })).status).toBe(200);
  await seedDemo(database.db);
  expect((await signIn(authentication, 'viewer@provost.example')).status).toBe(200);
});

test.each([
  ['elevenchars', 'PasswordLength'],
  ['password1234', 'PasswordGuessable'],
  [DEMO_PASSWORD, 'PasswordGuessable'],
  ['Turing-Tailspin-26', 'PasswordPersonal'],
] as const)('a person cannot change the password to %s', async (newPassword, type) => {
  const person = { email: `${type}@turing.example`, name: 'Alan Turing' };
  const organization = { id: 'tailspin', name: 'Tailspin Toys' };
  const password = 'nine amber lanterns';
  const user = { ...person, password, organization, role: 'viewer' } as const;
  await createConsoleUser(database.db, user);
  const cookie = cookieOf(await signIn(authentication, person.email, { password }));
  const body = { currentPassword: password, newPassword };
  const answer = authentication.handler(requestOf('/change-password', { cookie, body }));
  await expect(answer).rejects.toMatchObject({ type, message: FAILURES[type].sentence });
  expect((await signIn(authentication, person.email, { password })).status).toBe(200);
});

test('nobody is created with a password that is refused', async () => {
  const organization = { id: 'contoso', name: 'Contoso' };
  const user = { ...DEMO_ADMINISTRATOR, email: 'new@provost.example', organization } as const;
  const creation = createConsoleUser(database.db, { ...user, role: 'viewer' });
  await expect(creation).rejects.toMatchObject({ type: 'PasswordGuessable' });
  expect((await signIn(authentication, user.email)).status).toBe(401);
});
