/** The first synchronization of a tenant that is read in shards, while Microsoft misbehaves. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Desk, removeAccount, sitDown, until } from './support/consent-desk.ts';
import type { Listing } from './support/listing.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { noticesOf } from './support/published.ts';
import { comparing, expectSame, PROTECTED, untilWaiting } from './support/synchronizing.ts';
import { controlTenant, type ControlledTenant, type TenantFaults } from './support/tenant.ts';
import { submitAndWait, untilProtected, walkToTargets } from './support/walk.ts';

/** More than four whole pages, so that the first load is divided by the first character of names. */
const USERS = 4200;

let postgres: PostgresStack;
let tenant: ControlledTenant;
let tenantId: string;
let desk: Desk;
let tell: ReturnType<typeof comparing>;
/** The tenant as it is when nobody changed it, once it was listed. */
let original: Listing | undefined;

beforeAll(async () => {
  postgres = await startPostgresStack({ users: USERS });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  tenantId = await tenant.id();
  desk = await sitDown(postgres.stack);
  tell = comparing(postgres, () => tenantId);
});
afterAll(() => postgres?.close());
beforeEach(async () => {
  await walkToTargets(desk);
});
afterEach(async () => {
  await tenant.heal();
  await removeAccount(desk.client);
  await tenant.reset();
});

async function expectUnchangedTenant(accountId: string): Promise<Listing> {
  await tenant.heal();
  original ??= await tell.list();
  expectSame(await tell.published(accountId), original);
  return original;
}

/** The shards of a list that are not read to their end. */
const openShards = async (stream: 'users' | 'groups') =>
  postgres.db
    .selectFrom('sync_streams')
    .select('shard')
    .where('stream', '=', stream)
    .where('done', '=', false)
    .execute();

test('publishes the directory that the tenant has', async () => {
  const { accountId, synchronization } = await submitAndWait(desk);
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
  expect(await noticesOf(postgres.db, accountId)).toEqual([PROTECTED]);
});

const PAGES_OF_50 = { maxPageSize: 50 };
const PASSING: readonly (readonly [string, TenantFaults])[] = [
  ['connections that are cut', { ...PAGES_OF_50, dropNext: 3, dropSkip: 10 }],
  [
    'a page of users cut in the middle of its body',
    { ...PAGES_OF_50, truncateNext: 2, truncateSkip: 30, truncatePathContains: '/users?' },
  ],
  ['members cut in the middle of the body', { truncateNext: 1, truncatePathContains: '$batch' }],
  [
    'pages of users that come twice',
    { ...PAGES_OF_50, repeatPageNext: 3, repeatPageSkip: 5, repeatPagePathContains: '/users?' },
  ],
  [
    'a page of groups and one of members that come twice',
    { ...PAGES_OF_50, repeatPageNext: 2, repeatPagePathContains: '/groups' },
  ],
  ['page tokens that expire', { ...PAGES_OF_50, expirePageTokens: 3 }],
  [
    'a delta token that expires (410)',
    { ...PAGES_OF_50, expireDeltaTokens: 1, deltaTokenFailure: 'gone' },
  ],
  [
    'a delta token that expires (syncStateNotFound)',
    { expireDeltaTokens: 1, deltaTokenFailure: 'syncStateNotFound' },
  ],
];

test.each(PASSING)('is whole in spite of %s', async (_, faults) => {
  await tenant.misbehave(faults);
  const { accountId } = await submitAndWait(desk);
  // Whatever was to happen has happened.
  const left = await tenant.faults();
  for (const name of Object.keys(faults).filter((name) => /(Next|Tokens)$/.test(name)))
    expect(left[name], name).toBe(0);
  await expectUnchangedTenant(accountId);
  expect(await noticesOf(postgres.db, accountId)).toEqual([PROTECTED]);
});

test('publishes nothing while page 3 of a shard fails, and goes on from there', async () => {
  await tenant.misbehave({
    maxPageSize: 200,
    failNext: 100_000,
    failSkip: 2,
    failStatus: 500,
    failPathContains: `startswith(userPrincipalName,'s')`,
  });
  await desk.client.submit({ method: 'all' });
  const { accountId, synchronization } = await untilWaiting(desk, 'MicrosoftUnavailable');
  expect(synchronization).toMatchObject({ phase: 'users' });
  await until(desk.client, (account) => (account.synchronization?.users ?? 0) > USERS / 2);
  await untilOnlyOpen(['s']);
  expect((await tell.published(accountId)).users).toEqual([]);
  const { pages } = await tell.lastRun(accountId);

  await tenant.heal();
  const after = await untilProtected(desk);
  expect(after.synchronization?.runId).toBe(synchronization?.runId);
  expect(after.synchronization?.pages).toBeGreaterThan(pages);
  await expectUnchangedTenant(accountId);
});

async function untilOnlyOpen(shards: readonly string[]): Promise<void> {
  await expect
    .poll(async () => (await openShards('users')).map(({ shard }) => shard), { timeout: 60_000 })
    .toEqual(shards);
}

test('waits for a minute while Microsoft throttles everything, asking no more often than it may', async () => {
  await tenant.misbehave({ ...PAGES_OF_50, failNext: 100_000, failPathContains: "'s'" });
  await desk.client.submit({ method: 'all' });
  await untilWaiting(desk, 'MicrosoftUnavailable');
  const { throttled } = await tenant.counters();
  await tenant.misbehave({ failNext: 0, throttleForMs: 60_000, retryAfterSeconds: 9 });
  await untilWaiting(desk, 'MicrosoftThrottled');
  const { accountId, synchronization } = await untilProtected(desk);
  const refused = (await tenant.counters()).throttled - throttled;
  // Seven attempts fit into the time: one with all that was side by side, the others with two requests each.
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThanOrEqual(32 + 6 * 2);
  expect(synchronization?.throttled).toBe(refused);
  expect(synchronization?.waitedMs).toBeGreaterThan(50_000);
  await expectUnchangedTenant(accountId);
});

test('knows who changed while users and groups were being read', async () => {
  await tenant.misbehave({
    ...PAGES_OF_50,
    changeWhileReading: 3,
    failNext: 100_000,
    failSkip: 1,
    failPathContains: '/users/delta?$deltatoken=',
  });
  await desk.client.submit({ method: 'all' });
  // The groups have been read, and what changed of the users meanwhile is asked for.
  const { accountId } = await until(
    desk.client,
    ({ synchronization }) =>
      synchronization?.phase === 'groups' &&
      synchronization.waiting?.reason === 'MicrosoftUnavailable',
  );
  await tenant.heal();
  await untilProtected(desk);
  const { users } = await tell.expectTrue(accountId);
  const renamed = users.filter(({ displayName }) => displayName?.startsWith('Renamed while'));
  expect(renamed.length).toBeGreaterThan(10);
});
