/** Consents are verified: what Microsoft recorded decides, not what the callback says. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CONSENTS, type ConsentKind } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import {
  auditTrail,
  beginProvisioning,
  clearAway,
  clickAndSignIn,
  completeConsents,
  completeStep,
  consentOf,
  type Desk,
  until,
  untilConsent,
} from './support/consent-desk.ts';
import { CONSENT_LEG } from './support/consent-legs.ts';
import { outcomeOf } from './support/consent-outcomes.ts';
import { type Stack, startStack } from './support/stack.ts';
import { type ControlledTenant, controlTenant } from './support/tenant.ts';

let stack: Stack;
let contoso: ControlledTenant;
beforeAll(async () => {
  stack = await startStack();
  contoso = controlTenant(stack.sandbox, 'contoso.example');
});
afterEach(() => clearAway(stack));
afterAll(() => stack.close());

const EXCHANGE_ROLES = CONSENTS.exchange.permissions.map(({ value }) => value);
const GRAPH_ROLES = CONSENTS.graph.permissions.map(({ value }) => value);

/** Waits for three checks that do not find the permissions, and returns the account after them. */
async function expectStillMissing({ client }: Desk, kind: ConsentKind, missing: readonly string[]) {
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

async function accept(desk: Desk, kind: ConsentKind): Promise<void> {
  await clickAndSignIn(desk, kind);
  const page = await desk.browser.press('action', 'accept');
  expect(outcomeOf(page)).toMatchObject({ status: 200, title: 'Go back to the console' });
}

describe('a slow grant', () => {
  test('a consent without a callback turns the step green by itself', async () => {
    await contoso.misbehave({ swallowConsentRedirect: true });
    const desk = await beginProvisioning(stack);
    const { attemptId } = await clickAndSignIn(desk, 'exchange');
    const page = await desk.browser.press('action', 'accept');
    expect(page.document.querySelector('h1')?.text).toBe('Permissions granted');
    await untilConsent(desk.client, 'exchange', ({ status }) => status === 'granted');
    const audited = (await auditTrail(desk.client)).filter(
      ({ details }) => details['attemptId'] === attemptId,
    );
    expect(audited.map(({ action }) => action)).toEqual(['consent.signIn', 'consent.begin']);
    await contoso.misbehave({ swallowConsentRedirect: false });
    await completeConsents(desk);
  });

  test('a propagation delay at Microsoft is waited out and shown', async () => {
    await contoso.misbehave({ consentPropagationMs: 8000 });
    const desk = await beginProvisioning(stack);
    await accept(desk, 'exchange');
    const waiting = await expectStillMissing(desk, 'exchange', EXCHANGE_ROLES);
    expect(waiting.state).toBe('verifyingExchangeGrant');
    const account = await untilConsent(desk.client, 'exchange', (it) => it.status === 'granted');
    expect(consentOf(account, 'exchange').check).toMatchObject({ missing: [], nextCheckAt: null });
    await contoso.misbehave({ consentPropagationMs: 0 });
    await completeConsents(desk);
  });
});

describe('a missing grant', () => {
  test('a forged success never turns the step green, and a real consent does', async () => {
    const desk = await beginProvisioning(stack);
    const { callback } = await CONSENT_LEG.reach(desk);
    const page = await desk.browser.open(callback);
    expect(outcomeOf(page)).toMatchObject({ status: 200, title: 'Go back to the console' });
    expect(page.text).toContain('We are checking that the permissions have taken effect');
    const { state } = await expectStillMissing(desk, 'exchange', EXCHANGE_ROLES);
    expect(state).toBe('verifyingExchangeGrant');
    await completeConsents(desk);
  });

  test('a consent that Microsoft did not record never turns the step green', async () => {
    await contoso.misbehave({ withholdRoles: EXCHANGE_ROLES });
    const desk = await beginProvisioning(stack);
    await accept(desk, 'exchange');
    await expectStillMissing(desk, 'exchange', EXCHANGE_ROLES);
    await contoso.misbehave({ withholdRoles: [] });
    await completeConsents(desk);
  });

  test.each(GRAPH_ROLES)(
    'a consent without %s names it, and consenting again fixes it',
    async (role) => {
      const desk = await beginProvisioning(stack);
      await completeStep(desk, 'exchange');
      await contoso.misbehave({ withholdRoles: [role] });
      await accept(desk, 'graph');
      const account = await expectStillMissing(desk, 'graph', [role]);
      expect(account.state).toBe('verifyingGraphGrant');
      expect(consentOf(account, 'exchange').status).toBe('granted');
      await contoso.misbehave({ withholdRoles: [] });
      await completeConsents(desk);
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
      const desk = await beginProvisioning(stack);
      await clickAndSignIn(desk, 'exchange');
      await contoso.misbehave({ ...fault, failTokenNext: 2 });
      await desk.browser.press('action', 'accept');
      const { sentence } = FAILURES[failure];
      const account = await untilConsent(
        desk.client,
        'exchange',
        ({ status, check }) => status === 'checking' && check?.diagnosis === sentence,
      );
      expectLaterCheck(consentOf(account, 'exchange').check);
      await untilConsent(desk.client, 'exchange', ({ status }) => status === 'granted');
      await completeConsents(desk);
    },
  );
});

test('blocked Exchange Web Services require attention once, and a check finds them unblocked', async () => {
  await contoso.misbehave({ ewsBlocked: true });
  const desk = await beginProvisioning(stack);
  const { client } = desk;
  const earlier = new Set((await client.notifications()).notifications.map(({ id }) => id));
  const notices = async () =>
    (await client.notifications()).notifications
      .filter(({ id }) => !earlier.has(id))
      .map(({ kind, reason, message }) => ({ kind, reason, message }));
  const attention = {
    kind: 'attentionRequired',
    reason: 'ewsBlocked',
    message: 'Exchange Online needs your attention.',
  };
  await accept(desk, 'exchange');
  const blocked = await until(client, ({ state }) => state === 'attentionRequired');
  expect(blocked.attention).toMatchObject({
    reason: 'ewsBlocked',
    message: FAILURES.EwsBlocked.sentence,
    command: expect.stringMatching(
      /^Set-OrganizationConfig -EwsEnabled \$true -EwsAllowedAppIDs "[\da-f-]{36}"$/,
    ),
  });
  const seen = consentOf(await client.account(), 'exchange').check?.checkedAt ?? '';
  await client.check();
  const looked = await untilConsent(
    client,
    'exchange',
    ({ check }) => check !== null && check.nextCheckAt !== null && check.checkedAt > seen,
  );
  expect(consentOf(looked, 'exchange').check?.diagnosis).toBe(FAILURES.EwsBlocked.sentence);
  expect(await notices()).toEqual([attention]);
  await contoso.misbehave({ ewsBlocked: false });
  await client.check();
  const recovered = await until(client, ({ state }) => state === 'awaitingGraphConsent');
  expect(recovered.attention).toBeNull();
  expect(consentOf(recovered, 'exchange').status).toBe('granted');
  await completeConsents(desk);
  expect(await notices()).toEqual([
    {
      kind: 'recovered',
      reason: 'ewsBlocked',
      message: 'Exchange Online is working again.',
    },
    attention,
  ]);
});
