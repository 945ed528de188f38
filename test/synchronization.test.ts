/** Synchronizing a tenant with faults, end to end into a real PostgreSQL. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { notificationText } from '../domain/account.ts';
import { FAILURES, type FailureType } from '../domain/failures.ts';
import { createGraphs, userPageOf } from '../microsoft/graph.ts';
import { createIdentity } from '../microsoft/identity.ts';
import { CONSENTS } from '../domain/consents.ts';
import { DEFAULT_REGISTRATIONS } from '../sandbox/registrations.ts';
import { CONTOSO_ADMINISTRATOR } from './support/administrator.ts';
import {
  completeStep,
  type ConsoleSession,
  removeAccount,
  openSession,
  until,
} from './support/console-session.ts';
import type { Account } from './support/console-client.ts';
import { type Listing, listTenant, microsoftOf } from './support/listing.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { actionsOf, expectNotices, publishedDirectory, runsOf } from './support/published.ts';
import { startSkipping } from './support/time-skipping.ts';
import { controlTenant, type ControlledTenant, type TenantFaults } from './support/tenant.ts';
import { submitAndWait, untilProtected, untilState, walkToTargets } from './support/walk.ts';

const USERS = 300;
/** Throttles every request of a run, which retries each second. */
const HELD = { throttleNext: 100_000, retryAfterSeconds: 1 };
/** Fails the second page of group members, the only lists that select nothing but the id. */
const MEMBER_LISTS_HELD = { failNext: 100_000, failPathContains: '$select=id&$skiptoken' };
const PROTECTED = {
  kind: 'protected',
  message: notificationText('protected', 'exchange-online'),
  reason: null,
};

const FIVE_MINUTES = 300_000;

let postgres: PostgresStack;
let tenant: ControlledTenant;
let tenantId: string;
let session: ConsoleSession;

beforeAll(async () => {
  postgres = await startPostgresStack({ users: USERS });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  tenantId = await tenant.id();
  session = await openSession(postgres.stack);
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

const list = () => listTenant(postgres.stack, tenantId);
const published = (accountId: string) => publishedDirectory(postgres.db, accountId);
const notices = (accountId: string, expected: readonly unknown[]) =>
  expectNotices(postgres.db, accountId, expected);

/** Checks that the published directory equals the tenant's users, groups and memberships. */
async function expectDirectoryOfTenant(accountId: string): Promise<Listing> {
  const listing = await list();
  expect(await published(accountId)).toEqual(listing);
  return listing;
}

/** Waits until the synchronization is waiting for Microsoft for this reason, and checks how that is shown. */
async function untilWaiting(reason: FailureType): Promise<Account> {
  const account = await until(
    session.client,
    ({ synchronization }) => synchronization?.waiting?.reason === reason,
  );
  expect(account.state).toBe('synchronizing');
  const { startedAt = '', waiting } = account.synchronization ?? {};
  expect(waiting?.sentence).toBe(FAILURES[reason].sentence);
  expect(Date.parse(waiting?.until ?? '')).toBeGreaterThan(Date.parse(startedAt));
  return account;
}

/** Follows the requested synchronization to its end. */
const untilRunAfter = (runId: string | undefined) =>
  until(
    session.client,
    ({ state, synchronization }) =>
      state === 'protected' &&
      synchronization?.outcome === 'published' &&
      synchronization.runId !== runId,
  );

describe('the first synchronization of all users', () => {
  test('publishes the directory of the tenant', async () => {
    const { accountId, synchronization } = await submitAndWait(session);
    const { users, groups, memberships } = await expectDirectoryOfTenant(accountId);
    expect(users).toHaveLength(USERS);
    expect(synchronization).toMatchObject({
      users: USERS,
      totalUsers: USERS,
      groups: groups.length,
      memberships: memberships.length,
      added: USERS,
      changed: 0,
      removed: 0,
      phase: 'done',
      waiting: null,
    });
    await notices(accountId, [PROTECTED]);
  });

  const WAITED_OUT: readonly (readonly [string, TenantFaults, FailureType])[] = [
    [
      'throttling with Retry-After',
      { throttleNext: 100_000, retryAfterSeconds: 1 },
      'MicrosoftThrottled',
    ],
    [
      'throttling without Retry-After',
      { throttleNext: 100_000, retryAfterSeconds: null },
      'MicrosoftThrottled',
    ],
    ['a server error', { failNext: 100_000, failStatus: 500 }, 'MicrosoftUnavailable'],
    ['an outage', { failNext: 100_000, failStatus: 503 }, 'MicrosoftUnavailable'],
    ['dropped connections', { dropNext: 100_000 }, 'MicrosoftUnavailable'],
    ['an outage of the token endpoint', { failTokenNext: 100_000 }, 'MicrosoftUnavailable'],
  ];
  test.each(WAITED_OUT)('waits out %s and shows until when', async (_, faults, reason) => {
    if ('failTokenNext' in faults) await forgetTokens();
    await tenant.setFaults(faults);
    await session.client.submit({ method: 'all' });
    const { accountId, synchronization } = await untilWaiting(reason);
    expect((await published(accountId)).users).toEqual([]);
    await tenant.clearFaults();
    const account = await untilProtected(session);
    expect(account.synchronization).toMatchObject({
      runId: synchronization?.runId,
      waiting: null,
    });
    await expectDirectoryOfTenant(accountId);
    await notices(accountId, [PROTECTED]);
  });

  /** Revokes the cached tokens but keeps the consent, so that a new token must be requested. */
  async function forgetTokens(): Promise<void> {
    const clientId = DEFAULT_REGISTRATIONS[1]?.clientId ?? '';
    await tenant.revoke(clientId);
    await tenant.grant(
      clientId,
      CONSENTS.graph.permissions.map(({ value }) => value),
    );
  }

  test('waits as long as Microsoft says, but at most 15 minutes', async () => {
    await tenant.setFaults({ throttleNext: 1, retryAfterSeconds: 86_400 });
    await session.client.submit({ method: 'all' });
    const { synchronization } = await untilWaiting('MicrosoftThrottled');
    const until = Date.parse(synchronization?.waiting?.until ?? '');
    const startedAt = Date.parse(synchronization?.startedAt ?? '');
    expect((until - startedAt) / 60_000).toBeGreaterThan(14);
    expect((until - startedAt) / 60_000).toBeLessThan(16);
  });

  const ODD_PAGES: readonly (readonly [string, TenantFaults, number])[] = [
    ['small pages', { maxPageSize: 7 }, USERS / 7],
    ['some empty pages', { maxPageSize: 50, emptyPageEvery: 2 }, USERS / 50 + 2],
  ];
  test.each(ODD_PAGES)('is complete with %s', async (_, faults, leastPages) => {
    await tenant.setFaults(faults);
    const { accountId } = await submitAndWait(session);
    const [run] = await runsOf(postgres.db, accountId);
    expect(run?.pages).toBeGreaterThan(leastPages);
    await tenant.clearFaults();
    await expectDirectoryOfTenant(accountId);
  });

  const RESTARTED: readonly (readonly [string, TenantFaults])[] = [
    ['a page token', { maxPageSize: 50, expirePageTokens: 1 }],
    ['three page tokens', { maxPageSize: 50, expirePageTokens: 3 }],
    ['a delta token (410)', { expireDeltaTokens: 1, deltaTokenFailure: 'gone' }],
    ['a delta token', { expireDeltaTokens: 1, deltaTokenFailure: 'syncStateNotFound' }],
    ['two delta tokens', { expireDeltaTokens: 2, deltaTokenFailure: 'resyncRequired' }],
  ];
  test.each(RESTARTED)('restarts when Microsoft expires %s', async (_, faults) => {
    await tenant.setFaults(faults);
    const { accountId } = await submitAndWait(session);
    const [run] = await runsOf(postgres.db, accountId);
    // Page tokens may all be those of member lists, which begin anew without a restart of the run.
    if (!('expirePageTokens' in faults)) expect(run?.restarts).toBeGreaterThan(0);
    await expectDirectoryOfTenant(accountId);
    await notices(accountId, [PROTECTED]);
  });

  test('restarts a member list when its page token expires', async () => {
    await tenant.setFaults({ maxPageSize: 20, ...MEMBER_LISTS_HELD });
    await session.client.submit({ method: 'all' });
    const { accountId } = await untilWaiting('MicrosoftUnavailable');
    await tenant.setFaults({ failNext: 0, expirePageTokens: 1 });
    await untilProtected(session);
    await tenant.clearFaults();
    await expectDirectoryOfTenant(accountId);
  });

  test('retries the throttled items of a batch', async () => {
    await tenant.setFaults({ failNext: 100_000, failPathContains: '/members?' });
    await session.client.submit({ method: 'all' });
    const { accountId } = await untilWaiting('MicrosoftUnavailable');
    const { throttled } = await tenant.counters();
    await tenant.setFaults({
      failNext: 0,
      throttleNext: 5,
      throttleInsideBatch: true,
      retryAfterSeconds: 1,
    });
    await untilWaiting('MicrosoftThrottled');
    await untilProtected(session);
    expect((await tenant.counters()).throttled).toBe(throttled + 5);
    await tenant.clearFaults();
    await expectDirectoryOfTenant(accountId);
  });

  test('includes changes made while users were being read', async () => {
    const before = await list();
    const [first, second, third, fourth] = before.users;
    const [group, other] = before.groups;
    await tenant.setFaults({ maxPageSize: 100, failNext: 100_000, failPathContains: 'skiptoken' });
    await session.client.submit({ method: 'all' });
    const { accountId, synchronization } = await untilWaiting('MicrosoftUnavailable');
    expect(synchronization).toMatchObject({ phase: 'users', users: 100 });

    await tenant.addUsers(30);
    await tenant.changeUsers([first?.id ?? '', second?.id ?? ''], { displayName: 'Renamed' });
    await tenant.removeUsers(before.users.slice(5, 60).map(({ id }) => id));
    await tenant.removeUsers([third?.id ?? '', fourth?.id ?? '']);
    await tenant.restoreUsers([third?.id ?? '']);
    await tenant.removeGroup(other?.id ?? '');
    const newcomers = await tenant.addGroup('Newcomers');
    await tenant.addMember(newcomers, first?.id ?? '');
    await tenant.addMember(newcomers, group?.id ?? '');

    await tenant.clearFaults();
    await untilProtected(session);
    const after = await expectDirectoryOfTenant(accountId);
    expect(after.users.filter(({ displayName }) => displayName === 'Renamed')).toHaveLength(2);
    expect(after.users).toHaveLength(USERS + 30 - 55 - 1);
  });

  test('includes changes made while groups were being read', async () => {
    const before = await list();
    const members = before.memberships.filter(({ memberKind }) => memberKind === 'user');
    const [gone] = members;
    const left = members.find(({ memberId }) => memberId !== gone?.memberId);
    await tenant.setFaults({ maxPageSize: 20, ...MEMBER_LISTS_HELD });
    await session.client.submit({ method: 'all' });
    const { accountId, synchronization } = await untilWaiting('MicrosoftUnavailable');
    expect(synchronization).toMatchObject({ phase: 'groups', users: USERS });

    const [newcomer = ''] = await tenant.addUsers(3);
    await tenant.removeUsers([gone?.memberId ?? '']);
    await tenant.removeMember(left?.groupId ?? '', left?.memberId ?? '');
    await tenant.addMember(before.groups[1]?.id ?? '', newcomer);
    await tenant.removeGroup(before.groups[2]?.id ?? '');
    await tenant.addMember(await tenant.addGroup('Latecomers'), newcomer);

    await tenant.clearFaults();
    await untilProtected(session);
    const after = await expectDirectoryOfTenant(accountId);
    expect(after.users).toHaveLength(USERS + 3 - 1);
  });

  test('publishes users correctly when the delta token for their changes has expired', async () => {
    await tenant.setFaults({ failNext: 100_000, failPathContains: '/groups?' });
    await session.client.submit({ method: 'all' });
    const { accountId } = await untilWaiting('MicrosoftUnavailable');
    await tenant.setFaults({ failPathContains: '/users/delta?$deltatoken=' });
    await until(session.client, ({ synchronization }) => (synchronization?.groups ?? 0) > 0);
    await untilWaiting('MicrosoftUnavailable');
    await tenant.setFaults({ failNext: 0, expireDeltaTokens: 1, expireDeltaTokensOf: 'users' });
    await untilProtected(session);
    await expectDirectoryOfTenant(accountId);
  });

  test('stops when the consent is revoked, and continues the same run after it is renewed', async () => {
    await tenant.setFaults({ maxPageSize: 100, failNext: 100_000, failPathContains: 'skiptoken' });
    await session.client.submit({ method: 'all' });
    const { accountId, synchronization } = await untilWaiting('MicrosoftUnavailable');
    await tenant.revoke(DEFAULT_REGISTRATIONS[1]?.clientId ?? '');
    await tenant.clearFaults();

    // One look is no proof. The others follow over two minutes.
    await untilWaiting('GrantNotConfirmed');
    await startSkipping(postgres.temporal, 'exchange-online/contoso', FIVE_MINUTES);
    const stopped = await untilState(session, 'attentionRequired');
    expect(stopped.attention).toEqual({
      reason: 'consentRevoked',
      message: FAILURES.ConsentRevoked.sentence,
      consent: 'graph',
      turns: ['globalAdministrator'],
    });
    expect(stopped.consents.map(({ status }) => status)).toEqual(['granted', 'revoked']);
    const attention = { kind: 'attentionRequired', reason: 'consentRevoked' };
    await session.client.follow((seen) =>
      seen.notifications.notifications.some(({ read, kind }) => !read && kind === attention.kind),
    );
    expect((await published(accountId)).users).toEqual([]);
    const early = await problemOfCall(session.client.synchronize());
    expect(early).toMatchObject({ code: 'WrongState', status: 409 });

    await completeStep(session, 'graph');
    const account = await untilProtected(session);
    expect(account.attention).toBeNull();
    expect(account.synchronization?.runId).toBe(synchronization?.runId);
    expect(await runsOf(postgres.db, accountId)).toHaveLength(1);
    await expectDirectoryOfTenant(accountId);
    await notices(accountId, [
      { ...attention, message: notificationText('attentionRequired', 'exchange-online') },
      {
        kind: 'recovered',
        message: notificationText('recovered', 'exchange-online'),
        reason: 'consentRevoked',
      },
      PROTECTED,
    ]);
  });
});

describe('a later synchronization', () => {
  test('on request counts additions, changes and removals, and sends no second notification', async () => {
    const { accountId, synchronization } = await submitAndWait(session);
    const { users } = await list();
    await tenant.addUsers(3);
    await tenant.changeUsers([users[0]?.id ?? '', users[1]?.id ?? ''], { displayName: 'Renamed' });
    await tenant.removeUsers([users[2]?.id ?? '']);
    expect(await session.client.synchronize()).toEqual({ requested: true, joined: false });
    const account = await untilRunAfter(synchronization?.runId);
    expect(account.synchronization).toMatchObject({
      added: 3,
      changed: 2,
      removed: 1,
      users: USERS + 2,
    });
    await expectDirectoryOfTenant(accountId);
    await notices(accountId, [PROTECTED]);
  });

  test('removes no one while page 3 cannot be read', async () => {
    const { accountId, synchronization } = await submitAndWait(session);
    const before = await published(accountId);
    await tenant.removeUsers(before.users.slice(0, 5).map(({ id }) => id));
    const pages = { maxPageSize: 60, expireDeltaTokens: 1, expireDeltaTokensOf: 'users' } as const;
    await tenant.setFaults(pages);
    await tenant.setFaults({
      failNext: 100_000,
      failStatus: 500,
      failPathContains: await tokenOfPage(3),
    });
    await session.client.synchronize();
    const held = await untilWaiting('MicrosoftUnavailable');
    expect(held.synchronization).toMatchObject({
      phase: 'users',
      users: 120,
      removed: 0,
      usersRead: 'full',
      fullReason: 'tokenExpired',
    });
    expect(await published(accountId)).toEqual(before);

    await tenant.clearFaults();
    const account = await untilRunAfter(synchronization?.runId);
    expect(account.synchronization).toMatchObject({ added: 0, changed: 0, removed: 5 });
    await expectDirectoryOfTenant(accountId);
  });

  /** The token with which the product requests a page of users. */
  async function tokenOfPage(number: number): Promise<string> {
    const configuration = await microsoftOf(postgres.stack);
    const { graph } = createGraphs({ identity: createIdentity(configuration), configuration });
    let link: string | null = null;
    for (let page = 1; page < number; page += 1) {
      ({ next: link } = userPageOf(await graph.userPage({ tenantId, link })));
    }
    return new URL(link ?? '').searchParams.get('$skiptoken') ?? '';
  }

  test('requested during a run joins that run', async () => {
    await tenant.setFaults(HELD);
    await session.client.submit({ method: 'all' });
    const { accountId } = await untilWaiting('MicrosoftThrottled');
    await session.client.synchronize();
    await tenant.clearFaults();
    const { synchronization } = await untilProtected(session);
    expect(await runsOf(postgres.db, accountId)).toHaveLength(1);

    await tenant.setFaults(HELD);
    await session.client.synchronize();
    await untilWaiting('MicrosoftThrottled');
    await Promise.all([session.client.synchronize(), session.client.synchronize()]);
    await tenant.clearFaults();
    await untilRunAfter(synchronization?.runId);
    expect(await runsOf(postgres.db, accountId)).toHaveLength(2);
    await notices(accountId, [PROTECTED]);
  });
});

describe('selected users', () => {
  test('are synchronized once and cannot be synchronized on request', async () => {
    const { id } = await session.client.user(CONTOSO_ADMINISTRATOR.email);
    const choice = { method: 'selected', userIds: [id] } as const;
    const { accountId, synchronization } = await submitAndWait(session, choice);
    const problem = await problemOfCall(session.client.synchronize());
    expect(problem).toMatchObject({
      code: 'SynchronizationNotAvailable',
      status: 409,
      detail: FAILURES.SynchronizationNotAvailable.sentence,
    });
    const after = await untilState(session, 'protected');
    expect(after.synchronization?.runId).toBe(synchronization?.runId);
    const { users, groups, memberships } = await published(accountId);
    const { users: listed } = await list();
    expect(users).toEqual(listed.filter((user) => user.id === id));
    expect([groups, memberships]).toEqual([[], []]);
    await notices(accountId, [PROTECTED]);
  });

  test('must be chosen again if one disappears before being read', async () => {
    const { users } = await list();
    const userIds = users.slice(0, 3).map(({ id }) => id);
    // This lock keeps the run from being recorded, and nothing is read before that.
    await postgres.db.transaction().execute(async (held) => {
      await sql`lock table sync_runs in exclusive mode`.execute(held);
      await session.client.submit({ method: 'selected', userIds });
      await tenant.removeUsers([userIds[1] ?? '']);
    });
    const stopped = await untilState(session, 'attentionRequired');
    expect(stopped.attention).toMatchObject({
      reason: 'targetsUnknown',
      message: FAILURES.TargetsUnknown.sentence,
    });
    const { accountId } = stopped;
    expect((await published(accountId)).users).toEqual([]);

    const again = await problemOfCall(session.client.submit({ method: 'selected', userIds }));
    expect(again).toMatchObject({ code: 'TargetsUnknown', details: { unknown: [userIds[1]] } });
    const present = userIds.filter((id) => id !== userIds[1]);
    const account = await submitAndWait(session, { method: 'selected', userIds: present });
    expect(account).toMatchObject({ attention: null, targetCount: 2 });
    expect((await published(accountId)).users.map(({ id }) => id)).toEqual(present);
    await notices(accountId, [
      {
        kind: 'attentionRequired',
        message: notificationText('attentionRequired', 'exchange-online'),
        reason: 'targetsUnknown',
      },
      {
        kind: 'recovered',
        message: notificationText('recovered', 'exchange-online'),
        reason: 'targetsUnknown',
      },
      PROTECTED,
    ]);
    expect(await actionsOf(postgres.db, accountId)).toContain('targets.chosen');
  });
});
