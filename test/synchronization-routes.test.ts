/** Synchronization records, the decision on removals, and the schedule through HTTP. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { scheduleSchema } from '../api/schedule-document.ts';
import { synchronizationSchema } from '../api/synchronization-document.ts';
import { DEMO_VIEWER } from '../api/authentication/seeds.ts';
import {
  auditTrail,
  resetAll,
  type ConsoleSession,
  FABRIKAM_ADMINISTRATOR,
  removeAccount,
  openSession,
  until,
} from './support/console-session.ts';
import type { Account } from './support/console-client.ts';
import { problemOfCall } from './support/problems.ts';
import { type Stack, startStack } from './support/stack.ts';
import { controlTenant } from './support/tenant.ts';
import { start, submitAndWait, walkToTargets } from './support/walk.ts';

const USERS = 60;
/** More than a fifth, so that the run is held. */
const GONE = 20;

const recordsSchema = z.object({
  synchronizations: z.array(synchronizationSchema),
  next: z.iso.datetime().nullable(),
});
const removalsSchema = z.object({
  total: z.number(),
  heldRemovals: z.array(
    z.object({
      kind: z.enum(['user', 'group']),
      id: z.guid(),
      name: z.string().nullable(),
      address: z.string().nullable(),
    }),
  ),
});

let stack: Stack;
let session: ConsoleSession;
let viewer: ConsoleSession;

beforeAll(async () => {
  stack = await startStack({ users: USERS });
  session = await openSession(stack);
  viewer = await openSession(stack, 'contoso', DEMO_VIEWER);
});
afterAll(() => stack.close());

const path = (tail: string, { client }: ConsoleSession = session) =>
  `${client.base}/accounts/exchange-online/${tail}`;
const get = (tail: string, who = session) => who.client.call('GET', path(tail, who));
const records = async (query = '', who = session) =>
  recordsSchema.parse(await get(`synchronizations?${query}`, who));
const removals = async (runId: string, query = '') =>
  removalsSchema.parse(await get(`synchronizations/${runId}/held-removals?${query}`));
const decide = (runId: string, decision: string, who = session) =>
  who.client.call('POST', path(`synchronizations/${runId}/held-removals`, who), { decision });
const setSchedule = (schedule: unknown, who = session) =>
  who.client.call('PUT', path('schedule', who), schedule);

const runIdOf = ({ synchronization }: Account) => synchronization?.runId ?? '';

/** Requests a synchronization and follows it to its end. */
async function synchronizeAndWait(): Promise<Account> {
  const before = runIdOf(await session.client.account());
  await session.client.synchronize();
  return until(
    session.client,
    (account) => account.state === 'protected' && runIdOf(account) !== before,
  );
}

describe('an account of all users', () => {
  beforeEach(async () => {
    await resetAll(stack);
    await walkToTargets(session);
    await submitAndWait(session);
  });

  test('has a record of each synchronization', async () => {
    await synchronizeAndWait();
    await synchronizeAndWait();
    const { synchronizations, next } = await records();
    expect(next).toBeNull();
    const [latest, , first] = synchronizations;
    expect(synchronizations).toHaveLength(3);
    expect(first).toMatchObject({
      method: 'all',
      outcome: 'published',
      usersRead: 'full',
      groupsRead: 'full',
      fullReason: 'first',
      held: null,
      skippedItems: [],
    });
    expect(first?.added).toBe(first?.users);
    expect(first?.groupsAdded).toBe(first?.groups);
    for (const counter of ['requests', 'pages', 'resourceUnits'] as const) {
      expect([counter, first?.[counter]]).not.toEqual([counter, 0]);
    }
    expect(latest).toMatchObject({ usersRead: 'delta', groupsRead: 'delta', fullReason: null });
    expect(latest).toMatchObject({ added: 0, changed: 0, removed: 0 });
    expect((await session.client.account()).synchronization).toEqual(latest);
    expect(await get(`synchronizations/${latest?.runId}`)).toEqual(latest);

    const paged = [];
    for (let before: string | null = ''; before !== null;) {
      const page = await records(`limit=1${before && `&before=${before}`}`);
      paged.push(...page.synchronizations);
      before = page.next;
    }
    expect(paged).toEqual(synchronizations);
    expect((await records('', viewer)).synchronizations).toEqual(synchronizations);
  });

  test('is held before it would lose a third, and keeps the users if an administrator rejects that', async () => {
    const held = await loseSome();
    const runId = runIdOf(held);
    expect(held.attention?.message).toContain(String(GONE));
    expect(held.synchronization).toMatchObject({ outcome: 'running', held: { users: GONE } });
    expect(held.directory?.users).toBe(USERS);
    const { total, heldRemovals: listed } = await removals(runId);
    expect(total).toBe(listed.length);
    expect(listed.filter(({ kind }) => kind === 'user')).toHaveLength(GONE);
    const pages = [await removals(runId, 'limit=15'), await removals(runId, 'limit=15&offset=15')];
    expect(pages.flatMap((page) => page.heldRemovals)).toEqual(listed);

    const asked = await session.client.synchronize();
    expect(asked).toEqual({ requested: true, joined: true });
    const [, older] = (await records()).synchronizations;
    expect(await problemOfCall(decide(runId, 'allow', viewer))).toMatchObject({
      status: 403,
      code: 'Forbidden',
    });
    expect(await problemOfCall(decide(runId, 'perhaps'))).toMatchObject({ status: 400 });
    expect(await problemOfCall(decide(older?.runId ?? '', 'allow'))).toMatchObject({
      status: 409,
      code: 'WrongState',
    });

    expect(await decide(runId, 'reject')).toEqual({ decision: 'reject' });
    await until(session.client, ({ state }) => state === 'protected');
    const after = await session.client.account();
    expect(after.directory?.users).toBe(USERS);
    expect((await records()).synchronizations[0]).toMatchObject({
      runId,
      outcome: 'rejected',
      held: null,
    });
    expect(await problemOfCall(decide(runId, 'allow'))).toMatchObject({
      code: 'RemovalsAlreadyRejected',
    });
    const events = await auditTrail(session.client);
    expect(
      events.find(({ action }) => action === 'synchronization.rejectHeldRemovals'),
    ).toMatchObject({
      accountId: after.accountId,
      details: { runId, users: GONE },
    });
  });

  test('removes the users after an administrator allows it', async () => {
    const runId = runIdOf(await loseSome());
    const { heldRemovals: listed } = await removals(runId);
    await decide(runId, 'allow');
    await until(session.client, ({ state }) => state === 'protected');
    const { directory, synchronization } = await session.client.account();
    expect(directory?.users).toBe(USERS - GONE);
    expect(synchronization).toMatchObject({ runId, outcome: 'published', removed: GONE });
    const left = z
      .object({ users: z.array(z.object({ id: z.string() })) })
      .parse(await get('directory/users?limit=200'));
    const gone = new Set(listed.map(({ id }) => id));
    expect(left.users.filter(({ id }) => gone.has(id))).toEqual([]);
    const actions = (await auditTrail(session.client)).map(({ action }) => action);
    expect(actions).toContain('synchronization.allowHeldRemovals');
  });

  test('is synchronized daily at a time that only an administrator can set', async () => {
    const schedule = { timeOfDay: '03:30', timeZone: 'Europe/Madrid' };
    expect(await setSchedule(schedule)).toEqual({ schedule });
    const set = await session.client.account();
    expect(set.schedule).toEqual(schedule);
    expect(Date.parse(set.nextSynchronizationAt ?? '')).toBeGreaterThan(Date.now());

    expect(await problemOfCall(setSchedule(null, viewer))).toMatchObject({ code: 'Forbidden' });
    for (const bad of [
      { ...schedule, timeOfDay: '24:00' },
      { ...schedule, timeOfDay: '3:30' },
      { ...schedule, timeZone: 'Mars/Olympus' },
      { ...schedule, timeZone: '+02:00' },
      {},
      'daily',
    ]) {
      const refused = await problemOfCall(setSchedule(bad));
      expect([bad, refused.status, refused.code]).toEqual([bad, 400, 'InvalidInput']);
    }
    expect((await session.client.account()).schedule).toEqual(schedule);

    expect(await setSchedule(null)).toEqual({ schedule: null });
    const off = await session.client.account();
    expect([off.schedule, off.nextSynchronizationAt]).toEqual([null, null]);
    const asked = (await auditTrail(session.client)).filter(
      ({ action, accountId }) =>
        action === 'synchronization.schedule' && accountId === off.accountId,
    );
    expect(asked.map(({ details }) => details)).toEqual([{ schedule: null }, { schedule }]);
  });

  test('hides its synchronizations from other organizations', async () => {
    const runId = runIdOf(await session.client.account());
    const fabrikam = await openSession(stack, 'fabrikam');
    await start(fabrikam);
    for (const tail of [`synchronizations/${runId}`, `synchronizations/${runId}/held-removals`]) {
      expect(await problemOfCall(get(tail, fabrikam))).toMatchObject({ code: 'NotFound' });
    }
    const decided = await problemOfCall(decide(runId, 'allow', fabrikam));
    expect(decided).toMatchObject({ status: 404, code: 'NotFound' });
    expect((await records('', fabrikam)).synchronizations).toEqual([]);
    await removeAccount(fabrikam.client);
  });
});

test('an account of selected users can be synchronized neither on request nor on a schedule', async () => {
  const fabrikam = await openSession(stack, 'fabrikam');
  await removeAccount(fabrikam.client);
  await walkToTargets(fabrikam, FABRIKAM_ADMINISTRATOR);
  const { id } = await fabrikam.client.user('admin@fabrikam.example');
  await submitAndWait(fabrikam, { method: 'selected', userIds: [id] });
  const schedule = scheduleSchema.parse({ timeOfDay: '02:00', timeZone: 'UTC' });
  for (const ask of [() => fabrikam.client.synchronize(), () => setSchedule(schedule, fabrikam)]) {
    const refused = await problemOfCall(ask());
    expect(refused).toMatchObject({ status: 409, code: 'SynchronizationNotAvailable' });
    expect(refused.title).toContain('cannot be synchronized manually or on a schedule');
  }
  expect(await fabrikam.client.account()).toMatchObject({ schedule: null });
  const [only] = (await records('', fabrikam)).synchronizations;
  expect(only).toMatchObject({ method: 'selected', users: 1, outcome: 'published' });
  await removeAccount(fabrikam.client);
});

/** Removes a third of the users from the tenant and waits until the next synchronization is held. */
async function loseSome(): Promise<Account> {
  const { users } = z
    .object({ users: z.array(z.object({ id: z.string(), userPrincipalName: z.string() })) })
    .parse(await get('directory/users?limit=200'));
  // Keeps the administrator who consented.
  const leaving = users.filter((it) => !it.userPrincipalName.startsWith('admin')).slice(0, GONE);
  await controlTenant(stack.sandbox, 'contoso.example').removeUsers(leaving.map(({ id }) => id));
  await session.client.synchronize();
  return until(session.client, ({ attention }) => attention?.reason === 'removalsHeld');
}
