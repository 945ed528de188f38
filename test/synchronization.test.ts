/** Copying the directory of a tenant that misbehaves, through the real doors and into a real PostgreSQL. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOTIFICATIONS } from '../domain/account.ts';
import { FAILURES, type FailureType } from '../domain/failures.ts';
import { createGraph, userPageOf } from '../microsoft/graph.ts';
import { createIdentity } from '../microsoft/identity.ts';
import { CONSENTS } from '../domain/consents.ts';
import { DEFAULT_REGISTRATIONS } from '../sandbox/registrations.ts';
import { CONTOSO_ADMINISTRATOR } from './support/administrator.ts';
import { completeStep, type Desk, removeAccount, sitDown, until } from './support/consent-desk.ts';
import type { Account } from './support/console-client.ts';
import { type Listing, listTenant, microsoftOf } from './support/listing.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { actionsOf, noticesOf, publishedDirectory, runsOf } from './support/published.ts';
import { controlTenant, type ControlledTenant, type TenantFaults } from './support/tenant.ts';
import { submitAndWait, untilProtected, untilState, walkToTargets } from './support/walk.ts';

const USERS = 300;
/** Every request of a reading is refused for as long as this lasts, and asked again each second. */
const HELD = { throttleNext: 100_000, retryAfterSeconds: 1 };
/** The second page of any group's members, which alone are selected by nothing but their id. */
const MEMBER_LISTS_HELD = { failNext: 100_000, failPathContains: '$select=id&$skiptoken' };
const PROTECTED = { kind: 'protected', message: NOTIFICATIONS.protected, reason: null };

let postgres: PostgresStack;
let tenant: ControlledTenant;
let tenantId: string;
let desk: Desk;

beforeAll(async () => {
  postgres = await startPostgresStack({ users: USERS });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  tenantId = await tenant.id();
  desk = await sitDown(postgres.stack);
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

const list = () => listTenant(postgres.stack, tenantId);
const published = (accountId: string) => publishedDirectory(postgres.db, accountId);
const notices = (accountId: string) => noticesOf(postgres.db, accountId);

/** What we hold is what the tenant has: user by user, group by group, membership by membership. */
async function expectTrueDirectory(accountId: string): Promise<Listing> {
  const listing = await list();
  expect(await published(accountId)).toEqual(listing);
  return listing;
}

/** Waits until the synchronization waits for Microsoft, which it then says. */
async function untilWaiting(reason: FailureType): Promise<Account> {
  const account = await until(
    desk.client,
    ({ synchronization }) => synchronization?.waiting?.reason === reason,
  );
  expect(account.state).toBe('synchronizing');
  const { startedAt = '', waiting } = account.synchronization ?? {};
  expect(waiting?.sentence).toBe(FAILURES[reason].sentence);
  expect(Date.parse(waiting?.until ?? '')).toBeGreaterThan(Date.parse(startedAt));
  return account;
}

/** Follows a synchronization that was asked for to its end. */
const untilRunAfter = (runId: string | undefined) =>
  until(
    desk.client,
    ({ state, synchronization }) =>
      state === 'protected' &&
      synchronization?.outcome === 'published' &&
      synchronization.runId !== runId,
  );

describe('the first synchronization of everybody', () => {
  test('publishes the directory that the tenant has', async () => {
    const { accountId, synchronization } = await submitAndWait(desk);
    const { users, groups, memberships } = await expectTrueDirectory(accountId);
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
    expect(await notices(accountId)).toEqual([PROTECTED]);
  });

  const WAITED_OUT: readonly (readonly [string, TenantFaults, FailureType])[] = [
    [
      'a throttled answer that says how long',
      { throttleNext: 100_000, retryAfterSeconds: 1 },
      'MicrosoftThrottled',
    ],
    [
      'a throttled answer that does not say how long',
      { throttleNext: 100_000, retryAfterSeconds: null },
      'MicrosoftThrottled',
    ],
    ['an error of the server', { failNext: 100_000, failStatus: 500 }, 'MicrosoftUnavailable'],
    ['an outage', { failNext: 100_000, failStatus: 503 }, 'MicrosoftUnavailable'],
    ['connections that are cut', { dropNext: 100_000 }, 'MicrosoftUnavailable'],
    ['an outage of the sign-in', { failTokenNext: 100_000 }, 'MicrosoftUnavailable'],
  ];
  test.each(WAITED_OUT)('waits out %s and says until when', async (_, faults, reason) => {
    if ('failTokenNext' in faults) await forgetTokens();
    await tenant.misbehave(faults);
    await desk.client.submit({ method: 'all' });
    const { accountId, synchronization } = await untilWaiting(reason);
    expect((await published(accountId)).users).toEqual([]);
    await tenant.heal();
    const account = await untilProtected(desk);
    expect(account.synchronization).toMatchObject({
      runId: synchronization?.runId,
      waiting: null,
    });
    await expectTrueDirectory(accountId);
    expect(await notices(accountId)).toEqual([PROTECTED]);
  });

  /** The held tokens are refused, with the consent in place: the next one must be asked for. */
  async function forgetTokens(): Promise<void> {
    const clientId = DEFAULT_REGISTRATIONS[1]?.clientId ?? '';
    await tenant.revoke(clientId);
    await tenant.grant(
      clientId,
      CONSENTS.graph.permissions.map(({ value }) => value),
    );
  }

  test('waits for as long as Microsoft says, but for no more than a quarter of an hour', async () => {
    await tenant.misbehave({ throttleNext: 1, retryAfterSeconds: 86_400 });
    await desk.client.submit({ method: 'all' });
    const { synchronization } = await untilWaiting('MicrosoftThrottled');
    const until = Date.parse(synchronization?.waiting?.until ?? '');
    const startedAt = Date.parse(synchronization?.startedAt ?? '');
    expect((until - startedAt) / 60_000).toBeGreaterThan(14);
    expect((until - startedAt) / 60_000).toBeLessThan(16);
  });

  const ODD_PAGES: readonly (readonly [string, TenantFaults, number])[] = [
    ['small pages', { maxPageSize: 7 }, USERS / 7],
    ['pages of which some are empty', { maxPageSize: 50, emptyPageEvery: 2 }, USERS / 50 + 2],
  ];
  test.each(ODD_PAGES)('is whole over %s', async (_, faults, leastPages) => {
    await tenant.misbehave(faults);
    const { accountId } = await submitAndWait(desk);
    const [run] = await runsOf(postgres.db, accountId);
    expect(run?.pages).toBeGreaterThan(leastPages);
    await tenant.heal();
    await expectTrueDirectory(accountId);
  });

  const BEGUN_ANEW: readonly (readonly [string, TenantFaults])[] = [
    ['a page token', { maxPageSize: 50, expirePageTokens: 1 }],
    ['three page tokens', { maxPageSize: 50, expirePageTokens: 3 }],
    ['a delta token (410)', { expireDeltaTokens: 1, deltaTokenFailure: 'gone' }],
    ['a delta token', { expireDeltaTokens: 1, deltaTokenFailure: 'syncStateNotFound' }],
    ['two delta tokens', { expireDeltaTokens: 2, deltaTokenFailure: 'resyncRequired' }],
  ];
  test.each(BEGUN_ANEW)('begins anew when Microsoft lets %s expire', async (_, faults) => {
    await tenant.misbehave(faults);
    const { accountId } = await submitAndWait(desk);
    const [run] = await runsOf(postgres.db, accountId);
    expect(run?.restarts).toBeGreaterThan(0);
    await expectTrueDirectory(accountId);
    expect(await notices(accountId)).toEqual([PROTECTED]);
  });

  test('begins a member list anew when its page token expires', async () => {
    await tenant.misbehave({ maxPageSize: 20, ...MEMBER_LISTS_HELD });
    await desk.client.submit({ method: 'all' });
    const { accountId } = await untilWaiting('MicrosoftUnavailable');
    await tenant.misbehave({ failNext: 0, expirePageTokens: 1 });
    await untilProtected(desk);
    await tenant.heal();
    await expectTrueDirectory(accountId);
  });

  test('asks again for the items of a batch that were throttled within it', async () => {
    await tenant.misbehave({ failNext: 100_000, failPathContains: '/members?' });
    await desk.client.submit({ method: 'all' });
    const { accountId } = await untilWaiting('MicrosoftUnavailable');
    const { throttled } = await tenant.counters();
    await tenant.misbehave({
      failNext: 0,
      throttleNext: 5,
      throttleInsideBatch: true,
      retryAfterSeconds: 1,
    });
    await untilWaiting('MicrosoftThrottled');
    await untilProtected(desk);
    expect((await tenant.counters()).throttled).toBe(throttled + 5);
    await tenant.heal();
    await expectTrueDirectory(accountId);
  });

  test('knows what changed in the tenant while its users were being read', async () => {
    const before = await list();
    const [first, second, third, fourth] = before.users;
    const [group, other] = before.groups;
    await tenant.misbehave({ maxPageSize: 100, failNext: 100_000, failPathContains: 'skiptoken' });
    await desk.client.submit({ method: 'all' });
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

    await tenant.heal();
    await untilProtected(desk);
    const after = await expectTrueDirectory(accountId);
    expect(after.users.filter(({ displayName }) => displayName === 'Renamed')).toHaveLength(2);
    expect(after.users).toHaveLength(USERS + 30 - 55 - 1);
  });

  test('knows what changed in the tenant while its groups were being read', async () => {
    const before = await list();
    const members = before.memberships.filter(({ memberKind }) => memberKind === 'user');
    const [gone] = members;
    const left = members.find(({ memberId }) => memberId !== gone?.memberId);
    await tenant.misbehave({ maxPageSize: 20, ...MEMBER_LISTS_HELD });
    await desk.client.submit({ method: 'all' });
    const { accountId, synchronization } = await untilWaiting('MicrosoftUnavailable');
    expect(synchronization).toMatchObject({ phase: 'groups', users: USERS });

    const [newcomer = ''] = await tenant.addUsers(3);
    await tenant.removeUsers([gone?.memberId ?? '']);
    await tenant.removeMember(left?.groupId ?? '', left?.memberId ?? '');
    await tenant.addMember(before.groups[1]?.id ?? '', newcomer);
    await tenant.removeGroup(before.groups[2]?.id ?? '');
    await tenant.addMember(await tenant.addGroup('Latecomers'), newcomer);

    await tenant.heal();
    await untilProtected(desk);
    const after = await expectTrueDirectory(accountId);
    expect(after.users).toHaveLength(USERS + 3 - 1);
  });

  test('publishes users as they were read when what changed since cannot be told any more', async () => {
    await tenant.misbehave({ failNext: 100_000, failPathContains: '/groups?' });
    await desk.client.submit({ method: 'all' });
    const { accountId } = await untilWaiting('MicrosoftUnavailable');
    await tenant.misbehave({ failPathContains: '/users/delta?$deltatoken=' });
    await until(desk.client, ({ synchronization }) => (synchronization?.groups ?? 0) > 0);
    await untilWaiting('MicrosoftUnavailable');
    await tenant.misbehave({ failNext: 0, expireDeltaTokens: 1, expireDeltaTokensOf: 'users' });
    await untilProtected(desk);
    await expectTrueDirectory(accountId);
  });

  test('stops when the consent is withdrawn, and goes on with the same run once it is renewed', async () => {
    await tenant.misbehave({ maxPageSize: 100, failNext: 100_000, failPathContains: 'skiptoken' });
    await desk.client.submit({ method: 'all' });
    const { accountId, synchronization } = await untilWaiting('MicrosoftUnavailable');
    await tenant.revoke(DEFAULT_REGISTRATIONS[1]?.clientId ?? '');
    await tenant.heal();

    const stopped = await untilState(desk, 'attentionRequired');
    expect(stopped.attention).toEqual({
      reason: 'graphConsentRevoked',
      message: FAILURES.ConsentRevoked.sentence,
      command: null,
    });
    expect(stopped.consents.map(({ status }) => status)).toEqual(['granted', 'revoked']);
    const attention = { kind: 'attentionRequired', reason: 'graphConsentRevoked' };
    await desk.client.follow((told) =>
      told.notifications.notifications.some(({ read, kind }) => !read && kind === attention.kind),
    );
    expect((await published(accountId)).users).toEqual([]);
    const early = await problemOfCall(desk.client.synchronize());
    expect(early).toMatchObject({ code: 'WrongState', status: 409 });

    await completeStep(desk, 'graph');
    const account = await untilProtected(desk);
    expect(account.attention).toBeNull();
    expect(account.synchronization?.runId).toBe(synchronization?.runId);
    expect(await runsOf(postgres.db, accountId)).toHaveLength(1);
    await expectTrueDirectory(accountId);
    expect(await notices(accountId)).toEqual([
      { ...attention, message: NOTIFICATIONS.attentionRequired },
      { kind: 'recovered', message: NOTIFICATIONS.recovered, reason: 'graphConsentRevoked' },
      PROTECTED,
    ]);
  });
});

describe('a later synchronization', () => {
  test('on request counts what was added, changed and removed, and says nothing twice', async () => {
    const { accountId, synchronization } = await submitAndWait(desk);
    const { users } = await list();
    await tenant.addUsers(3);
    await tenant.changeUsers([users[0]?.id ?? '', users[1]?.id ?? ''], { displayName: 'Renamed' });
    await tenant.removeUsers([users[2]?.id ?? '']);
    expect(await desk.client.synchronize()).toEqual({ requested: true, joined: false });
    const account = await untilRunAfter(synchronization?.runId);
    expect(account.synchronization).toMatchObject({
      added: 3,
      changed: 2,
      removed: 1,
      users: USERS + 2,
    });
    await expectTrueDirectory(accountId);
    expect(await notices(accountId)).toEqual([PROTECTED]);
  });

  test('removes nobody while page 3 cannot be read', async () => {
    const { accountId, synchronization } = await submitAndWait(desk);
    const before = await published(accountId);
    await tenant.removeUsers(before.users.slice(0, 5).map(({ id }) => id));
    const pages = { maxPageSize: 60, expireDeltaTokens: 1, expireDeltaTokensOf: 'users' } as const;
    await tenant.misbehave(pages);
    await tenant.misbehave({
      failNext: 100_000,
      failStatus: 500,
      failPathContains: await tokenOfPage(3),
    });
    await desk.client.synchronize();
    const held = await untilWaiting('MicrosoftUnavailable');
    expect(held.synchronization).toMatchObject({
      phase: 'users',
      users: 120,
      removed: 0,
      usersRead: 'full',
      fullReason: 'tokenExpired',
    });
    expect(await published(accountId)).toEqual(before);

    await tenant.heal();
    const account = await untilRunAfter(synchronization?.runId);
    expect(account.synchronization).toMatchObject({ added: 0, changed: 0, removed: 5 });
    await expectTrueDirectory(accountId);
  });

  /** The token by which the product asks for a page of users. */
  async function tokenOfPage(number: number): Promise<string> {
    const configuration = await microsoftOf(postgres.stack);
    const graph = createGraph({ identity: createIdentity(configuration), configuration });
    let link: string | null = null;
    for (let page = 1; page < number; page += 1) {
      ({ next: link } = userPageOf(await graph.userPage({ tenantId, link })));
    }
    return new URL(link ?? '').searchParams.get('$skiptoken') ?? '';
  }

  test('that is asked for while one runs is joined to it', async () => {
    await tenant.misbehave(HELD);
    await desk.client.submit({ method: 'all' });
    const { accountId } = await untilWaiting('MicrosoftThrottled');
    await desk.client.synchronize();
    await tenant.heal();
    const { synchronization } = await untilProtected(desk);
    expect(await runsOf(postgres.db, accountId)).toHaveLength(1);

    await tenant.misbehave(HELD);
    await desk.client.synchronize();
    await untilWaiting('MicrosoftThrottled');
    await Promise.all([desk.client.synchronize(), desk.client.synchronize()]);
    await tenant.heal();
    await untilRunAfter(synchronization?.runId);
    expect(await runsOf(postgres.db, accountId)).toHaveLength(2);
    expect(await notices(accountId)).toEqual([PROTECTED]);
  });
});

describe('selected users', () => {
  test('are synchronized once, and there is no synchronization on request', async () => {
    const { id } = await desk.client.user(CONTOSO_ADMINISTRATOR.email);
    const choice = { method: 'selected', userIds: [id] } as const;
    const { accountId, synchronization } = await submitAndWait(desk, choice);
    const problem = await problemOfCall(desk.client.synchronize());
    expect(problem).toMatchObject({
      code: 'SynchronizationNotAvailable',
      status: 409,
      detail: FAILURES.SynchronizationNotAvailable.sentence,
    });
    const after = await untilState(desk, 'protected');
    expect(after.synchronization?.runId).toBe(synchronization?.runId);
    const { users, groups, memberships } = await published(accountId);
    const { users: listed } = await list();
    expect(users).toEqual(listed.filter((user) => user.id === id));
    expect([groups, memberships]).toEqual([[], []]);
    expect(await notices(accountId)).toEqual([PROTECTED]);
  });

  test('of whom one vanishes before being read have to be chosen again', async () => {
    const { users } = await list();
    const userIds = users.slice(0, 3).map(({ id }) => id);
    // Nothing is read before the run is written down, which this lock holds back.
    await postgres.db.transaction().execute(async (held) => {
      await sql`lock table sync_runs in exclusive mode`.execute(held);
      await desk.client.submit({ method: 'selected', userIds });
      await tenant.removeUsers([userIds[1] ?? '']);
    });
    const stopped = await untilState(desk, 'attentionRequired');
    expect(stopped.attention).toMatchObject({
      reason: 'targetsUnknown',
      message: FAILURES.TargetsUnknown.sentence,
    });
    const { accountId } = stopped;
    expect((await published(accountId)).users).toEqual([]);

    const again = await problemOfCall(desk.client.submit({ method: 'selected', userIds }));
    expect(again).toMatchObject({ code: 'TargetsUnknown', details: { unknown: [userIds[1]] } });
    const present = userIds.filter((id) => id !== userIds[1]);
    const account = await submitAndWait(desk, { method: 'selected', userIds: present });
    expect(account).toMatchObject({ attention: null, targetCount: 2 });
    expect((await published(accountId)).users.map(({ id }) => id)).toEqual(present);
    expect(await notices(accountId)).toEqual([
      {
        kind: 'attentionRequired',
        message: NOTIFICATIONS.attentionRequired,
        reason: 'targetsUnknown',
      },
      { kind: 'recovered', message: NOTIFICATIONS.recovered, reason: 'targetsUnknown' },
      PROTECTED,
    ]);
    expect(await actionsOf(postgres.db, accountId)).toContain('targets.chosen');
  });
});
