/** The guard against mass removal, and weeks of waiting for a decision, with skipped time. */
import { WorkflowFailedError } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Activities } from '../activities/activities.ts';
import { ProvostError } from '../domain/failures.ts';
import { protectAll, type TestAccount } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

const WEEK = 7 * 24 * 3_600_000;

/** A tenant whose second read would remove most of it. Records the activities in `done`. */
function shrunkenTenant() {
  const done: string[] = [];
  const audited: string[] = [];
  const allowed = new Set<string>();
  const tenant = { shrunken: false, staged: true };
  const activities: Partial<Activities> = {
    synchronizeDirectory: async () => void done.push('read'),
    publishDirectory: async ({ runId }) => {
      if (!tenant.staged) throw new ProvostError('IncompleteRun');
      if (tenant.shrunken && !allowed.has(runId))
        return { held: true, users: 120, groups: 1, sites: 0 };
      done.push('publish');
      return { held: false, users: 3, groups: 1, sites: 0 };
    },
    allowHeldRemovals: async ({ runId }) => {
      done.push('allow');
      allowed.add(runId);
    },
    rejectHeldRemovals: async () => void done.push('reject'),
    stopSynchronization: async () => void done.push('stop'),
    notify: async ({ kind, reason }) => void done.push(reason ? `${kind} ${reason}` : kind),
    recordAccount: async ({ changes }) => void audited.push(...changes.map((it) => it.action)),
  };
  /** Runs until an administrator must decide. */
  const hold = async (account: TestAccount) => {
    await protectAll(account);
    await account.until(() => done.includes('protected'));
    await account.rests();
    tenant.shrunken = true;
    done.length = 0;
    await account.requestSynchronization();
    const view = await account.until(({ attention }) => attention?.reason === 'removalsHeld');
    await account.until(() => done.includes('attentionRequired removalsHeld'));
    return view;
  };
  return { tenant, done, audited, activities, hold };
}

test('removals that are allowed after five weeks are published', async () => {
  const { done, audited, activities, hold } = shrunkenTenant();
  await tests.withAccount(activities, async (account) => {
    const { attention } = await hold(account);
    expect(attention?.message).toBe(
      'The last synchronization would remove 120 users and 1 group from the directory. Nothing was removed. Review the affected users and groups, then allow or reject the removals.',
    );
    await account.sleep(5 * WEEK);
    expect((await account.view()).state).toBe('attentionRequired');
    await account.decide('allow');
    const view = await account.until(
      ({ state }) => state === 'protected' && done.includes('recovered removalsHeld'),
    );
    expect(view.attention).toBeNull();
    expect(Date.parse(view.nextSynchronizationAt ?? '')).toBeGreaterThan(await account.now());
    expect(done).toEqual([
      'read',
      'attentionRequired removalsHeld',
      'allow',
      'publish',
      'recovered removalsHeld',
    ]);
    await account.until(() => audited.at(-1) === 'account.protected');
    expect(audited.filter((action) => action.includes('emovals'))).toEqual([
      'synchronization.removalsHeld',
      'synchronization.heldRemovalsAllowed',
    ]);
  });
});

test('removals that are rejected leave the directory as it was, and the account protected', async () => {
  const { done, audited, activities, hold } = shrunkenTenant();
  await tests.withAccount(activities, async (account) => {
    await hold(account);
    await account.decide('reject');
    await account.until(() => done.includes('recovered removalsHeld'));
    expect(done).toEqual([
      'read',
      'attentionRequired removalsHeld',
      'reject',
      'recovered removalsHeld',
    ]);
    await account.until(() => audited.at(-1) === 'account.protected');
    expect(audited).toContain('synchronization.heldRemovalsRejected');
  });
});

test('a decision for another synchronization or account, of another kind, or a second one counts for nothing', async () => {
  const { done, activities, hold } = shrunkenTenant();
  await tests.withAccount(activities, async (account) => {
    await hold(account);
    await account.decide('allow', { runId: randomUUID() });
    await account.decide('allow', { accountId: randomUUID() });
    await account.decide('maybe' as 'allow');
    await account.sleep(WEEK);
    expect((await account.view()).state).toBe('attentionRequired');
    await account.decide('reject');
    await account.decide('allow');
    await account.until(({ state }) => state === 'protected');
    await account.decide('allow');
    expect(done).not.toContain('allow');
    expect(done).toContain('reject');
  });
});

test('whoever decides second is told what was decided first, also while that is carried out', async () => {
  const { done, activities, hold } = shrunkenTenant();
  let carriedOut = () => {};
  const carrying = new Promise<void>((resolve) => (carriedOut = resolve));
  const rejectHeldRemovals = async () => {
    done.push('reject');
    await carrying;
  };
  const codeOf = (decided: Promise<void>) =>
    decided.then(
      () => 'done',
      (error: { cause?: { type?: string } }) => error.cause?.type,
    );
  await tests.withAccount({ ...activities, rejectHeldRemovals }, async (account) => {
    await hold(account);
    for (const other of [{ runId: randomUUID() }, { accountId: randomUUID() }])
      expect(await codeOf(account.decideAnswered('allow', other))).toBe('WrongState');
    const answers = (['reject', 'allow', 'reject'] as const).map((decision) =>
      codeOf(account.decideAnswered(decision)),
    );
    expect(await Promise.all(answers)).toEqual(['done', 'RemovalsAlreadyRejected', 'done']);
    await account.until(() => done.includes('reject'));
    expect(await codeOf(account.decideAnswered('allow'))).toBe('RemovalsAlreadyRejected');
    carriedOut();
    await account.until(({ state }) => state === 'protected');
    expect(done).not.toContain('allow');

    // The next synchronization asks anew.
    await account.requestSynchronization();
    await account.until(({ attention }) => attention?.reason === 'removalsHeld');
    expect(await codeOf(account.decideAnswered('allow'))).toBe('done');
    await account.until(({ state }) => state === 'protected');
    expect(done).toContain('allow');
  });
});

test('an answer that comes before the workflow knows that it is asked for is kept', async () => {
  const { done, tenant, activities } = shrunkenTenant();
  let held = () => {};
  const known = new Promise<void>((resolve) => (held = resolve));
  const publishDirectory: Activities['publishDirectory'] = async (run) => {
    const published = await activities.publishDirectory?.(run);
    if (published?.held) await known;
    return published ?? { held: false, users: 0, groups: 0, sites: 0 };
  };
  await tests.withAccount({ ...activities, publishDirectory }, async (account) => {
    await protectAll(account);
    await account.until(() => done.includes('protected'));
    await account.rests();
    tenant.shrunken = true;
    await account.requestSynchronization();
    await account.until(({ state }) => state === 'synchronizing');
    await account.decide('allow');
    held();
    await account.until(({ state }) => state === 'protected');
    expect(done).toContain('allow');
    expect(done).not.toContain('attentionRequired removalsHeld');
  });
});

test('somebody who asks for a check has the tenant read anew', async () => {
  const { done, tenant, activities, hold } = shrunkenTenant();
  await tests.withAccount(activities, async (account) => {
    const { runId } = await hold(account);
    tenant.shrunken = false;
    await account.check();
    const view = await account.until(
      ({ state }) => state === 'protected' && done.includes('recovered removalsHeld'),
    );
    expect(view.runId).not.toBe(runId);
    expect(done).toEqual([
      'read',
      'attentionRequired removalsHeld',
      'stop',
      'read',
      'publish',
      'recovered removalsHeld',
    ]);
  });
});

test('what was staged and is gone when it is allowed is read anew, and judged anew', async () => {
  const { done, tenant, activities, hold } = shrunkenTenant();
  const allowHeldRemovals: Activities['allowHeldRemovals'] = async (run) => {
    tenant.staged = false;
    await activities.allowHeldRemovals?.(run);
  };
  const stopSynchronization = async () => {
    tenant.staged = true;
    done.push('stop');
  };
  await tests.withAccount(
    { ...activities, allowHeldRemovals, stopSynchronization },
    async (account) => {
      const { runId: first } = await hold(account);
      await account.decide('allow');
      const view = await account.until(
        ({ attention, runId }) => attention?.reason === 'removalsHeld' && runId !== first,
      );
      expect(view.attention?.message).toContain('120 users');
      await account.decide('reject');
      await account.until(({ state }) => state === 'protected');
      expect(
        done.filter((it) => ['read', 'allow', 'stop', 'reject', 'publish'].includes(it)),
      ).toEqual(['read', 'allow', 'stop', 'read', 'reject']);
    },
  );
});

test('a synchronization that is requested while removals are held is joined', async () => {
  const { done, activities, hold } = shrunkenTenant();
  const classifyMailboxes = async () => void done.push('rest');
  await tests.withAccount({ ...activities, classifyMailboxes }, async (account) => {
    await hold(account);
    await account.requestSynchronization();
    await account.decide('allow');
    await account.until(() => done.includes('rest'));
    expect(done).toEqual([
      'read',
      'attentionRequired removalsHeld',
      'allow',
      'publish',
      'recovered removalsHeld',
      'rest',
    ]);
  });
});

test('an account that is removed while removals are held is cleaned up', async () => {
  const { done, activities, hold } = shrunkenTenant();
  await tests.withAccount(activities, async (account) => {
    await hold(account);
    done.length = 0;
    await account.handle.cancel();
    await expect(account.handle.result()).rejects.toThrow(WorkflowFailedError);
    expect(done).toEqual(['stop', 'removed']);
    expect((await account.view()).state).toBe('removed');
  });
});
