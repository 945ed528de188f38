/** The first synchronization of a tenant large enough for shards, with faults at Microsoft. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ConsoleSession,
  removeAccount,
  openSession,
  until,
} from './support/console-session.ts';
import type { Listing } from './support/listing.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { expectNotices } from './support/published.ts';
import { compareWithTenant, expectSame, PROTECTED, untilWaiting } from './support/synchronizing.ts';
import { controlTenant, type ControlledTenant, type TenantFaults } from './support/tenant.ts';
import { waitFor } from './support/wait.ts';
import { submitAndWait, untilProtected, walkToTargets } from './support/walk.ts';

/** More than four full pages, so that the first load is sharded by the first character of names. */
const USERS = 4200;

let postgres: PostgresStack;
let tenant: ControlledTenant;
let tenantId: string;
let session: ConsoleSession;
let directory: ReturnType<typeof compareWithTenant>;
/** The unchanged tenant, once it has been listed. */
let original: Listing | undefined;

beforeAll(async () => {
  postgres = await startPostgresStack({ users: USERS });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  tenantId = await tenant.id();
  session = await openSession(postgres.stack);
  directory = compareWithTenant(postgres, () => tenantId);
});
afterAll(() => postgres?.close());
beforeEach(async () => {
  await walkToTargets(session);
});
afterEach(async () => {
  await tenant.clearFaults();
  await removeAccount(session.client);
  await tenant.reset();
});

async function expectUnchangedTenant(accountId: string): Promise<Listing> {
  await tenant.clearFaults();
  original ??= await directory.list();
  expectSame(await directory.published(accountId), original);
  return original;
}

/** The shards of a list that are not completely read. */
const openShards = async (stream: 'users' | 'groups') =>
  postgres.db
    .selectFrom('syncStreams')
    .select('shard')
    .where('stream', '=', stream)
    .where('done', '=', false)
    .execute();

test('publishes the directory of the tenant', async () => {
  const { accountId, synchronization } = await submitAndWait(session);
  const { users, groups, memberships } = await expectUnchangedTenant(accountId);
  expect(users).toHaveLength(USERS);
  expect(synchronization).toMatchObject({
    totalUsers: USERS,
    users: USERS,
    groups: groups.length,
    memberships: memberships.length,
    added: USERS,
    groupsAdded: groups.length,
    membershipsAdded: memberships.length,
    usersRead: 'full',
    groupsRead: 'full',
    fullReason: 'first',
    skipped: 0,
    skippedItems: [],
  });
  expect(synchronization?.pages).toBeGreaterThan(USERS / 999 + 1);
  await expectNotices(postgres.db, accountId, [PROTECTED]);
});

const PAGES_OF_50 = { maxPageSize: 50 };
const PASSING: readonly (readonly [string, TenantFaults])[] = [
  ['dropped connections', { ...PAGES_OF_50, dropNext: 3, dropSkip: 10 }],
  [
    'a page of users truncated in the middle of its body',
    { ...PAGES_OF_50, truncateNext: 2, truncateSkip: 30, truncatePathContains: '/users?' },
  ],
  [
    'members truncated in the middle of the body',
    { truncateNext: 1, truncatePathContains: '$batch' },
  ],
  [
    'repeated pages of users',
    { ...PAGES_OF_50, repeatPageNext: 3, repeatPageSkip: 5, repeatPagePathContains: '/users?' },
  ],
  [
    'a repeated page of groups and one of members',
    { ...PAGES_OF_50, repeatPageNext: 2, repeatPagePathContains: '/groups' },
  ],
  ['expired page tokens', { ...PAGES_OF_50, expirePageTokens: 3 }],
  [
    'an expired delta token (410)',
    { ...PAGES_OF_50, expireDeltaTokens: 1, deltaTokenFailure: 'gone' },
  ],
  [
    'an expired delta token (syncStateNotFound)',
    { expireDeltaTokens: 1, deltaTokenFailure: 'syncStateNotFound' },
  ],
];

test.each(PASSING)('is complete despite %s', async (_, faults) => {
  await tenant.setFaults(faults);
  const { accountId } = await submitAndWait(session);
  // Every counted fault has occurred.
  const left = await tenant.faults();
  for (const name of Object.keys(faults).filter((name) => /(Next|Tokens)$/.test(name)))
    expect(left[name], name).toBe(0);
  await expectUnchangedTenant(accountId);
  await expectNotices(postgres.db, accountId, [PROTECTED]);
});

test('publishes nothing while page 3 of a shard fails, and continues from there', async () => {
  await tenant.setFaults({
    maxPageSize: 200,
    failNext: 100_000,
    failSkip: 2,
    failStatus: 500,
    failPathContains: `startswith(userPrincipalName,'s')`,
  });
  await session.client.submit({ method: 'all' });
  const { accountId, synchronization } = await untilWaiting(session, 'MicrosoftUnavailable');
  expect(synchronization).toMatchObject({ phase: 'users' });
  await until(session.client, (account) => (account.synchronization?.users ?? 0) > USERS / 2);
  await untilOnlyOpen(['s']);
  expect((await directory.published(accountId)).users).toEqual([]);
  const { pages } = await directory.lastRecord(accountId);

  await tenant.clearFaults();
  const after = await untilProtected(session);
  expect(after.synchronization?.runId).toBe(synchronization?.runId);
  expect(after.synchronization?.pages).toBeGreaterThan(pages);
  await expectUnchangedTenant(accountId);
});

async function untilOnlyOpen(shards: readonly string[]): Promise<void> {
  await expect
    .poll(async () => (await openShards('users')).map(({ shard }) => shard), { timeout: 60_000 })
    .toEqual(shards);
}

test('waits out a minute of throttling without requesting more often than allowed', async () => {
  await tenant.setFaults({ ...PAGES_OF_50, failNext: 100_000, failPathContains: "'s'" });
  await session.client.submit({ method: 'all' });
  await untilWaiting(session, 'MicrosoftUnavailable');
  const { throttled } = await tenant.counters();
  await tenant.setFaults({ failNext: 0, throttleForMs: 60_000, retryAfterSeconds: 9 });
  await untilWaiting(session, 'MicrosoftThrottled');
  const { accountId, synchronization } = await untilProtected(session);
  const refused = (await tenant.counters()).throttled - throttled;
  // Seven attempts fit into the minute: one with all concurrent requests, the others with two requests each.
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThanOrEqual(32 + 6 * 2);
  expect(synchronization?.throttled).toBe(refused);
  expect(synchronization?.waitedMs).toBeGreaterThan(50_000);
  await expectUnchangedTenant(accountId);
});

test('includes changes made while users and groups were being read', async () => {
  await tenant.setFaults({
    ...PAGES_OF_50,
    changeWhileReading: 3,
    failNext: 100_000,
    failSkip: 1,
    failPathContains: '/users/delta?$deltatoken=',
  });
  await session.client.submit({ method: 'all' });
  // The groups have been read, and the changes of the users are being requested.
  const { accountId } = await until(
    session.client,
    ({ synchronization }) =>
      synchronization?.phase === 'groups' &&
      synchronization.waiting?.reason === 'MicrosoftUnavailable',
  );
  await tenant.clearFaults();
  await untilProtected(session);
  const { users } = await directory.expectEqualToTenant(accountId);
  const renamed = users.filter(({ displayName }) => displayName?.startsWith('Renamed while'));
  expect(renamed.length).toBeGreaterThan(10);
});

test('publishes no membership of a user who was removed before the users could be listed', async () => {
  await tenant.setFaults({
    ...PAGES_OF_50,
    changeWhileReading: 3,
    failNext: 100_000,
    failPathContains: '/users/$count',
  });
  await session.client.submit({ method: 'all' });
  await waitFor('the members are read', {}, async () => {
    const rows = await postgres.db
      .selectFrom('syncStreams')
      .select('stream')
      .where('stream', '=', 'groupChanges')
      .where('done', '=', true)
      .execute();
    return rows.length > 0;
  });
  await tenant.clearFaults();
  const { accountId } = await untilProtected(session);
  await directory.expectEqualToTenant(accountId);
});
