/** Later synchronizations: expired tokens, restored users, removal during a run, other tenants. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ConsoleSession,
  FABRIKAM_ADMINISTRATOR,
  removeAccount,
  openSession,
} from './support/console-session.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { NO_ROWS, expectNotices, rowsLeft, runsOf } from './support/published.ts';
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

const FAILURES_OF_TOKENS = ['gone', 'syncStateNotFound', 'resyncRequired'] as const;

test.each(FAILURES_OF_TOKENS)(
  'an expired delta token (%s) causes a full run with that reason',
  async (deltaTokenFailure) => {
    const { accountId, synchronization } = await submitAndWait(session);
    const { users, groups } = await directory.list();
    await tenant.addUsers(4);
    await tenant.changeUsers([users[0]?.id ?? ''], { displayName: 'Renamed' });
    await tenant.removeUsers([users[1]?.id ?? '', users[2]?.id ?? '']);
    await tenant.addMember(groups[1]?.id ?? '', users[3]?.id ?? '');
    await tenant.setFaults({
      expireDeltaTokens: 1,
      expireDeltaTokensOf: 'users',
      deltaTokenFailure,
    });
    const full = await synchronizeAgain(synchronization?.runId);
    expect(full).toMatchObject({
      usersRead: 'full',
      groupsRead: 'delta',
      fullReason: 'tokenExpired',
      added: 4,
      changed: 1,
      removed: 2,
    });
    await directory.expectEqualToTenant(accountId);
    // The next run reads only changes again.
    const after = await synchronizeAgain(full?.runId);
    expect(after).toMatchObject({ usersRead: 'delta', fullReason: null, added: 0, removed: 0 });
    await expectNotices(postgres.db, accountId, [PROTECTED]);
  },
);

test('restored users are in their groups again', async () => {
  const first = await submitAndWait(session);
  const { accountId } = first;
  const before = await directory.expectEqualToTenant(accountId);
  const members = [...new Set(before.memberships.map(({ memberId }) => memberId))];
  const gone = before.users
    .map(({ id }) => id)
    .filter((id) => members.includes(id))
    .slice(0, 5);
  await tenant.removeUsers(gone);
  const removing = await synchronizeAgain(first.synchronization?.runId);
  expect(removing).toMatchObject({ usersRead: 'delta', removed: 5 });
  const without = await directory.expectEqualToTenant(accountId);
  expect(without.memberships.length).toBeLessThan(before.memberships.length);

  await tenant.restoreUsers(gone);
  const restoring = await synchronizeAgain(removing?.runId);
  expect(restoring).toMatchObject({ usersRead: 'delta', added: 5 });
  expectSame(await directory.expectEqualToTenant(accountId), before);
});

test('a tenant throttled for a long time does not block another', async () => {
  await tenant.setFaults({ throttleForMs: 3_600_000, retryAfterSeconds: 600 });
  await session.client.submit({ method: 'all' });
  await untilWaiting(session, 'MicrosoftThrottled');
  const fabrikam = await openSession(postgres.stack, 'fabrikam');
  try {
    await walkToTargets(fabrikam, FABRIKAM_ADMINISTRATOR);
    const { accountId } = await submitAndWait(fabrikam);
    const other = await controlTenant(postgres.stack.sandbox, 'fabrikam.example').id();
    const { list, published } = compareWithTenant(postgres, () => other);
    expectSame(await published(accountId), await list());
    const waiting = await session.client.account();
    expect(waiting.synchronization?.waiting?.reason).toBe('MicrosoftThrottled');
  } finally {
    await removeAccount(fabrikam.client);
  }
});

/** Where a synchronization is stuck: the failing requests, and how many of them succeed first. */
const STANDSTILLS: readonly (readonly [string, { failSkip: number; failPathContains: string }])[] =
  [
    ['before its first page', { failSkip: 0, failPathContains: '/users?' }],
    ['between pages of users', { failSkip: 2, failPathContains: '/users?' }],
    [
      'before the changes of the users',
      { failSkip: 0, failPathContains: '/users/delta?$deltatoken=' },
    ],
    ['before its groups', { failSkip: 0, failPathContains: '/groups?' }],
    ['between pages of members', { failSkip: 3, failPathContains: '/members?' }],
    [
      'before the changes of the groups',
      { failSkip: 0, failPathContains: '/groups/delta?$deltatoken=' },
    ],
  ];

test.each(STANDSTILLS)('an account removed %s leaves nothing', async (_, where) => {
  await tenant.setFaults({ maxPageSize: 50, failNext: 100_000, ...where });
  await session.client.submit({ method: 'all' });
  const { accountId } = await untilWaiting(session, 'MicrosoftUnavailable');
  await removeAccount(session.client);
  expect(await rowsLeft(postgres.db, accountId)).toEqual(NO_ROWS);
});

test('an account removed while it publishes leaves nothing', async () => {
  const { accountId } = await session.client.account();
  await postgres.db.transaction().execute(async (held) => {
    await sql`lock table directory_groups in exclusive mode`.execute(held);
    await session.client.submit({ method: 'all' });
    await expect
      .poll(async () => (await runsOf(postgres.db, accountId))[0]?.publishingAt, {
        timeout: 60_000,
      })
      .toBeTruthy();
    await session.client.remove();
  });
  await session.client.follow(({ account }) => account === null);
  expect(await rowsLeft(postgres.db, accountId)).toEqual(NO_ROWS);
});
