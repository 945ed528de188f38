/** Removing an account in any state, end to end on a real PostgreSQL. */
import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { notificationText } from '../domain/account.ts';
import type { ProvisioningState } from '../domain/provisioning.ts';
import { DEFAULT_REGISTRATIONS } from '../sandbox/registrations.ts';
import { workflowIdOf } from '../temporal/names.ts';
import { CONTOSO_ADMINISTRATOR, signInAtMicrosoft } from './support/administrator.ts';
import {
  completeStep,
  type ConsoleSession,
  FABRIKAM_ADMINISTRATOR,
  removeAccount,
  openSession,
  until,
} from './support/console-session.ts';
import { outcomeOf } from './support/consent-outcomes.ts';
import type { Account } from './support/console-client.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { actionsOf, NO_ROWS, expectNotices, noticesOf, rowsLeft } from './support/published.ts';
import { startSkipping } from './support/time-skipping.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { start, submitAndWait, walkToTargets } from './support/walk.ts';
import { awaits, verifies } from './support/positions.ts';

const USERS = 300;
const REMOVED = {
  kind: 'removed',
  message: notificationText('removed', 'exchange-online'),
  reason: null,
};

const FIVE_MINUTES = 300_000;

let postgres: PostgresStack;
let tenant: ControlledTenant;
let contoso: ConsoleSession;
let fabrikam: ConsoleSession;

beforeAll(async () => {
  postgres = await startPostgresStack({ users: USERS });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  contoso = await openSession(postgres.stack, 'contoso');
  fabrikam = await openSession(postgres.stack, 'fabrikam');
});
afterAll(() => postgres?.close());
afterEach(async () => {
  await tenant.clearFaults();
  await removeAccount(contoso.client);
  await removeAccount(fabrikam.client);
  await tenant.reset();
});

/** The current run of the account's workflow. */
async function workflowRun() {
  const id = workflowIdOf('exchange-online', 'contoso');
  const { runId } = await postgres.temporal.workflow.getHandle(id).describe();
  return postgres.temporal.workflow.getHandle(id, runId);
}

/** Removes the account and checks that only the audit trail and notifications are left. */
async function expectCleanRemoval({ accountId }: Account): Promise<void> {
  const workflow = await workflowRun();
  expect(await contoso.client.remove()).toEqual({ removing: true });
  const closed: unknown = await workflow.result().catch((error: unknown) => error);
  expect(closed).toBeInstanceOf(WorkflowFailedError);
  expect((closed as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
  expect((await workflow.describe()).status.name).toBe('CANCELLED');

  expect(await rowsLeft(postgres.db, accountId)).toEqual(NO_ROWS);
  const notices = await noticesOf(postgres.db, accountId);
  expect(notices.filter(({ kind }) => kind === 'removed')).toEqual([REMOVED]);
  const actions = await actionsOf(postgres.db, accountId);
  expect(actions.slice(0, 2)).toEqual(['account.start', 'account.opened']);
  expect(actions).toContain('account.remove');
  expect(actions.slice(-6)).toEqual([
    'account.removing',
    'removal.stopSynchronization',
    'removal.deleteDirectory',
    'removal.releaseTenant',
    'removal.notify',
    'account.removed',
  ]);

  const gone = await problemOfCall(contoso.client.account());
  expect(gone).toMatchObject({ code: 'NotFound', detail: 'This service is not provisioned.' });
  const again = await problemOfCall(contoso.client.remove());
  expect(again).toMatchObject({ code: 'NotFound', status: 404 });
  const next = await start(contoso);
  expect(next.accountId).not.toBe(accountId);
  expect(next).toMatchObject({
    state: 'awaitingConsent',
    consentStep: 'exchange',
    tenant: null,
    method: null,
  });
}

async function revokeGraph(): Promise<void> {
  await tenant.revoke(DEFAULT_REGISTRATIONS[1]?.clientId ?? '');
}

async function signInFor(kind: 'exchange' | 'graph'): Promise<void> {
  const { signInAddress } = await contoso.client.consent(kind);
  await signInAtMicrosoft(contoso.browser, signInAddress, CONTOSO_ADMINISTRATOR);
}

type Place = (account: Pick<Account, 'state' | 'consentStep'>) => boolean;

const inState =
  (expected: ProvisioningState): Place =>
  ({ state }) =>
    state === expected;

const STATES: readonly (readonly [string, Place, () => Promise<unknown>])[] = [
  [
    'the first click',
    awaits('exchange'),
    async () => {
      await start(contoso);
      await contoso.client.consent('exchange');
    },
  ],
  [
    'the first grant',
    verifies('exchange'),
    async () => {
      await start(contoso);
      await signInFor('exchange');
    },
  ],
  [
    'the second click',
    awaits('graph'),
    async () => {
      await start(contoso);
      await completeStep(contoso, 'exchange');
    },
  ],
  [
    'the second grant',
    verifies('graph'),
    async () => {
      await start(contoso);
      await completeStep(contoso, 'exchange');
      await signInFor('graph');
    },
  ],
  [
    'a way to manage the quarantine',
    inState('attentionRequired'),
    async () => {
      await tenant.setFaults({ ewsBlocked: true, refusedMailboxes: ['*'] });
      await start(contoso);
      await completeStep(contoso, 'exchange');
      await signInFor('graph');
      await contoso.browser.press('action', 'accept');
    },
  ],
  ['targets', inState('awaitingTargets'), () => walkToTargets(contoso)],
  [
    'an answer of a slow tenant',
    inState('synchronizing'),
    async () => {
      await walkToTargets(contoso);
      await tenant.setFaults({ latencyMs: 25_000 });
      await contoso.client.submit({ method: 'all' });
      await until(contoso.client, ({ synchronization }) => synchronization !== null);
    },
  ],
  [
    'the end of ten minutes of throttling',
    inState('synchronizing'),
    async () => {
      await walkToTargets(contoso);
      await tenant.setFaults({ throttleNext: 1, retryAfterSeconds: 600 });
      await contoso.client.submit({ method: 'all' });
      await until(
        contoso.client,
        ({ synchronization }) => synchronization?.waiting?.reason === 'MicrosoftThrottled',
      );
    },
  ],
  [
    'a consent revoked in the middle of a synchronization',
    inState('attentionRequired'),
    async () => {
      await walkToTargets(contoso);
      await tenant.setFaults({ maxPageSize: 50, failNext: 1, failPathContains: 'skiptoken' });
      await contoso.client.submit({ method: 'all' });
      await until(contoso.client, ({ synchronization }) => (synchronization?.users ?? 0) > 0);
      await revokeGraph();
      await until(
        contoso.client,
        ({ synchronization }) => synchronization?.waiting?.reason === 'GrantNotConfirmed',
      );
      await startSkipping(postgres.temporal, 'exchange-online/contoso', FIVE_MINUTES);
    },
  ],
  [
    'nothing because it is protected',
    inState('protected'),
    async () => {
      await walkToTargets(contoso);
      await submitAndWait(contoso);
    },
  ],
];

describe('an account is removed without a trace', () => {
  test.each(STATES)('while it waits for %s', async (_, place, walk) => {
    await walk();
    await expectCleanRemoval(await until(contoso.client, place));
  });
});

test('a removal in the middle of a synchronization stops all calls to Microsoft', async () => {
  await walkToTargets(contoso);
  await tenant.setFaults({ maxPageSize: 1, latencyMs: 40 });
  await contoso.client.submit({ method: 'all' });
  const { accountId } = await until(
    contoso.client,
    ({ synchronization }) => (synchronization?.users ?? 0) > 5,
  );
  const workflow = await workflowRun();
  await contoso.client.remove();
  await workflow.result().catch(() => undefined);
  const { graph, token } = await tenant.counters();
  expect(graph).toBeLessThan(USERS);
  // Provisioning another organization leaves enough time for an unwanted call.
  await walkToTargets(fabrikam, FABRIKAM_ADMINISTRATOR);
  await submitAndWait(fabrikam);
  expect(await tenant.counters()).toMatchObject({ graph, token });
  expect(await rowsLeft(postgres.db, accountId)).toEqual(NO_ROWS);
});

test('a removal in progress is shown, rejects a new start, and can be requested again', async () => {
  await walkToTargets(contoso);
  const { accountId } = await submitAndWait(contoso);
  const workflow = await workflowRun();
  // The removal cannot delete the directory until this lock is released.
  await postgres.db.transaction().execute(async (held) => {
    await sql`lock table directory_users in exclusive mode`.execute(held);
    await contoso.client.remove();
    const removing = await until(
      contoso.client,
      ({ removalStep }) => removalStep === 'deleteDirectory',
    );
    expect(removing).toMatchObject({ accountId, state: 'removing' });
    const refused = await problemOfCall(contoso.client.start());
    expect(refused).toMatchObject({
      code: 'WrongState',
      status: 409,
      detail: 'The account is being removed. Wait until the removal is complete.',
    });
    for (const call of [
      () => contoso.client.submit({ method: 'all' }),
      () => contoso.client.synchronize(),
      () => contoso.client.consent('exchange'),
    ]) {
      expect(await problemOfCall(call())).toMatchObject({ code: 'WrongState', status: 409 });
    }
    expect(await contoso.client.remove()).toEqual({ removing: true });
    await contoso.client.check();
  });
  await workflow.result().catch(() => undefined);
  expect((await workflow.describe()).status.name).toBe('CANCELLED');
  expect(await rowsLeft(postgres.db, accountId)).toEqual(NO_ROWS);
  const notices = await noticesOf(postgres.db, accountId);
  expect(notices.filter(({ kind }) => kind === 'removed')).toEqual([REMOVED]);
});

test('a removed account can be provisioned again immediately, also with another method', async () => {
  await walkToTargets(contoso);
  const { id } = await contoso.client.user(CONTOSO_ADMINISTRATOR.email);
  const first = await submitAndWait(contoso, { method: 'selected', userIds: [id] });
  for (const _ of [1, 2, 3]) {
    await removeAccount(contoso.client);
    const { accountId, state } = await start(contoso);
    expect(accountId).not.toBe(first.accountId);
    expect(state).toBe('awaitingConsent');
  }
  await walkToTargets(contoso);
  const second = await submitAndWait(contoso);
  expect(second).toMatchObject({ method: 'all', synchronization: { users: USERS } });
  await expectNotices(postgres.db, second.accountId, [
    { kind: 'protected', message: notificationText('protected', 'exchange-online'), reason: null },
  ]);
});

test('a tenant is available to another organization only after it is released', async () => {
  const { accountId } = await walkToTargets(contoso);
  await start(fabrikam);
  const { signInAddress } = await fabrikam.client.consent('exchange');
  const page = await signInAtMicrosoft(fabrikam.browser, signInAddress, CONTOSO_ADMINISTRATOR);
  expect(outcomeOf(page)).toMatchObject({ status: 409, code: 'TenantTaken' });
  expect((await fabrikam.client.account()).tenant).toBeNull();
  await removeAccount(contoso.client);
  expect(await rowsLeft(postgres.db, accountId)).toEqual(NO_ROWS);
  await walkToTargets(fabrikam, CONTOSO_ADMINISTRATOR);
  const { synchronization } = await submitAndWait(fabrikam);
  expect(synchronization?.users).toBe(USERS);
});

test('concurrent starts create one account', async () => {
  const { client } = contoso;
  await Promise.all([client.start(), client.start(), client.start(), client.start()]);
  const { accountId } = await until(client, () => true);
  const { runId } = await (await workflowRun()).describe();
  await client.start();
  expect((await client.account()).accountId).toBe(accountId);
  expect((await (await workflowRun()).describe()).runId).toBe(runId);
  const opened = await postgres.db
    .selectFrom('auditEvents')
    .select('accountId')
    .where('action', '=', 'account.opened')
    .where('accountId', '=', accountId)
    .execute();
  expect(opened).toHaveLength(1);
  await walkToTargets(contoso);
  const account = await submitAndWait(contoso);
  expect(account.accountId).toBe(accountId);
});
