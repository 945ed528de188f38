import { Context } from '@temporalio/activity';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Activities } from '../activities/activities.ts';
import { ProvostError } from '../domain/failures.ts';
import { accountDelay } from '../domain/schedule.ts';
import { consentToBoth, protectAll } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';
import { awaits } from '../test/support/positions.ts';

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
    await account.until(awaits('graph'));
    await account.signIn('graph');
    await account.until(({ state }) => state === 'awaitingTargets');
    await account.submit({ method: 'all', targetIds: [] });
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

test('a consent withdrawn after its step does not end an account that continues in a new history', async () => {
  const activities: Partial<Activities> = {
    proveQuarantine: async () => [
      { adapter: 'graph', outcome: 'works', userId: null, code: null },
      { adapter: 'ews', outcome: 'notGranted', userId: null, code: 'GrantNotVisible' },
    ],
  };
  await tests.withAccount(activities, async (account) => {
    await consentToBoth(account);
    const { accountId, consents } = await account.view();
    expect(consents.exchange?.status).toBe('revoked');
    const first = account.handle.firstExecutionRunId;
    for (let clicks = 0; clicks < MANY; clicks += 1) await account.check(accountId);
    await account.until(async () => (await account.handle.describe()).runId !== first);
    expect((await account.view()).state).toBe('awaitingTargets');
    await account.submit({ method: 'all', targetIds: [] });
    await account.until(({ state }) => state === 'protected');
  });
});

test('the click that ends a history is not lost: the tenant is read anew, in a new run', async () => {
  const runs: { runId: string; retried: boolean | undefined }[] = [];
  const activities: Partial<Activities> = {
    synchronizeDirectory: async ({ runId, retried }) => {
      runs.push({ runId, retried });
      if (runs.length === 1) throw new ProvostError('ReadingFailed');
    },
  };
  await tests.withAccount(activities, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'all', targetIds: [] });
    await account.until(({ attention }) => attention?.reason === 'synchronizationFailed');
    const { accountId, revision } = await account.view();
    // Not for this account, so they change nothing but make the history longer.
    const received = 3;
    for (let more = revision + received; more < MANY - 1; more += 1)
      await account.check(randomUUID());
    await account.check(accountId);
    await account.until(({ state }) => state === 'protected');
    expect(new Set(runs.map(({ runId }) => runId)).size).toBe(2);
    expect(runs.at(-1)?.retried).toBe(true);
  });
});

test('a choice that ends a history is agreed on and read in the next one', async () => {
  const gone = randomUUID();
  const claimed: string[] = [];
  const runs: string[] = [];
  const activities: Partial<Activities> = {
    claimMethod: async ({ method }) => void claimed.push(method),
    synchronizeTargets: async ({ userIds, runId }) => {
      runs.push(runId);
      if (userIds.includes(gone)) throw new ProvostError('TargetsUnknown');
    },
    synchronizeDirectory: async ({ runId }) => void runs.push(runId),
  };
  await tests.withAccount(activities, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'selected', targetIds: [gone] });
    await account.until(({ attention }) => attention?.reason === 'targetsUnknown');
    const { revision } = await account.view();
    // Not for this account, so they change nothing but make the history longer.
    const received = 3;
    for (let more = revision + received; more < MANY - 1; more += 1)
      await account.check(randomUUID());
    await account.submit({ method: 'all', targetIds: [] });
    await account.until(({ state }) => state === 'protected');
    expect(claimed.slice(0, 1)).toEqual(['selected']);
    expect(claimed.at(-1)).toBe('all');
    expect(new Set(runs).size).toBe(2);
    expect(await account.historyLengths()).toHaveLength(2);
  });
});
