/** The published directory, the counts of a removal, and the account's details through HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from '../api/authentication/seeds.ts';
import { MAILBOX_KINDS } from '../domain/directory.ts';
import { type ConsoleSession, removeAccount, openSession } from './support/console-session.ts';
import type { Account } from './support/console-client.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { controlTenant } from './support/tenant.ts';
import { start, submitAndWait, walkToTargets } from './support/walk.ts';

const userSchema = z.object({
  id: z.uuid(),
  userPrincipalName: z.string(),
  displayName: z.string().nullable(),
  mail: z.string().nullable(),
  accountEnabled: z.boolean(),
  guest: z.boolean(),
  mailbox: z.boolean(),
  mailboxKind: z.enum(MAILBOX_KINDS).nullable(),
  mailboxKnown: z.boolean(),
});
const usersSchema = z.object({ total: z.number(), users: z.array(userSchema) });
const groupsSchema = z.object({
  total: z.number(),
  groups: z.array(
    z.object({
      id: z.uuid(),
      displayName: z.string().nullable(),
      mail: z.string().nullable(),
      members: z.number(),
    }),
  ),
});

const USERS = 230;
const ODD_NAME = 'Zoë 100%_Ävail\\able';

let postgres: PostgresStack;
let session: ConsoleSession;
let viewer: ConsoleSession;
let account: Account;

beforeAll(async () => {
  postgres = await startPostgresStack({ users: USERS, temporalUi: 'https://temporal.example' });
  session = await openSession(postgres.stack);
  viewer = await openSession(postgres.stack, 'contoso', DEMO_VIEWER);
  await start(session);
  expect(await users()).toEqual({ total: 0, users: [] });
  expect(await groups()).toEqual({ total: 0, groups: [] });
  expect((await session.client.account()).directory).toBeNull();
  const tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  const [odd = ''] = await tenant.addUsers(1);
  await tenant.changeUsers([odd], { displayName: ODD_NAME });
  await walkToTargets(session);
  account = await submitAndWait(session);
});
afterAll(async () => {
  await removeAccount(session.client);
  await postgres.close();
});

const path = (tail: string) => `${session.client.base}/accounts/exchange-online/${tail}`;
const query = (values: Query) =>
  new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]));
type Query = Readonly<Record<string, string | number | undefined>>;
const users = async (values: Query = {}, who = session) =>
  usersSchema.parse(await who.client.call('GET', path(`directory/users?${query(values)}`)));
const groups = async (values: Query = {}, who = session) =>
  groupsSchema.parse(await who.client.call('GET', path(`directory/groups?${query(values)}`)));

const byName = (a: string, b: string) => Number(a > b) - Number(a < b);

describe('the published users', () => {
  test('are paged without gap or overlap, ordered by name', async () => {
    const pages = [];
    for (let offset = 0; offset < 300; offset += 100)
      pages.push(await users({ offset, limit: 100 }));
    expect(pages.map((page) => [page.total, page.users.length])).toEqual([
      [account.directory?.users, 100],
      [account.directory?.users, 100],
      [account.directory?.users, USERS + 1 - 200],
    ]);
    const names = pages.flatMap((page) =>
      page.users.map((it) => it.userPrincipalName.toLowerCase()),
    );
    expect(names).toEqual(names.toSorted(byName));
    expect(new Set(names).size).toBe(USERS + 1);
    const stored = await postgres.db.selectFrom('directoryUsers').selectAll().execute();
    const [first] = pages[0]?.users ?? [];
    const row = stored.find((it) => it.userId === first?.id);
    expect(first).toEqual({
      id: row?.userId,
      userPrincipalName: row?.userPrincipalName,
      displayName: row?.displayName,
      mail: row?.mail,
      accountEnabled: row?.accountEnabled,
      guest: row?.guest,
      mailbox: row?.mailbox,
      mailboxKind: row?.mailbox ? 'user' : null,
      mailboxKnown: expect.any(Boolean),
    });
    expect((await users({ offset: 1_000_000 })).users).toEqual([]);
  });

  test('are searched in name and address, literally and case-insensitively', async () => {
    for (const search of [
      'zOË 1',
      'äVAIL',
      '100%',
      '%_',
      '_ä',
      'l\\a',
      ODD_NAME,
      `  ${ODD_NAME}  `,
    ]) {
      const { total, users: found } = await users({ search });
      expect([search, total, found.map(({ displayName }) => displayName)]).toEqual([
        search,
        1,
        [ODD_NAME],
      ]);
    }
    for (const search of ['%%', '__', '\\\\', "'; drop table directory_users; --", 'n0body']) {
      expect(await users({ search })).toEqual({ total: 0, users: [] });
    }
    const refused = await problemOfCall(users({ search: 'Zo\0ë 1' }));
    expect(refused).toMatchObject({ status: 400, code: 'InvalidInput' });
    const everyone = await users({ search: '@CONTOSO.example', limit: 200, offset: 40 });
    expect(everyone.total).toBeGreaterThan(200);
    expect(everyone.users).toHaveLength(Math.min(200, everyone.total - 40));
  });

  test('reject invalid page parameters', async () => {
    for (const bad of [{ limit: 201 }, { limit: 0 }, { offset: -1 }, { offset: 'far' }]) {
      const refused = await problemOfCall(users(bad));
      expect(refused).toMatchObject({ status: 400, code: 'InvalidInput' });
    }
  });
});

test('the published groups are ordered by name and have member counts', async () => {
  const { total, groups: found } = await groups({ limit: 200 });
  expect(total).toBe(account.directory?.groups);
  expect(found).toHaveLength(Math.min(total, 200));
  const names = found.map(({ displayName }) => (displayName ?? '').toLowerCase());
  expect(names).toEqual(names.toSorted(byName));
  const memberships = await postgres.db.selectFrom('directoryMemberships').selectAll().execute();
  for (const { id, members } of found) {
    expect(members).toBe(memberships.filter((it) => it.groupId === id).length);
  }
  expect(found.some(({ members }) => members > 0)).toBe(true);
  const [, second] = found;
  const search = second?.displayName?.toUpperCase() ?? '';
  expect((await groups({ search })).groups).toContainEqual(second);
});

test('a viewer can read all of it', async () => {
  expect((await users({ limit: 1 }, viewer)).users).toHaveLength(1);
  expect((await groups({ limit: 1 }, viewer)).groups).toHaveLength(1);
  expect(await viewer.client.call('GET', path('removal'))).toMatchObject({ synchronizations: 1 });
});

test('what a removal deletes is counted exactly', async () => {
  const counts = await session.client.call('GET', path('removal'));
  const count = async (table: Parameters<typeof postgres.db.selectFrom>[0]) =>
    (
      await postgres.db
        .selectFrom(table as 'syncRuns')
        .selectAll()
        .execute()
    ).length;
  expect(counts).toEqual({
    users: await count('directoryUsers'),
    groups: await count('directoryGroups'),
    memberships: await count('directoryMemberships'),
    sites: 0,
    synchronizations: 1,
    consentAttempts: 2,
    links: 0,
  });
  expect(counts).toMatchObject({ users: USERS + 1 });
});

describe('the account', () => {
  test('shows when it was opened, what is published, and the application ids', async () => {
    const row = await postgres.db
      .selectFrom('accounts')
      .select('openedAt')
      .where('accountId', '=', account.accountId)
      .executeTakeFirstOrThrow();
    expect(account.openedAt).toBe(row.openedAt.toISOString());
    expect(account.directory).toEqual({
      users: USERS + 1,
      mailboxes: expect.any(Number),
      withoutMailbox: expect.any(Number),
      mailboxUnknown: expect.any(Number),
      groups: expect.any(Number),
      sites: 0,
      publishedAt: account.synchronization?.endedAt,
    });
    const ids = account.consents.map(({ clientId }) => clientId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('shows when each phase of its synchronization started and ended', async () => {
    const { synchronization } = account;
    const phases = synchronization?.phases ?? [];
    expect(phases.map(({ phase }) => phase)).toEqual(['users', 'groups', 'publishing']);
    const instants = phases.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]);
    expect(instants).toEqual(instants.toSorted((a, b) => byName(a ?? '', b ?? '')));
    expect(phases.map(({ endedAt }) => endedAt)).toEqual([
      phases[1]?.startedAt,
      phases[2]?.startedAt,
      synchronization?.endedAt,
    ]);
  });

  test('still shows the published directory during another synchronization', async () => {
    const tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
    await tenant.setFaults({ failNext: 1_000_000 });
    await session.client.synchronize();
    const { account: waiting } = await session.client.follow(
      (seen) => seen.account?.synchronization?.waiting != null,
    );
    expect(waiting?.synchronization?.phases).toMatchObject([{ phase: 'users', endedAt: null }]);
    expect(waiting?.directory).toMatchObject({
      users: USERS + 1,
      publishedAt: account.directory?.publishedAt,
    });
    await tenant.clearFaults();
    await session.client.check();
    await session.client.follow(
      (seen) =>
        seen.account?.state === 'protected' &&
        seen.account.synchronization?.outcome === 'published' &&
        seen.account.synchronization.runId !== account.synchronization?.runId,
    );
    const after = await session.client.account();
    expect(after.directory?.publishedAt).toBe(after.synchronization?.endedAt);
  });

  test('links to its workflow only for administrators', async () => {
    const link = (it: Account | null) => it?.workflowLink ?? null;
    expect(link(await viewer.client.account())).toBeNull();
    const seen = await viewer.client.follow(() => true);
    expect(link(seen.account)).toBeNull();
    const list = await viewer.client.call('GET', `${viewer.client.base}/accounts`);
    expect(JSON.stringify(list)).not.toContain('workflows/');
    const { namespace } = postgres.stack.temporal.location;
    const own = `https://temporal.example/namespaces/${namespace}/workflows/exchange-online%2Fcontoso`;
    expect(link(await session.client.account())).toBe(own);
    expect(link((await session.client.follow(() => true)).account)).toBe(own);
    const owned = await session.client.call('GET', `${session.client.base}/accounts`);
    expect(JSON.stringify(owned)).toContain(own);
  });
});

test('the audit trail and the notifications can be paged backwards', async () => {
  const events = z.object({
    events: z.array(z.object({ id: z.number(), actor: z.string() })),
    next: z.number().nullable(),
  });
  const whole = events.parse(
    await session.client.call('GET', `${session.client.base}/audit-events?limit=500`),
  );
  expect(whole.next).toBeNull();
  expect(whole.events.some(({ actor }) => actor === DEMO_ADMINISTRATOR.email)).toBe(true);
  const seen: number[] = [];
  for (let next: number | null = 2 ** 31 - 1; next !== null;) {
    const address = `${session.client.base}/audit-events?limit=7&before=${next}`;
    const page = events.parse(await session.client.call('GET', address));
    seen.push(...page.events.map(({ id }) => id));
    next = page.next;
  }
  expect(seen).toEqual(whole.events.map(({ id }) => id));

  const { notifications, next } = await session.client.notifications();
  expect(next).toBeNull();
  expect(notifications[0]).toMatchObject({
    accountId: account.accountId,
    service: 'exchange-online',
  });
});
