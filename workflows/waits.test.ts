/** Waits of hours and days, with skipped time. */
import { Context } from '@temporalio/activity';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProvostError } from '../domain/failures.ts';
import { grantCheckDelay } from '../domain/limits.ts';
import { type QuarantineAdapter } from '../domain/quarantine.ts';
import { EWS_END } from '../domain/services/exchange-online.ts';
import { TENANT } from './account.fixture.ts';
import { openWorkflowTests } from './workflow.fixture.ts';
import { awaits } from '../test/support/positions.ts';

let tests: Awaited<ReturnType<typeof openWorkflowTests>>;
beforeAll(async () => {
  tests = await openWorkflowTests();
});
afterAll(() => tests.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('an administrator who takes four days loses nothing', async () => {
  await tests.withAccount({}, async (account) => {
    await account.sleep(4 * DAY);
    await account.signIn('exchange');
    await account.until(awaits('graph'));
  });
});

test('a click that leads nowhere expires, and the step can be clicked again', async () => {
  await tests.withAccount({}, async (account) => {
    const attemptId = randomUUID();
    await account.begin('exchange', attemptId);
    await account.sleep(2 * HOUR);
    const view = await account.until(({ consents }) => consents.exchange?.status === 'expired');
    expect(view).toMatchObject({ state: 'awaitingConsent', consentStep: 'exchange' });
    await account.begin('exchange');
    expect((await account.view()).consents.exchange?.status).toBe('waitingForAdministrator');
  });
});

test('a grant that takes two hours to show is found without anybody coming back', async () => {
  let checks = 0;
  const waitForGrant = async () => {
    checks += 1;
    if (checks > 30) return;
    const retryAfter = grantCheckDelay(Context.current().info.attempt);
    throw new ProvostError('GrantNotVisible', undefined, { retryAfter });
  };
  await tests.withAccount({ waitForGrant }, async (account) => {
    const before = await account.now();
    await account.signIn('exchange');
    await account.startSkipping(3 * HOUR);
    await account.until(awaits('graph'));
    expect(checks).toBe(31);
    expect((await account.now()) - before).toBeGreaterThan(1.5 * HOUR);
  });
});

test('a grant that never shows ends the attempt after three days, not the account', async () => {
  const waitForGrant = async () => {
    throw new ProvostError('GrantNotVisible', undefined, { retryAfter: HOUR });
  };
  await tests.withAccount({ waitForGrant }, async (account) => {
    await account.signIn('exchange');
    await account.startSkipping(3.1 * DAY);
    const view = await account.until(({ consents }) => consents.exchange?.status === 'expired');
    expect(view).toMatchObject({ state: 'awaitingConsent', consentStep: 'exchange' });
  });
});

test('after the end of Exchange Web Services step 1 is done without a consent', async () => {
  const adapters: string[][] = [];
  const proveQuarantine = async (proof: { adapters: readonly QuarantineAdapter[] }) => {
    adapters.push([...proof.adapters]);
    return [{ adapter: 'graph', outcome: 'works', userId: null, code: null } as const];
  };
  await tests.withAccount({ proveQuarantine }, async (account) => {
    await account.sleep(Date.parse(EWS_END) - (await account.now()) + HOUR);
    const view = await account.until(awaits('graph'));
    expect(view.consents.exchange?.status).toBe('notNeeded');
    await account.signIn('graph');
    const { quarantine, tenantId } = await account.until(
      ({ state }) => state === 'awaitingTargets',
    );
    expect(tenantId).toBe(TENANT);
    expect(adapters).toEqual([['graph']]);
    expect(quarantine?.findings.map(({ outcome }) => outcome)).toEqual(['works', 'ended']);
  });
});
