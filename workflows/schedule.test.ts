/** Daily scheduled synchronizations over a year, with skipped time. */
import { Context } from '@temporalio/activity';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Activities } from '../activities/activities.ts';
import { DEFAULT_SCHEDULE, accountDelay, nextSynchronization } from '../domain/schedule.ts';
import { consentToBoth, protectAll } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Records the start of each read, in the server's time, and the notifications. */
function diary() {
  const reads: number[] = [];
  const notified: string[] = [];
  const activities: Partial<Activities> = {
    synchronizeDirectory: async () => {
      reads.push(Context.current().info.currentAttemptScheduledTimestampMs);
    },
    notify: async ({ kind }) => void notified.push(kind),
  };
  return { reads, notified, activities };
}

test('whoever protects everybody is synchronized every night', async () => {
  const { reads, notified, activities } = diary();
  await tests.withAccount(activities, async (account) => {
    const view = await protectAll(account);
    const now = await account.now();
    const next = nextSynchronization(DEFAULT_SCHEDULE, new Date(now), view.accountId);
    expect(view.schedule).toEqual(DEFAULT_SCHEDULE);
    expect(view.nextSynchronizationAt).toBe(next.toISOString());
    await account.sleep(3 * DAY);
    const after = await account.until(({ state }) => state === 'protected');
    expect(after.protectedSince).toBe(view.protectedSince);
    expect(Date.parse(after.stateSince)).toBeGreaterThan(Date.parse(view.stateSince) + DAY);
    const nights = reads.slice(1);
    expect(nights).toHaveLength(3);
    nights.forEach((at, night) => {
      expect(at).toBeGreaterThanOrEqual(next.getTime() + night * DAY);
      expect(at).toBeLessThan(next.getTime() + night * DAY + MINUTE);
    });
    expect(notified).toEqual(['protected']);
  });
});

test('a schedule that is changed counts at once, and none means none', async () => {
  const { reads, activities } = diary();
  await tests.withAccount(activities, async (account) => {
    const { accountId } = await protectAll(account);
    const now = await account.now();
    const inTwoHours = new Date(now + 2 * HOUR).toISOString().slice(11, 16);
    await account.setSchedule({ timeOfDay: inTwoHours, timeZone: 'UTC' });
    const { nextSynchronizationAt } = await account.view();
    expect(Date.parse(nextSynchronizationAt ?? '')).toBeLessThanOrEqual(
      now + 2 * HOUR + accountDelay(accountId),
    );
    await account.sleep(3 * HOUR);
    await account.until(({ state }) => state === 'protected');
    expect(reads).toHaveLength(2);

    await account.setSchedule(null);
    expect(await account.view()).toMatchObject({ schedule: null, nextSynchronizationAt: null });
    await account.sleep(30 * DAY);
    await account.requestSynchronization();
    await account.until(({ state }) => state === 'protected' && reads.length === 3);
    expect((await account.view()).schedule).toBeNull();

    await account.setSchedule(DEFAULT_SCHEDULE);
    // Until just after the next time: 24 hours may contain one or two times, depending on the start.
    const then = Date.parse((await account.view()).nextSynchronizationAt ?? '');
    await account.sleep(then - (await account.now()) + HOUR);
    expect(reads).toHaveLength(4);
  });
});

test('times that go by while a synchronization runs are joined to it', async () => {
  const { reads, activities } = diary();
  const rejectedOnce = { held: true, users: 50, groups: 0, sites: 0 } as const;
  const publishDirectory = async () =>
    reads.length === 2 ? rejectedOnce : ({ held: false, users: 1, groups: 0, sites: 0 } as const);
  await tests.withAccount({ ...activities, publishDirectory }, async (account) => {
    await protectAll(account);
    await account.rests();
    await account.requestSynchronization();
    await account.until(({ attention }) => attention?.reason === 'removalsHeld');
    await account.sleep(4.5 * DAY);
    await account.decide('reject');
    const view = await account.until(({ state }) => state === 'protected');
    const now = await account.now();
    const next = nextSynchronization(DEFAULT_SCHEDULE, new Date(now), view.accountId);
    expect(view.nextSynchronizationAt).toBe(next.toISOString());
    expect(reads).toHaveLength(2);
    await account.sleep(next.getTime() - now + HOUR);
    expect(reads).toHaveLength(3);
  });
});

test('a schedule is refused where there can be none, and where it is none', async () => {
  await tests.withAccount({}, async (account) => {
    const refusal = (type: string) => ({ cause: { type } });
    await expect(account.setSchedule(DEFAULT_SCHEDULE)).rejects.toMatchObject(
      refusal('WrongState'),
    );
    await consentToBoth(account);
    await expect(account.setSchedule(DEFAULT_SCHEDULE)).rejects.toMatchObject(
      refusal('WrongState'),
    );
    await account.submit({ method: 'all', targetIds: [] });
    await account.until(({ state }) => state === 'protected');
    for (const wrong of [
      { timeOfDay: '25:00', timeZone: 'UTC' },
      { timeOfDay: '02:00', timeZone: 'Europe/Atlantis' },
    ]) {
      await expect(account.setSchedule(wrong)).rejects.toMatchObject(refusal('InvalidInput'));
    }
    expect((await account.view()).schedule).toEqual(DEFAULT_SCHEDULE);
  });
});

test('selected targets are never synchronized by themselves', async () => {
  let reads = 0;
  const synchronizeTargets = async () => void (reads += 1);
  await tests.withAccount({ synchronizeTargets }, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'selected', targetIds: [randomUUID()] });
    const view = await account.until(({ state }) => state === 'protected');
    expect(view.nextSynchronizationAt ?? null).toBeNull();
    await expect(account.setSchedule(DEFAULT_SCHEDULE)).rejects.toMatchObject({
      cause: { type: 'SynchronizationNotAvailable' },
    });
    await account.sleep(30 * DAY);
    expect(reads).toBe(1);
  });
});
