import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { Context } from '@temporalio/activity';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountView } from '../domain/account.ts';
import { ProvostError } from '../domain/failures.ts';
import type { QuarantineFinding } from '../domain/quarantine.ts';
import { consentToBoth, consentToBothOnly, protectAll, TENANT } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';
import { awaits } from '../test/support/positions.ts';

const ANOTHER = '22222222-2222-4222-8222-222222222222';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

test('an account goes from the first consent to protected, and says so once', async () => {
  const notified: string[] = [];
  const notify = async ({ kind }: { kind: string }) => void notified.push(kind);
  await tests.withAccount({ notify }, async (account) => {
    const view = await protectAll(account);
    expect(view).toMatchObject({ method: 'all', tenantId: TENANT, attention: null });
    await account.until(() => notified.length > 0);
    expect(notified).toEqual(['protected']);
  });
});

test('a declined consent shows as declined, and a second try succeeds', async () => {
  let granted = false;
  const waitForGrant = async () => {
    if (!granted) throw new ProvostError('GrantNotVisible', undefined, { retryAfter: 1000 });
  };
  await tests.withAccount({ waitForGrant }, async (account) => {
    const attemptId = randomUUID();
    await account.signIn('exchange', { attemptId });
    await account.comeBack({
      kind: 'exchange',
      attemptId,
      failure: 'ConsentDeclined',
    });
    const view = await account.until(({ consents }) => consents.exchange?.status === 'declined');
    expect(view.consents.exchange?.failure).toBe('ConsentDeclined');
    await account.until(awaits('exchange'));
    granted = true;
    await account.signIn('exchange');
    await account.until(awaits('graph'));
  });
});

test('a check that was under way when the administrator came back counts when it finds the grant', async () => {
  let checks = 0;
  let find: () => void = () => undefined;
  const found = new Promise<void>((resolve) => (find = resolve));
  const waitForGrant = async () => {
    checks += 1;
    if (checks === 1) await found;
  };
  await tests.withAccount({ waitForGrant }, async (account) => {
    const attemptId = randomUUID();
    await account.begin('exchange', attemptId);
    await account.signIn('exchange', { attemptId });
    await account.until(() => checks === 1);
    await account.comeBack({ kind: 'exchange', attemptId, failure: null });
    await account.until(({ consents }) => consents.exchange?.status === 'checking');
    find();
    await account.until(awaits('graph'));
    expect(checks).toBe(1);
  });
});

test.each([
  ['NotGlobalAdministrator', { directoryRoles: ['29232cdf-9323-42fd-ade2-1d097af3e4de'] }],
  ['GuestAdministrator', { guest: true, directoryRoles: [] }],
  ['ExternalAdministrator', { external: true }],
] as const)('an unfit person is refused with %s', async (type, person) => {
  await tests.withAccount({}, async (account) => {
    const attemptId = randomUUID();
    await account.begin('exchange', attemptId);
    await expect(account.signIn('exchange', { attemptId, ...person })).rejects.toMatchObject({
      cause: { type },
    });
    const { consents, state } = await account.view();
    expect(consents.exchange).toMatchObject({ status: 'refused', failure: type });
    expect(state).toBe('awaitingConsent');
  });
});

test('an error of Microsoft does not end the watch for the grant, and leads to a check at once', async () => {
  let checks = 0;
  const waitForGrant = async () => {
    checks += 1;
    if (checks === 1)
      throw new ProvostError('GrantNotVisible', undefined, { retryAfter: 86_400_000 });
  };
  await tests.withAccount({ waitForGrant }, async (account) => {
    const attemptId = randomUUID();
    await account.begin('exchange', attemptId);
    await account.signIn('exchange', { attemptId });
    await account.until(() => checks === 1);
    await account.comeBack({ kind: 'exchange', attemptId, failure: 'ConsentFailed' });
    const { consents } = await account.until(awaits('graph'));
    expect(consents.exchange).toMatchObject({ status: 'granted', failure: null });
    expect(checks).toBe(2);
  });
});

test('step 2 from another tenant is refused and step 1 stays proven', async () => {
  await tests.withAccount({}, async (account) => {
    await account.signIn('exchange');
    await account.until(awaits('graph'));
    await expect(account.signIn('graph', { tenantId: ANOTHER })).rejects.toMatchObject({
      cause: { type: 'TenantMismatch' },
    });
    const view = await account.view();
    expect(view.tenantId).toBe(TENANT);
    expect(view.consents.exchange?.status).toBe('granted');
  });
});

test('a tenant that another organization holds is refused', async () => {
  const claimTenant = async () => {
    throw new ProvostError('TenantTaken');
  };
  await tests.withAccount({ claimTenant }, async (account) => {
    await expect(account.signIn('exchange')).rejects.toMatchObject({
      cause: { type: 'TenantTaken' },
    });
    expect((await account.view()).tenantId).toBeNull();
  });
});

test('messages for the organization’s earlier account change nothing', async () => {
  await tests.withAccount({}, async (account) => {
    const [accountId, attemptId] = [randomUUID(), randomUUID()];
    const refused = { cause: { type: 'WrongState' } };
    await expect(account.begin('exchange', attemptId, accountId)).rejects.toMatchObject(refused);
    await expect(account.signIn('exchange', { accountId })).rejects.toMatchObject(refused);
    await account.begin('exchange', attemptId);
    const begun = await account.view();
    const declined = { kind: 'exchange', attemptId, failure: 'ConsentDeclined' } as const;
    await account.comeBack(declined, accountId);
    expect(await account.view()).toEqual(begun);
    await consentToBoth(account);
    await account.submit({ method: 'all', targetIds: [] }, { accountId });
    expect(await account.view()).toMatchObject({ state: 'awaitingTargets', method: null });
    await account.submit({ method: 'all', targetIds: [] });
    await account.until(({ state }) => state === 'protected');
    await expect(account.requestSynchronization(accountId)).rejects.toMatchObject(refused);
    await expect(account.setSchedule(null, accountId)).rejects.toMatchObject(refused);
  });
});

test('messages that come twice, late or in the wrong state change nothing', async () => {
  const claimed: string[] = [];
  const claimTenant = async ({ tenantId }: { tenantId: string }) => void claimed.push(tenantId);
  await tests.withAccount({ claimTenant }, async (account) => {
    const refused = { cause: { type: 'WrongState' } };
    await account.submit({ method: 'all', targetIds: [] });
    await expect(account.begin('graph')).rejects.toMatchObject(refused);
    await expect(account.requestSynchronization()).rejects.toMatchObject(refused);
    const before = await account.view();
    expect(before).toMatchObject({
      state: 'awaitingConsent',
      consentStep: 'exchange',
      method: null,
    });
    const protectedView = await protectAll(account);
    await account.submit({ method: 'selected', targetIds: [randomUUID()] });
    await account.comeBack({
      kind: 'graph',
      attemptId: protectedView.consents.graph?.attemptId ?? '',
      failure: 'ConsentDeclined',
    });
    await expect(account.signIn('exchange', { tenantId: ANOTHER })).rejects.toMatchObject(refused);
    const { state, method, consents } = await account.view();
    expect({ state, method }).toEqual({ state: 'protected', method: 'all' });
    expect(consents).toEqual(protectedView.consents);
    expect(claimed).toEqual([TENANT]);
  });
});

test('only the newest attempt shows a refusal or an answer, and only while it is awaited', async () => {
  const never = async () => {
    throw new ProvostError('GrantNotVisible', undefined, { retryAfter: 60_000 });
  };
  await tests.withAccount({ waitForGrant: never }, async (account) => {
    const attemptId = randomUUID();
    const unfit = { directoryRoles: [] };
    const refused = { cause: { type: 'NotGlobalAdministrator' } };
    await account.begin('exchange', attemptId);
    const begun = await account.view();
    await expect(account.signIn('exchange', unfit)).rejects.toMatchObject(refused);
    const older = { kind: 'exchange', attemptId: randomUUID() } as const;
    await account.comeBack({ ...older, failure: 'ConsentDeclined' });
    expect(await account.view()).toEqual(begun);
    await account.signIn('exchange', { attemptId });
    await account.comeBack({ kind: 'exchange', attemptId, failure: null });
    const isChecking = ({ consents }: AccountView) => consents.exchange?.status === 'checking';
    const { consents } = await account.until(isChecking);
    const again = account.signIn('exchange', { attemptId, ...unfit });
    await expect(again).rejects.toMatchObject(refused);
    expect((await account.view()).consents).toEqual(consents);
  });
});

test('a step that is proven while another tenant is being bound keeps its tenant', async () => {
  const claimed: string[] = [];
  let grant: () => void = () => undefined;
  const granted = new Promise<void>((resolve) => (grant = resolve));
  let bind: () => void = () => undefined;
  const bound = new Promise<void>((resolve) => (bind = resolve));
  const claimTenant = async ({ tenantId }: { tenantId: string }) => {
    claimed.push(tenantId);
    if (tenantId === ANOTHER) await bound;
  };
  await tests.withAccount({ claimTenant, waitForGrant: () => granted }, async (account) => {
    await account.signIn('exchange');
    const late = account.signIn('exchange', { tenantId: ANOTHER }).catch((error: unknown) => error);
    await account.until(() => claimed.includes(ANOTHER));
    grant();
    await account.until(awaits('graph'));
    bind();
    expect(await late).toMatchObject({ cause: { type: 'WrongState' } });
    expect(claimed).toEqual([TENANT, ANOTHER, TENANT]);
    expect((await account.view()).tenantId).toBe(TENANT);
  });
});

test('an account that is being removed takes no more wishes', async () => {
  let remove: () => void = () => undefined;
  const removed = new Promise<void>((resolve) => (remove = resolve));
  await tests.withAccount({ deleteDirectory: () => removed }, async (account) => {
    await protectAll(account);
    await account.handle.cancel();
    await account.until(({ state }) => state === 'removing');
    const refused = { cause: { type: 'WrongState' } };
    await expect(account.setSchedule(null)).rejects.toMatchObject(refused);
    await expect(account.nameMailbox(randomUUID())).rejects.toMatchObject(refused);
    await expect(account.requestSynchronization()).rejects.toMatchObject(refused);
    remove();
    await expect(account.handle.result()).rejects.toThrow(WorkflowFailedError);
  });
});

const found = (
  adapter: QuarantineFinding['adapter'],
  outcome: QuarantineFinding['outcome'],
  code: string | null = null,
): QuarantineFinding => ({ adapter, outcome, userId: null, code });

test('blocked EWS are a finding of step 1, and the quarantine uses Graph', async () => {
  const verifyGrant = async ({ kind }: { kind: string }) =>
    kind === 'exchange' ? found('ews', 'blocked') : null;
  const proveQuarantine = async () => [found('graph', 'works'), found('ews', 'blocked')];
  await tests.withAccount({ verifyGrant, proveQuarantine }, async (account) => {
    await account.signIn('exchange');
    const first = await account.until(awaits('graph'));
    expect(first.consents.exchange?.status).toBe('granted');
    expect(first.quarantine).toMatchObject({ adapter: null, findings: [{ outcome: 'blocked' }] });
    await account.signIn('graph');
    const { quarantine } = await account.until(({ state }) => state === 'awaitingTargets');
    expect(quarantine).toMatchObject({ adapter: 'graph', findings: [{}, {}] });
    const { searchAttributes } = await account.handle.describe();
    expect(searchAttributes['QuarantineAdapter']).toEqual(['graph']);
  });
});

test('without an adapter that works a person is asked, and findings stay up to date', async () => {
  let answer = [found('graph', 'refused', 'ErrorAccessDenied'), found('ews', 'blocked')];
  const proofs: (readonly QuarantineFinding[] | null)[] = [];
  const proveQuarantine = async ({ known }: { known: readonly QuarantineFinding[] | null }) => {
    proofs.push(known);
    const changed = JSON.stringify(known) !== JSON.stringify(answer);
    if (known && !changed) {
      throw new ProvostError('QuarantineUnavailable', undefined, { retryAfter: 300_000 });
    }
    return answer;
  };
  const notices: string[] = [];
  const notify = async ({ kind }: { kind: string }) => void notices.push(kind);
  await tests.withAccount({ proveQuarantine, notify }, async (account) => {
    await consentToBothOnly(account);
    const view = await account.until(({ state }) => state === 'attentionRequired');
    expect(view.attention?.reason).toBe('quarantineUnavailable');
    expect(view.quarantine).toMatchObject({ adapter: null, findings: answer });
    await account.until(() => proofs.length === 2);
    answer = [found('graph', 'refused', 'ErrorAccessDenied'), found('ews', 'failed', 'ErrorOops')];
    await account.check();
    await account.until(({ quarantine }) => quarantine?.findings[1]?.code === 'ErrorOops');
    expect((await account.view()).state).toBe('attentionRequired');
    answer = [found('graph', 'refused', 'ErrorAccessDenied'), found('ews', 'works')];
    await account.check();
    const { quarantine } = await account.until(({ state }) => state === 'awaitingTargets');
    expect(quarantine?.adapter).toBe('ews');
    expect(notices).toEqual(['attentionRequired', 'recovered']);
  });
});

test('an adapter that stops working is replaced by the other one', async () => {
  let works: QuarantineFinding['adapter'] = 'graph';
  const proveQuarantine = async ({ adapters }: { adapters: readonly string[] }) =>
    [found('graph', works === 'graph' ? 'works' : 'refused'), found('ews', 'works')].filter(
      ({ adapter }) => adapters.includes(adapter),
    );
  await tests.withAccount({ proveQuarantine }, async (account) => {
    const before = await protectAll(account);
    expect(before.quarantine?.adapter).toBe('graph');
    works = 'ews';
    await account.requestSynchronization();
    await account.until(
      ({ state, quarantine }) => state === 'protected' && quarantine?.adapter === 'ews',
    );
  });
});

test('a consent that is revoked during the synchronization parks it, and it goes on afterwards', async () => {
  let revoked = true;
  const runs: string[] = [];
  const synchronizeDirectory = async ({ runId }: { runId: string }) => {
    runs.push(runId);
    if (revoked) throw new ProvostError('ConsentRevoked');
  };
  const waitForGrant = async ({ kind }: { kind: string }) => {
    if (kind === 'graph' && revoked && runs.length > 0) {
      throw new ProvostError('GrantNotVisible', undefined, { retryAfter: 60_000 });
    }
  };
  await tests.withAccount({ synchronizeDirectory, waitForGrant }, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'all', targetIds: [] });
    const view = await account.until(({ state }) => state === 'attentionRequired');
    expect(view).toMatchObject({
      attention: { reason: 'consentRevoked' },
      consents: { graph: { status: 'revoked' }, exchange: { status: 'granted' } },
    });
    await account.begin('graph');
    await account.signIn('graph');
    revoked = false;
    await account.check();
    await account.until(({ state }) => state === 'protected');
    expect(new Set(runs).size).toBe(1);
  });
});

test('a selected user who vanished asks for another choice', async () => {
  const gone = randomUUID();
  const synchronizeTargets = async ({ userIds }: { userIds: readonly string[] }) => {
    if (userIds.includes(gone)) throw new ProvostError('TargetsUnknown');
  };
  await tests.withAccount({ synchronizeTargets }, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'selected', targetIds: [gone] });
    const view = await account.until(({ state }) => state === 'attentionRequired');
    expect(view.attention?.reason).toBe('targetsUnknown');
    await account.submit({ method: 'selected', targetIds: [randomUUID()] });
    await account.until(({ state }) => state === 'protected');
  });
});

test('selected targets have no synchronization on request', async () => {
  await tests.withAccount({}, async (account) => {
    await consentToBoth(account);
    await account.submit({ method: 'selected', targetIds: [randomUUID()] });
    await account.until(({ state }) => state === 'protected');
    await expect(account.requestSynchronization()).rejects.toMatchObject({
      cause: { type: 'SynchronizationNotAvailable' },
    });
  });
});

test('more than a hundred selected users are not taken, whoever sends them', async () => {
  await tests.withAccount({}, async (account) => {
    await consentToBoth(account);
    const targetIds = Array.from({ length: 101 }, () => randomUUID());
    await account.submit({ method: 'selected', targetIds });
    expect((await account.view()).state).toBe('awaitingTargets');
    await account.submit({
      method: 'selected',
      targetIds: [...targetIds.slice(1), targetIds[1] ?? ''],
    });
    const view = await account.until(({ state }) => state === 'protected');
    expect(view.targetCount).toBe(100);
  });
});

test.each([
  'awaitingConsent',
  'verifyingGrant',
  'awaitingTargets',
  'synchronizing',
  'protected',
] as const)('a cancellation while %s cleans up in order and closes as Canceled', async (state) => {
  const steps: string[] = [];
  const step = (name: string) => async () => void steps.push(name);
  const never = async () => {
    throw new ProvostError('GrantNotVisible', undefined, { retryAfter: 60_000 });
  };
  const read = async () => {
    const context = Context.current();
    const timer = setInterval(() => context.heartbeat(), 100);
    await context.cancelled.finally(() => clearInterval(timer));
  };
  const activities = {
    stopSynchronization: step('stop'),
    deleteDirectory: step('delete'),
    releaseTenant: step('release'),
    notify: async ({ kind }: { kind: string }) => void steps.push(kind),
    ...(state === 'verifyingGrant' && { waitForGrant: never }),
    ...(state === 'synchronizing' && { synchronizeDirectory: read }),
  };
  await tests.withAccount(activities, async (account) => {
    if (state === 'verifyingGrant') await account.signIn('exchange');
    if (['awaitingTargets', 'synchronizing', 'protected'].includes(state)) {
      await consentToBoth(account);
    }
    if (state === 'synchronizing' || state === 'protected') {
      await account.submit({ method: 'all', targetIds: [] });
    }
    await account.until((view) => view.state === state);
    if (state === 'protected') await account.until(() => steps.includes('protected'));
    steps.length = 0;
    await account.handle.cancel();
    const error: unknown = await account.handle.result().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(WorkflowFailedError);
    expect((error as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
    expect(steps).toEqual(['stop', 'delete', 'release', 'removed']);
    expect((await account.view()).state).toBe('removed');
  });
});

test('two sign-ins at once during a removal are both told that it is too late', async () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  await tests.withAccount({ claimTenant: () => opened }, async (account) => {
    const codeOf = (signIn: Promise<void>) =>
      signIn.then(
        () => 'accepted',
        ({ cause }: { cause?: { type?: string } }) => cause?.type,
      );
    const codes = Promise.all([1, 2].map(() => codeOf(account.signIn('exchange'))));
    await account.until(async () => {
      const { events = [] } = await account.handle.fetchHistory();
      const accepted = events?.filter((it) => it.workflowExecutionUpdateAcceptedEventAttributes);
      return accepted?.length === 2;
    });
    await account.handle.cancel();
    await account.until(({ state }) => state === 'removing' || state === 'removed');
    open();
    expect(await codes).toEqual(['WrongState', 'WrongState']);
    await account.handle.result().catch(() => undefined);
  });
});
