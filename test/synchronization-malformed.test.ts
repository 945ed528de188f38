/** Malformed items are skipped and reported, and no one is removed because of them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SkippedItem } from '../domain/directory.ts';
import { type ConsoleSession, removeAccount, openSession } from './support/console-session.ts';
import type { Listing } from './support/listing.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { expectNotices } from './support/published.ts';
import {
  compareWithTenant,
  expectSame,
  PROTECTED,
  untilSynchronizedAfter,
  untilWaiting,
} from './support/synchronizing.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { submitAndWait, walkToTargets } from './support/walk.ts';

const USERS = 300;

let postgres: PostgresStack;
let tenant: ControlledTenant;
let tenantId: string;
let session: ConsoleSession;
let directory: ReturnType<typeof compareWithTenant>;

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

/** Requests a synchronization and follows it to its end. */
async function synchronizeAgain(runId: string | undefined) {
  await session.client.synchronize();
  const { synchronization } = await untilSynchronizedAfter(session, runId);
  return synchronization;
}

const lost = (all: Listing, some: Listing) => ({
  users: all.users.filter(({ id }) => !some.users.some((user) => user.id === id)),
  groups: all.groups.filter(({ id }) => !some.groups.some((group) => group.id === id)),
  memberships: all.memberships.length - some.memberships.length,
});

test('a user is skipped and recorded in the run, and everyone else is published', async () => {
  await tenant.setFaults({ malformNext: 1, malformPathContains: '/users?' });
  const { accountId, synchronization } = await submitAndWait(session);
  const listing = await directory.list();
  const { users, groups } = lost(listing, await directory.published(accountId));
  expect(users).toHaveLength(1);
  expect(groups).toEqual([]);
  const [user] = users;
  const item: SkippedItem = {
    kind: 'user',
    id: user?.id ?? null,
    properties: ['userPrincipalName', 'displayName'],
  };
  expect(synchronization).toMatchObject({ skipped: 1, skippedItems: [item], users: USERS - 1 });
  const published = await directory.published(accountId);
  const rest = listing.users.filter(({ id }) => id !== user?.id);
  expectSame(
    { ...published, memberships: [] },
    { users: rest, groups: listing.groups, memberships: [] },
  );
  await expectNotices(postgres.db, accountId, [PROTECTED]);
});

test('a skipped item is read by the next run, which is a full run with that reason', async () => {
  await tenant.setFaults({ malformNext: 1, malformPathContains: '/users?' });
  const { accountId, synchronization } = await submitAndWait(session);
  expect(synchronization).toMatchObject({ skipped: 1, users: USERS - 1 });
  const whole = await synchronizeAgain(synchronization?.runId);
  expect(whole).toMatchObject({ usersRead: 'full', fullReason: 'skipped', skipped: 0, added: 1 });
  await directory.expectEqualToTenant(accountId);
  const later = await synchronizeAgain(whole?.runId);
  expect(later).toMatchObject({ usersRead: 'delta', groupsRead: 'delta', fullReason: null });
});

test('a group is skipped, and everything else is published', async () => {
  await tenant.setFaults({ malformNext: 1, malformPathContains: '/groups?' });
  const { accountId, synchronization } = await submitAndWait(session);
  const listing = await directory.list();
  const { users, groups } = lost(listing, await directory.published(accountId));
  expect([users.length, groups.length]).toEqual([0, 1]);
  const [gone] = groups;
  expect(synchronization).toMatchObject({
    skipped: 1,
    skippedItems: [{ kind: 'group', id: null, properties: ['id'] }],
  });
  expectSame(await directory.published(accountId), {
    users: listing.users,
    groups: listing.groups.filter(({ id }) => id !== gone?.id),
    memberships: listing.memberships.filter(({ groupId }) => groupId !== gone?.id),
  });
});

test('a member is skipped, and everything else is published', async () => {
  await tenant.setFaults({ malformNext: 1, malformPathContains: '/members?' });
  const { accountId, synchronization } = await submitAndWait(session);
  const listing = await directory.list();
  const published = await directory.published(accountId);
  expect(lost(listing, published)).toEqual({ users: [], groups: [], memberships: 1 });
  expect(synchronization).toMatchObject({
    skipped: 1,
    skippedItems: [{ kind: 'member', id: null, properties: ['id'] }],
  });
  const held = new Set(listing.memberships.map((each) => JSON.stringify(each)));
  expect(published.memberships.filter((each) => !held.has(JSON.stringify(each)))).toEqual([]);
});

const LATER = [
  ['user', '/users?', '/users/delta?$deltatoken='],
  ['group', '/groups?', '/groups/delta?$deltatoken='],
  ['member', '/members?', '/groups/delta?$deltatoken='],
] as const;

test.each(LATER)(
  'a %s that is malformed in a later full run is not removed',
  async (kind, path, delta) => {
    const { accountId, synchronization } = await submitAndWait(session);
    const before = await directory.published(accountId);
    await tenant.setFaults({ failNext: 100_000, failPathContains: delta });
    await session.client.synchronize();
    await untilWaiting(session, 'MicrosoftUnavailable');
    await tenant.setFaults({
      failNext: 0,
      expireDeltaTokens: 1,
      malformNext: 1,
      malformPathContains: path,
    });
    const { synchronization: later } = await untilSynchronizedAfter(
      session,
      synchronization?.runId,
    );
    expect(later).toMatchObject({
      [kind === 'user' ? 'usersRead' : 'groupsRead']: 'full',
      fullReason: 'tokenExpired',
      skipped: 1,
      removed: 0,
      groupsRemoved: 0,
      membershipsRemoved: 0,
    });
    expect(later?.skippedItems).toMatchObject([{ kind }]);
    expectSame(await directory.published(accountId), before);
  },
);

test('a full run that skipped one user still removes the users who are gone', async () => {
  const { accountId, synchronization } = await submitAndWait(session);
  const { users } = await directory.list();
  await tenant.removeUsers(users.slice(0, 5).map(({ id }) => id));
  await tenant.setFaults({
    expireDeltaTokens: 1,
    expireDeltaTokensOf: 'users',
    malformNext: 1,
    malformPathContains: '/users?',
  });
  const skipping = await synchronizeAgain(synchronization?.runId);
  expect(skipping).toMatchObject({ usersRead: 'full', skipped: 1, removed: 5 });
  await tenant.clearFaults();
  await synchronizeAgain(skipping?.runId);
  await directory.expectEqualToTenant(accountId);
});

test('a malformed change of a user is looked up by id', async () => {
  const { accountId, synchronization } = await submitAndWait(session);
  const { users } = await directory.published(accountId);
  const ids = users.slice(0, 2).map(({ id }) => id);
  await tenant.changeUsers(ids, { displayName: 'Renamed' });
  await tenant.setFaults({ malformNext: 1, malformPathContains: '/users/delta' });
  const later = await synchronizeAgain(synchronization?.runId);
  expect(later).toMatchObject({ usersRead: 'delta', skipped: 0, changed: 2, removed: 0 });
  expect(await tenant.faults()).toMatchObject({ malformNext: 0 });
  await directory.expectEqualToTenant(accountId);
});
