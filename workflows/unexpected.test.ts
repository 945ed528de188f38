/** Whatever an activity fails with, wherever: the account stays open, and a person can take it further. */
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Activities } from '../activities/activities.ts';
import type { AccountView } from '../domain/account.ts';
import type { AttentionReason } from '../domain/reasons.ts';
import { UNEXPECTED_RETRY_INTERVAL } from '../domain/limits.ts';
import { consentToBoth, protectAll, TENANT, type TestAccount } from './account.fixture.ts';
import type { ChosenTargets } from './account.messages.ts';
import { openWorkflowTests } from './workflow.fixture.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

/** Those that some part of the story names, some that none does, and one that is not ours. */
const TYPES = [
  'Forbidden',
  'ConsentRevoked',
  'AccessBlocked',
  'TenantTaken',
  'TargetsUnknown',
  'MethodDiffers',
  'IncompleteRun',
  'ReadingFailed',
  'MicrosoftUnavailable',
  'NotOneOfOurs',
];

/** Fails with one type after the other, and then does what it should. */
function failing<T>(result: T) {
  const left = [...TYPES];
  const work = async (): Promise<T> => {
    const type = left.shift();
    if (type !== undefined) throw ApplicationFailure.nonRetryable(`It is ${type}`, type);
    return result;
  };
  return { left, work };
}

const ALL: ChosenTargets = { method: 'all', targetIds: [] };
const isChoice = (reason: AttentionReason | undefined) =>
  reason === 'targetsUnknown' || reason === 'methodDiffers';

/** What a patient administrator does next. */
async function act(account: TestAccount, view: AccountView, choice: ChosenTargets = ALL) {
  const { state, consentStep, attention, accountId } = view;
  if (state === 'awaitingConsent' && consentStep)
    await account.signIn(consentStep).catch(() => undefined);
  else if (state === 'awaitingTargets' || isChoice(attention?.reason)) await account.submit(choice);
  else if (attention?.reason === 'removalsHeld') await account.decide('allow');
  else if (attention) await account.check(accountId);
}

/** Acts until the account is as expected. */
const take = (
  account: TestAccount,
  expected: (view: AccountView) => boolean,
  choice?: ChosenTargets,
) =>
  account.until(async (view) => {
    if (expected(view)) return true;
    await act(account, view, choice);
    return false;
  });

const DAY = 24 * 3_600_000;
const PROOF = [{ adapter: 'graph', outcome: 'works', userId: TENANT, code: null }] as const;

test.each([
  ['claimTenant', undefined],
  ['claimMethod', undefined],
  ['waitForGrant', undefined],
  ['verifyGrant', null],
  ['proveQuarantine', PROOF],
  ['synchronizeDirectory', undefined],
  ['publishDirectory', { held: false, users: 3, groups: 1, sites: 0 }],
  ['notify', undefined],
  ['classifyMailboxes', undefined],
  ['stopSynchronization', undefined],
  ['deleteDirectory', undefined],
  ['releaseTenant', undefined],
] as const)(
  '%s may fail with anything, and the account is protected and removed',
  async (name, result) => {
    const { left, work } = failing(result);
    await tests.withAccount({ [name]: work }, async (account) => {
      const isProtected = ({ state, attention }: AccountView) =>
        state === 'protected' && attention === null;
      await take(account, isProtected);
      // What fails only once for each synchronization gets as many as it needs.
      while (left.length > 0 && AFTER_PUBLISHING.includes(name)) {
        const before = left.length;
        await take(account, isProtected);
        await account.requestSynchronization();
        await take(account, () => left.length < before);
      }
      await take(account, isProtected);
      await account.handle.cancel();
      await take(account, ({ state }) => state === 'removed');
      expect(left).toEqual([]);
      const ending = await account.handle.result().catch((error: unknown) => error);
      expect(ending).toBeInstanceOf(WorkflowFailedError);
      expect((ending as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
    });
  },
);

const AFTER_PUBLISHING: readonly string[] = ['classifyMailboxes', 'clearStaging'];

const SITE = 'contoso.sharepoint.com,1,1';
const USER = '22222222-2222-4222-8222-222222222222';

test.each([
  ['sharepoint-online', 'synchronizeSites', { licensed: true }, ALL],
  ['sharepoint-online', 'synchronizeSiteTargets', { licensed: true }, selecting(SITE)],
  ['sharepoint-online', 'clearStaging', undefined, ALL],
  ['onedrive', 'synchronizeSites', { licensed: true }, ALL],
  ['onedrive', 'synchronizeDriveTargets', { pending: [], licensed: true }, selecting(USER)],
] as const)(
  'for %s %s may fail with anything, and the account is protected and removed',
  async (service, name, result, choice) => {
    const { left, work } = failing(result);
    const isProtected = ({ state, attention }: AccountView) =>
      state === 'protected' && attention === null;
    const test = async (account: TestAccount) => {
      await take(account, isProtected, choice);
      // What fails only once for each synchronization gets as many as it needs.
      while (left.length > 0 && AFTER_PUBLISHING.includes(name)) {
        const before = left.length;
        await account.requestSynchronization();
        await take(account, () => left.length < before, choice);
        await take(account, isProtected, choice);
      }
      expect(left).toEqual([]);
      await account.handle.cancel();
      await take(account, ({ state }) => state === 'removed');
      await account.handle.result().catch(() => undefined);
    };
    await tests.withAccount({ [name]: work }, test, service);
  },
);

test('whatever keeps a drive from being looked for, it is looked for again the next day', async () => {
  const { left, work } = failing(undefined);
  let pending = [USER];
  const synchronizeDriveTargets = async () => {
    if (left.length === 0) pending = [];
    return { pending, licensed: true };
  };
  const test = async (account: TestAccount) => {
    await take(account, ({ state }) => state === 'protected', selecting(USER));
    while (left.length > 0) {
      const before = left.length;
      await account.sleep(DAY);
      await account.until(() => left.length < before);
    }
    await account.sleep(DAY);
    await account.until((view) => view.pendingTargets?.length === 0);
  };
  await tests.withAccount({ waitForDrives: work, synchronizeDriveTargets }, test, 'onedrive');
});

function selecting(id: string): ChosenTargets {
  return { method: 'selected', targetIds: [id] };
}

test.each(['allowHeldRemovals', 'rejectHeldRemovals'] as const)(
  '%s may fail with anything, and the decision is taken in the end',
  async (name) => {
    const { left, work } = failing(undefined);
    let held = true;
    const decided = async () => {
      await work();
      held = false;
    };
    const publishDirectory = async () => ({ held, users: 120, groups: 1, sites: 0 });
    await tests.withAccount({ publishDirectory, [name]: decided }, async (account) => {
      await consentToBoth(account);
      await account.submit({ method: 'all', targetIds: [] });
      await account.until(async (view) => {
        if (view.state === 'protected') return true;
        if (view.attention?.reason === 'removalsHeld')
          await account.decide(name === 'allowHeldRemovals' ? 'allow' : 'reject');
        else await act(account, view);
        return false;
      });
      expect(left).toEqual([]);
    });
  },
);

test('a failure that nobody expected is tried again within the hour, without a person', async () => {
  let failures = 1;
  const verifyGrant = async () => null;
  const notify = async ({ kind }: { kind: string }) => {
    if (kind === 'protected' && failures-- > 0)
      throw ApplicationFailure.nonRetryable('No', 'Forbidden');
  };
  await tests.withAccount({ verifyGrant, notify }, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'all', targetIds: [] });
    const { attention } = await account.until(({ state }) => state === 'attentionRequired');
    expect(attention).toMatchObject({ reason: 'unexpectedFailure' });
    await account.sleep(UNEXPECTED_RETRY_INTERVAL);
    await account.until(({ state }) => state === 'protected');
  });
});

test('a problem that something unexpected came on top of is taken up again, and is over in the end', async () => {
  const notices: string[] = [];
  const notify: Activities['notify'] = async ({ kind, reason }) =>
    void notices.push(reason ? `${kind} ${reason}` : kind);
  let revoked = true;
  let failures = 1;
  const synchronizeDirectory = async () => {
    if (revoked) throw ApplicationFailure.nonRetryable('No', 'ConsentRevoked');
  };
  const verifyGrant = async ({ kind }: { kind: string }) => {
    if (kind === 'graph' && notices.length > 0 && failures-- > 0)
      throw ApplicationFailure.nonRetryable('No', 'Forbidden');
    revoked = notices.length === 0;
    return null;
  };
  await tests.withAccount({ notify, synchronizeDirectory, verifyGrant }, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'all', targetIds: [] });
    await account.until(({ attention }) => attention?.reason === 'unexpectedFailure');
    await account.check();
    const view = await account.until(({ state }) => state === 'protected');
    expect(view.consents.graph?.status).toBe('granted');
    await account.until(() => notices.includes('protected'));
    expect(notices).toEqual([
      'attentionRequired consentRevoked',
      'attentionRequired unexpectedFailure',
      'recovered unexpectedFailure',
      'protected',
    ]);
  });
});

test('a step of the removal that fails is shown, and tried again by a person or by itself', async () => {
  const audited: string[] = [];
  const recordAccount: Activities['recordAccount'] = async ({ changes }) =>
    void audited.push(...changes.map(({ action }) => action));
  const notices: string[] = [];
  const notify: Activities['notify'] = async ({ kind, reason }) =>
    void notices.push(reason ? `${kind} ${reason}` : kind);
  let failures = 2;
  const deleteDirectory = async () => {
    if (failures-- > 0) throw ApplicationFailure.nonRetryable('No', 'Forbidden');
  };
  const failed = ({ attention }: AccountView) => attention?.reason === 'unexpectedFailure';
  const tries = (action: string) => audited.filter((each) => each === action).length;
  await tests.withAccount({ deleteDirectory, notify, recordAccount }, async (account) => {
    await account.handle.cancel();
    expect(await account.until(failed)).toMatchObject({
      state: 'removing',
      removalStep: 'deleteDirectory',
    });
    await account.check();
    await account.until((view) => tries('removal.failed') === 2 && failed(view));
    await account.sleep(2 * UNEXPECTED_RETRY_INTERVAL);
    await account.until(({ state }) => state === 'removed');
    expect([tries('removal.failed'), tries('removal.retried')]).toEqual([2, 2]);
    expect(notices).toEqual(['attentionRequired unexpectedFailure', 'removed']);
    await account.handle.result().catch(() => undefined);
  });
});

test('an account that another history would find impossible waits for a fix, and is not closed', async () => {
  await tests.withAccount({}, async (account) => {
    const view = await protectAll(account);
    const organizationId = `${view.organizationId}-broken`;
    const { client } = account.environment;
    const { taskQueue } = await account.handle.describe();
    const kept = { synchronization: { occasion: 'first', outcome: null, retried: false } };
    const impossible = { state: 'synchronizing', tenantId: null };
    const broken = await client.workflow.start('ProvisionExchangeWorkflow', {
      workflowId: `exchange-online/${organizationId}`,
      taskQueue,
      // In the middle of a synchronization, but without a tenant to synchronize with.
      args: [{ organizationId, resumed: { kept, view: { ...view, ...impossible } } }],
    });
    await account.until(async () => {
      const { events } = await broken.fetchHistory();
      return events?.some((event) => event.workflowTaskFailedEventAttributes) ?? false;
    });
    expect((await broken.describe()).status.name).toBe('RUNNING');
    await broken.terminate();
  });
});
