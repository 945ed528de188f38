/** Consents are verified: what Microsoft recorded decides, not what the callback says. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CONSENTS, type ConsentKind } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import {
  auditTrail,
  beginProvisioning,
  resetAll,
  clickAndSignIn,
  completeConsents,
  completeStep,
  consentOf,
  type ConsoleSession,
  until,
  untilConsent,
} from './support/console-session.ts';
import { CONSENT_CALLBACK } from './support/callbacks.ts';
import { outcomeOf } from './support/consent-outcomes.ts';
import { type Stack, startStack } from './support/stack.ts';
import { type ControlledTenant, controlTenant } from './support/tenant.ts';
import { awaits } from './support/positions.ts';

let stack: Stack;
let contoso: ControlledTenant;
beforeAll(async () => {
  stack = await startStack();
  contoso = controlTenant(stack.sandbox, 'contoso.example');
});
afterEach(() => resetAll(stack));
afterAll(() => stack.close());

const EXCHANGE_ROLES = CONSENTS.exchange.permissions.map(({ value }) => value);
const GRAPH_ROLES = CONSENTS.graph.permissions.map(({ value }) => value);

/** Waits for three checks that do not find the permissions, and returns the account after them. */
async function expectStillMissing(
  { client }: ConsoleSession,
  kind: ConsentKind,
  missing: readonly string[],
) {
  let seen = new Date(0).toISOString();
  for (let checks = 0; checks < 3; checks += 1) {
    const account = await untilConsent(
      client,
      kind,
      ({ status, check }) =>
        status !== 'waitingForAdministrator' && check !== null && check.checkedAt > seen,
    );
    const { status, check } = consentOf(account, kind);
    expect(status).toBe('checking');
    seen = check?.checkedAt ?? '';
  }
  const account = await client.account();
  const { status, check } = consentOf(account, kind);
  expect(status).toBe('checking');
  expect(check).toMatchObject({ missing, diagnosis: FAILURES.GrantNotVisible.sentence });
  expectLaterCheck(check);
  return account;
}

function expectLaterCheck(check: ReturnType<typeof consentOf>['check']): void {
  const [checkedAt, nextCheckAt] = [check?.checkedAt ?? '', check?.nextCheckAt ?? ''];
  expect(Date.parse(nextCheckAt)).toBeGreaterThan(Date.parse(checkedAt));
}

async function accept(session: ConsoleSession, kind: ConsentKind): Promise<void> {
  await clickAndSignIn(session, kind);
  const page = await session.browser.press('action', 'accept');
  expect(outcomeOf(page)).toMatchObject({ status: 200, title: 'Go back to the console' });
}

describe('a slow grant', () => {
  test('a consent without a callback turns the step green by itself', async () => {
    await contoso.setFaults({ swallowConsentRedirect: true });
    const session = await beginProvisioning(stack);
    const { attemptId } = await clickAndSignIn(session, 'exchange');
    const page = await session.browser.press('action', 'accept');
    expect(page.document.querySelector('h1')?.text).toBe('Permissions granted');
    await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
    const audited = (await auditTrail(session.client)).filter(
      ({ details }) => details['attemptId'] === attemptId,
    );
    expect(audited.map(({ action }) => action)).toEqual(['consent.signIn', 'consent.begin']);
    await contoso.setFaults({ swallowConsentRedirect: false });
    await completeConsents(session);
  });

  test('a propagation delay at Microsoft is waited out and shown', async () => {
    await contoso.setFaults({ consentPropagationMs: 8000 });
    const session = await beginProvisioning(stack);
    await accept(session, 'exchange');
    const waiting = await expectStillMissing(session, 'exchange', EXCHANGE_ROLES);
    expect(waiting).toMatchObject({ state: 'verifyingGrant', consentStep: 'exchange' });
    const account = await untilConsent(session.client, 'exchange', (it) => it.status === 'granted');
    expect(consentOf(account, 'exchange').check).toMatchObject({ missing: [], nextCheckAt: null });
    await contoso.setFaults({ consentPropagationMs: 0 });
    await completeConsents(session);
  });
});

describe('a missing grant', () => {
  test('a forged success never turns the step green, and a real consent does', async () => {
    const session = await beginProvisioning(stack);
    const { callback } = await CONSENT_CALLBACK.reach(session);
    const page = await session.browser.open(callback);
    expect(outcomeOf(page)).toMatchObject({ status: 200, title: 'Go back to the console' });
    expect(page.text).toContain('We are checking that the permissions have taken effect');
    const { state } = await expectStillMissing(session, 'exchange', EXCHANGE_ROLES);
    expect(state).toBe('verifyingGrant');
    await completeConsents(session);
  });

  test('a consent that Microsoft did not record never turns the step green', async () => {
    await contoso.setFaults({ withholdRoles: EXCHANGE_ROLES });
    const session = await beginProvisioning(stack);
    await accept(session, 'exchange');
    await expectStillMissing(session, 'exchange', EXCHANGE_ROLES);
    await contoso.setFaults({ withholdRoles: [] });
    await completeConsents(session);
  });

  test.each(GRAPH_ROLES)(
    'a consent without %s names it, and consenting again fixes it',
    async (role) => {
      const session = await beginProvisioning(stack);
      await completeStep(session, 'exchange');
      await contoso.setFaults({ withholdRoles: [role] });
      await accept(session, 'graph');
      const account = await expectStillMissing(session, 'graph', [role]);
      expect(account).toMatchObject({ state: 'verifyingGrant', consentStep: 'graph' });
      expect(consentOf(account, 'exchange').status).toBe('granted');
      await contoso.setFaults({ withholdRoles: [] });
      await completeConsents(session);
    },
  );
});

describe('a failing token endpoint during the wait for a grant', () => {
  test.each([
    { failTokenStatus: 429, retryAfterSeconds: 1, failure: 'MicrosoftThrottled' },
    { failTokenStatus: 429, retryAfterSeconds: null, failure: 'MicrosoftThrottled' },
    { failTokenStatus: 503, retryAfterSeconds: null, failure: 'MicrosoftUnavailable' },
  ] as const)(
    '$failTokenStatus with Retry-After $retryAfterSeconds is waited out',
    async ({ failure, ...fault }) => {
      const session = await beginProvisioning(stack);
      await clickAndSignIn(session, 'exchange');
      // Until it was seen: on a loaded machine a short refusal passes between two events.
      await contoso.setFaults({ ...fault, failTokenNext: 1000 });
      await session.browser.press('action', 'accept');
      const { sentence } = FAILURES[failure];
      const account = await untilConsent(
        session.client,
        'exchange',
        ({ status, check }) => status === 'checking' && check?.diagnosis === sentence,
      );
      expectLaterCheck(consentOf(account, 'exchange').check);
      await contoso.setFaults({ failTokenNext: 0 });
      await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
      await completeConsents(session);
    },
  );
});

test('switched off Exchange Web Services are a finding, and the quarantine uses Graph', async () => {
  await contoso.setFaults({ ewsBlocked: true });
  const session = await beginProvisioning(stack);
  await accept(session, 'exchange');
  const first = await until(session.client, awaits('graph'));
  expect(consentOf(first, 'exchange').status).toBe('granted');
  expect(first.attention).toBeNull();
  expect(first.quarantine).toMatchObject({
    adapter: null,
    findings: [{ adapter: 'ews', outcome: 'blocked' }],
    ewsTriedAt: null,
  });
  const { quarantine } = await completeConsents(session);
  expect(quarantine).toMatchObject({
    adapter: 'graph',
    partlyBlocked: false,
    // Nobody looks again while Graph works.
    ews: 'blocked',
    ewsTriedAt: expect.stringMatching(/^\d{4}-/),
  });
  expect(quarantine?.findings).toContainEqual({
    adapter: 'graph',
    outcome: 'works',
    mailbox: 'admin@contoso.example',
    code: null,
  });
});

test('while Graph cannot reach mailboxes, the quarantine uses EWS', async () => {
  await contoso.setFaults({ failNext: 100_000, failStatus: 503, failPathContains: 'mailFolders' });
  const session = await beginProvisioning(stack);
  const { quarantine } = await completeConsents(session);
  expect(quarantine?.adapter).toBe('ews');
  expect(quarantine?.findings).toContainEqual({
    adapter: 'graph',
    outcome: 'failed',
    mailbox: 'admin@contoso.example',
    code: 'MicrosoftUnavailable',
  });
});

test('a quarantine that nothing can manage requires attention once, and a check finds the way', async () => {
  await contoso.setFaults({ ewsBlocked: true, refusedMailboxes: ['*'] });
  const session = await beginProvisioning(stack);
  const { client } = session;
  const earlier = new Set((await client.notifications()).notifications.map(({ id }) => id));
  const notices = async () =>
    (await client.notifications()).notifications
      .filter(({ id }) => !earlier.has(id))
      .map(({ kind, reason, message }) => ({ kind, reason, message }));
  const attention = {
    kind: 'attentionRequired',
    reason: 'quarantineUnavailable',
    message: 'Exchange Online needs your attention.',
  };
  await accept(session, 'exchange');
  await until(client, awaits('graph'));
  await accept(session, 'graph');
  const unavailable = await until(client, ({ state }) => state === 'attentionRequired');
  expect(unavailable.attention).toEqual({
    reason: 'quarantineUnavailable',
    message: FAILURES.QuarantineUnavailable.sentence,
    consent: null,
    turns: ['exchangeAdministrator'],
  });
  expect(unavailable.quarantine?.adapter).toBeNull();
  expect(new Set(unavailable.quarantine?.findings.map(({ outcome }) => outcome))).toEqual(
    new Set(['refused', 'blocked']),
  );
  const waiting = await untilConsent(client, 'graph', ({ check }) => check?.nextCheckAt != null);
  expectLaterCheck(consentOf(waiting, 'graph').check);
  expect(await notices()).toEqual([attention]);

  await contoso.setFaults({ ewsBlocked: false, refusedMailboxes: ['admin@contoso.example'] });
  await client.check();
  const recovered = await until(client, ({ state }) => state === 'awaitingTargets');
  expect(recovered.attention).toBeNull();
  expect(recovered.quarantine).toMatchObject({ adapter: 'graph', partlyBlocked: true });
  expect(await notices()).toEqual([
    {
      kind: 'recovered',
      reason: 'quarantineUnavailable',
      message: 'Exchange Online is working again.',
    },
    attention,
  ]);
});
