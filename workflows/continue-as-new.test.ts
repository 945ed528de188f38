import { Context } from '@temporalio/activity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountDelay } from '../domain/schedule.ts';
import { protectAll } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

/** Messages, more than one history takes. */
const MANY = 300;

test('a long life is cut into histories without losing anything of the account', async () => {
  const runs: string[] = [];
  const notified: string[] = [];
  const activities = {
    synchronizeDirectory: async ({ runId }: { runId: string }) => void runs.push(runId),
    notify: async ({ kind }: { kind: string }) => void notified.push(kind),
  };
  await tests.withAccount(activities, async (account) => {
    await account.signIn('exchange');
    await account.until(({ state }) => state === 'awaitingGraphConsent');
    await account.signIn('graph');
    await account.until(({ state }) => state === 'awaitingTargets');
    await account.submit({ method: 'all', userIds: [] });
    const before = await account.until(({ state }) => state === 'protected');
    const first = account.handle.firstExecutionRunId;

    await account.rests();
    for (let clicks = 0; clicks < MANY; clicks += 1) await account.check(before.accountId);
    await account.until(async () => (await account.handle.describe()).runId !== first);
    expect(await account.view()).toEqual(before);

    await account.requestSynchronization();
    await account.until(({ state, runId }) => state === 'protected' && runId !== before.runId);
    expect(new Set(runs).size).toBe(2);
    expect(notified).toEqual(['protected']);
  });
});

const DAY = 86_400_000;
const SCHEDULE = { timeOfDay: '04:15', timeZone: 'Europe/Berlin' };

const clockInBerlin = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  timeStyle: 'short',
});

/** The next instant, to the day, after which Berlin's clocks show another time than before. */
function nextClockChange(now: number): number {
  let noon = now - (now % DAY) + DAY / 2;
  while (clockInBerlin.format(noon) === clockInBerlin.format(noon + DAY)) noon += DAY;
  return noon + DAY / 2;
}

test('each night around both clock changes of a year has one synchronization at its time', async () => {
  // By run: a new history in the middle of a run continues it with another call.
  const reads = new Map<string, number>();
  const activities = {
    synchronizeDirectory: async ({ runId }: { runId: string }) => {
      if (reads.has(runId)) return;
      reads.set(runId, Context.current().info.currentAttemptScheduledTimestampMs);
    },
  };
  await tests.withAccount(activities, async (account) => {
    const { accountId } = await protectAll(account);
    for (let change = 0; change < 2; change += 1) {
      await account.setSchedule(null);
      const now = await account.now();
      await account.sleep(nextClockChange(now) - 2 * DAY - now);
      reads.clear();
      await account.setSchedule(SCHEDULE);
      await account.sleep(2 * DAY);
      const { runId } = await account.handle.describe();
      for (let clicks = 0; clicks < MANY; clicks += 1) await account.check(accountId);
      await account.until(async () => (await account.handle.describe()).runId !== runId);
      await account.sleep(2 * DAY);
      const after = await account.until(({ state }) => state === 'protected');
      const shown = [...reads.values()].map((at) =>
        clockInBerlin.format(at - accountDelay(accountId)),
      );
      expect(shown).toHaveLength(4);
      // A read is scheduled shortly after its timer.
      expect(new Set(shown.map((time) => time.replace('04:16', '04:15')))).toEqual(
        new Set(['04:15']),
      );
      expect(after.schedule).toEqual(SCHEDULE);
    }
  });
});
