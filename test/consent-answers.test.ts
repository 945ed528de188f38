/** What Microsoft may return instead of a consent. Each of these ends the attempt, and another click works. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  beginProvisioning,
  clearAway,
  clickAndSignIn,
  completeConsents,
  completeStep,
  CONTOSO_TENANT,
  FABRIKAM_TENANT,
  sitDown,
} from './support/consent-desk.ts';
import { altered, CONSENT_LEG, SIGN_IN_LEG } from './support/consent-legs.ts';
import { expectStepEnded } from './support/consent-outcomes.ts';
import { type Stack, startStack } from './support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterEach(() => clearAway(stack));
afterAll(() => stack.close());

const CANCELLED = {
  code: 'SignInCancelled',
  status: 'declined',
  http: 400,
  tenantId: null,
} as const;

test('a declined consent is shown as declined, and a second attempt succeeds', async () => {
  const desk = await beginProvisioning(stack);
  const { attemptId } = await clickAndSignIn(desk, 'exchange');
  const page = await desk.browser.press('action', 'decline');
  await expectStepEnded(
    desk,
    { page, attemptId },
    { code: 'ConsentDeclined', status: 'declined', http: 400, tenantId: CONTOSO_TENANT },
  );
  await completeConsents(desk);
});

test('a cancelled sign-in is shown as cancelled, and a second attempt succeeds', async () => {
  const desk = await beginProvisioning(stack);
  const { attemptId, signInAddress } = await desk.client.consent('exchange');
  await desk.browser.open(signInAddress);
  const page = await desk.browser.press('action', 'cancel');
  await expectStepEnded(desk, { page, attemptId }, CANCELLED);
  await completeConsents(desk);
});

test('a sign-in that returns both an error and a code counts as an error', async () => {
  const desk = await beginProvisioning(stack);
  const { callback, attemptId } = await SIGN_IN_LEG.reach(desk);
  const page = await desk.browser.open(altered(callback, 'error', 'access_denied'));
  await expectStepEnded(desk, { page, attemptId }, CANCELLED);
  await completeStep(desk, 'exchange');
});

test('a code from another sign-in is refused', async () => {
  const desk = await beginProvisioning(stack);
  const stolen = await SIGN_IN_LEG.reach(await sitDown(stack));
  const { callback, attemptId } = await SIGN_IN_LEG.reach(desk);
  const code = stolen.callback.searchParams.get('code');
  const page = await desk.browser.open(altered(callback, 'code', code));
  await expectStepEnded(
    desk,
    { page, attemptId },
    { code: 'SignInFailed', status: 'refused', http: 400, tenantId: null },
  );
  await completeStep(desk, 'exchange');
});

describe('a consent response that proves nothing does not turn a step green', () => {
  test.each([
    {
      answer: 'admin_consent=True with an error',
      alter: (url: URL) => altered(url, 'error', 'access_denied'),
      expected: { code: 'ConsentDeclined', status: 'declined', http: 400 },
    },
    {
      answer: 'an error other than a decline',
      alter: (url: URL) => altered(altered(url, 'error', 'invalid_request'), 'tenant', null),
      expected: { code: 'ConsentFailed', status: 'refused', http: 400 },
    },
    {
      answer: 'no admin_consent',
      alter: (url: URL) => altered(url, 'admin_consent', null),
      expected: { code: 'ConsentFailed', status: 'refused', http: 400 },
    },
    {
      answer: 'no tenant',
      alter: (url: URL) => altered(url, 'tenant', null),
      expected: { code: 'TenantMissing', status: 'refused', http: 400 },
    },
    {
      answer: 'a tampered tenant',
      alter: (url: URL) => altered(url, 'tenant', FABRIKAM_TENANT),
      expected: {
        code: 'TenantMismatch',
        status: 'refused',
        http: 409,
        sentence: 'The response belongs to a different tenant than the person who signed in.',
      },
    },
  ] as const)('$answer', async ({ alter, expected }) => {
    const desk = await beginProvisioning(stack);
    const { callback, attemptId } = await CONSENT_LEG.reach(desk);
    const page = await desk.browser.open(alter(callback));
    const ended = { ...expected, tenantId: CONTOSO_TENANT };
    const account = await expectStepEnded(desk, { page, attemptId }, ended);
    expect(account.tenant?.id).toBe(CONTOSO_TENANT);
    await completeStep(desk, 'exchange');
  });
});
