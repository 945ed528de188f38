/** What Microsoft may return instead of a consent. Each of these ends the attempt, and another click works. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  beginProvisioning,
  resetAll,
  clickAndSignIn,
  completeConsents,
  completeStep,
  CONTOSO_TENANT,
  FABRIKAM_TENANT,
  openSession,
} from './support/console-session.ts';
import { withParameter, CONSENT_CALLBACK, SIGN_IN_CALLBACK } from './support/callbacks.ts';
import { expectStepEnded } from './support/consent-outcomes.ts';
import { type Stack, startStack } from './support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterEach(() => resetAll(stack));
afterAll(() => stack.close());

const CANCELLED = {
  code: 'SignInCancelled',
  status: 'declined',
  http: 400,
  tenantId: null,
} as const;

test('a declined consent is shown as declined, and a second attempt succeeds', async () => {
  const session = await beginProvisioning(stack);
  const { attemptId } = await clickAndSignIn(session, 'exchange');
  const page = await session.browser.press('action', 'decline');
  await expectStepEnded(
    session,
    { page, attemptId },
    { code: 'ConsentDeclined', status: 'declined', http: 400, tenantId: CONTOSO_TENANT },
  );
  await completeConsents(session);
});

test('a cancelled sign-in is shown as cancelled, and a second attempt succeeds', async () => {
  const session = await beginProvisioning(stack);
  const { attemptId, signInAddress } = await session.client.consent('exchange');
  await session.browser.open(signInAddress);
  const page = await session.browser.press('action', 'cancel');
  await expectStepEnded(session, { page, attemptId }, CANCELLED);
  await completeConsents(session);
});

test('a sign-in that returns both an error and a code counts as an error', async () => {
  const session = await beginProvisioning(stack);
  const { callback, attemptId } = await SIGN_IN_CALLBACK.reach(session);
  const page = await session.browser.open(withParameter(callback, 'error', 'access_denied'));
  await expectStepEnded(session, { page, attemptId }, CANCELLED);
  await completeStep(session, 'exchange');
});

test('a code from another sign-in is refused', async () => {
  const session = await beginProvisioning(stack);
  const stolen = await SIGN_IN_CALLBACK.reach(await openSession(stack));
  const { callback, attemptId } = await SIGN_IN_CALLBACK.reach(session);
  const code = stolen.callback.searchParams.get('code');
  const page = await session.browser.open(withParameter(callback, 'code', code));
  await expectStepEnded(
    session,
    { page, attemptId },
    { code: 'SignInFailed', status: 'refused', http: 400, tenantId: null },
  );
  await completeStep(session, 'exchange');
});

describe('a consent response that proves nothing does not turn a step green', () => {
  test.each([
    {
      answer: 'admin_consent=True with an error',
      alter: (url: URL) => withParameter(url, 'error', 'access_denied'),
      expected: { code: 'ConsentDeclined', status: 'declined', http: 400 },
    },
    {
      answer: 'an error other than a decline',
      alter: (url: URL) =>
        withParameter(withParameter(url, 'error', 'invalid_request'), 'tenant', null),
      expected: { code: 'ConsentFailed', status: 'refused', http: 400 },
    },
    {
      answer: 'no admin_consent',
      alter: (url: URL) => withParameter(url, 'admin_consent', null),
      expected: { code: 'ConsentFailed', status: 'refused', http: 400 },
    },
    {
      answer: 'no tenant',
      alter: (url: URL) => withParameter(url, 'tenant', null),
      expected: { code: 'TenantMissing', status: 'refused', http: 400 },
    },
    {
      answer: 'a tampered tenant',
      alter: (url: URL) => withParameter(url, 'tenant', FABRIKAM_TENANT),
      expected: {
        code: 'TenantMismatch',
        status: 'refused',
        http: 409,
        sentence: 'The response belongs to a different tenant than the person who signed in.',
      },
    },
  ] as const)('$answer', async ({ alter, expected }) => {
    const session = await beginProvisioning(stack);
    const { callback, attemptId } = await CONSENT_CALLBACK.reach(session);
    const page = await session.browser.open(alter(callback));
    const ended = { ...expected, tenantId: CONTOSO_TENANT };
    const account = await expectStepEnded(session, { page, attemptId }, ended);
    expect(account.tenant?.id).toBe(CONTOSO_TENANT);
    await completeStep(session, 'exchange');
  });
});
