import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigurationError } from '../../domain/configuration.ts';
import { createConsoleUser } from './accounts.ts';
import { createAdministrator, parseAdministrator } from './administrator-command.ts';
import { cookieOf, openTestDatabase, ORIGIN, SECRET, signIn } from './authentication.fixture.ts';
import { type Authentication, createAuthentication } from './authentication.ts';
import { withConsoleTables } from './tables.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let authentication: Authentication;

beforeAll(async () => {
  database = await openTestDatabase();
  authentication = createAuthentication({ db: database.db, origin: ORIGIN, secret: SECRET });
}, 60_000);

afterAll(() => database.close());

const organization = { id: 'northwind', name: 'Northwind Security' };
const password = 'a good long password';
const options = ['--email', 'Grace@Northwind.example', '--name', 'Grace'];

test('a person created twice concurrently is one person who can sign in', async () => {
  const user = { email: 'Ada@Northwind.example', name: 'Ada', password, organization };
  const outcomes = await Promise.all(
    [1, 2].map(() => createConsoleUser(database.db, { ...user, role: 'viewer' })),
  );
  expect(outcomes.filter(({ created }) => created)).toHaveLength(1);
  expect(outcomes[0]?.userId).toBe(outcomes[1]?.userId);
  const response = await signIn(authentication, 'ada@northwind.example', { password });
  expect(response.status).toBe(200);
});

test('creating a person again changes the role, but neither password nor names', async () => {
  const user = { email: 'bob@northwind.example', name: 'Bob', password, organization };
  const { userId } = await createConsoleUser(database.db, { ...user, role: 'viewer' });
  const again = { name: 'Eve', password: 'another password', organization: { ...organization } };
  again.organization.name = 'Renamed';
  await createConsoleUser(database.db, { ...user, ...again, role: 'administrator' });
  expect(await authentication.membershipOf(userId, organization.id)).toBe('administrator');
  const response = await signIn(authentication, user.email, { password });
  expect(await response.json()).toMatchObject({ user: { name: 'Bob' } });
  const organizations = withConsoleTables(database.db).selectFrom('organizations');
  expect(await organizations.select('name').where('id', '=', organization.id).execute()).toEqual([
    { name: organization.name },
  ]);
});

test('the command creates an administrator, and derives the organization id from its name', async () => {
  const argv = [...options, '--organization', '  Tailspin Toys, Ltd. '];
  const administrator = parseAdministrator(argv);
  expect(administrator.organization).toEqual({
    id: 'tailspin-toys-ltd',
    name: 'Tailspin Toys, Ltd.',
  });
  const sentence = await createAdministrator(database.db, administrator, password);
  expect(sentence).toBe(
    'Grace@Northwind.example is an administrator of Tailspin Toys, Ltd. (organization tailspin-toys-ltd).',
  );
  const response = await signIn(authentication, 'grace@northwind.example', { password });
  const session = await authentication.sessionOf(new Headers({ cookie: cookieOf(response) }));
  expect(session?.activeOrganizationId).toBe('tailspin-toys-ltd');
  const role = await authentication.membershipOf(session?.user.id ?? '', 'tailspin-toys-ltd');
  expect(role).toBe('administrator');
  expect(await createAdministrator(database.db, administrator, password)).toMatch(
    /keeps its password/,
  );
});

test.each([
  ['a password as an option', [...options, '--organization', 'Contoso', '--password', password]],
  ['no organization', options],
  ['an organization without a letter', [...options, '--organization', '---']],
  ['no address', ['--email', 'grace', '--name', 'Grace', '--organization', 'Contoso']],
])('the command rejects %s and prints its usage', (_what, argv) => {
  expect(() => parseAdministrator(argv)).toThrow(/^usage: create-administrator/);
});

test.each([
  ['elevenchars', 'The password must have 12 to 128 characters. (PasswordLength)'],
  ['password1234', / is easy to guess\. .* \(PasswordGuessable\)$/],
  ['Lovelace-Tailspin-26', /^This password consists mostly of .* \(PasswordPersonal\)$/],
])('the command rejects the password %s and creates no one', async (refused, sentence) => {
  const person = ['--email', 'refused@tailspin.example', '--name', 'Ada Lovelace'];
  const administrator = parseAdministrator([...person, '--organization', 'Tailspin']);
  const creation = createAdministrator(database.db, administrator, refused);
  await expect(creation).rejects.toThrow(ConfigurationError);
  await expect(creation).rejects.toThrow(sentence);
  const users = withConsoleTables(database.db).selectFrom('console_users');
  const none = users.selectAll().where('email', '=', administrator.email).execute();
  expect(await none).toEqual([]);
});
