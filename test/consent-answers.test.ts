/** What Microsoft may return instead of a consent. Only the administrator's own no ends the wait for the grant. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  beginProvisioning,
  resetAll,
  clickAndSignIn,
  completeConsents,
  completeStep,
  consentOf,
  CONTOSO_TENANT,
  FABRIKAM_TENANT,
  openSession,
  untilConsent,
} from './support/console-session.ts';
import {
  withParameter,
  withParameters,
  CONSENT_CALLBACK,
  SIGN_IN_CALLBACK,
} from './support/callbacks.ts';
import { FAILURES } from '../domain/failures.ts';
import { expectStepEnded, expectStepWatched, outcomeOf } from './support/consent-outcomes.ts';
import { type Stack, startStack } from './support/stack.ts';
import { controlTenant } from './support/tenant.ts';

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
    {
      code: 'ConsentDeclined',
      status: 'declined',
      http: 400,
      tenantId: CONTOSO_TENANT,
      diagnosis: 'AADSTS65004: User declined to consent to access the app.',
    },
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
    {
      code: 'SignInFailed',
      status: 'refused',
      http: 400,
      tenantId: null,
      diagnosis: expect.stringMatching(/^AADSTS501481: /),
    },
  );
  await completeStep(session, 'exchange');
});

test('a sign-in that Microsoft could not complete shows its number and text on the step', async () => {
  const session = await beginProvisioning(stack);
  const { callback, attemptId } = await SIGN_IN_CALLBACK.reach(session);
  const failed = withParameters(callback, {
    code: null,
    error: 'server_error',
    error_description: 'AADSTS50000: There was an error issuing a token.\r\nTrace ID: 1234',
  });
  const page = await session.browser.open(failed);
  expect(page.text).toContain('AADSTS50000: There was an error issuing a token.');
  const diagnosis = 'AADSTS50000: There was an error issuing a token.';
  const expected = { code: 'SignInFailed', status: 'refused', http: 400, tenantId: null } as const;
  await expectStepEnded(session, { page, attemptId }, { ...expected, diagnosis });
  await completeStep(session, 'exchange');
});

test.each(['consent_required', 'access_denied'])(
  'a sign-in that only an administrator could complete is not taken for a cancellation: %s',
  async (error) => {
    const session = await beginProvisioning(stack);
    const { callback, attemptId } = await SIGN_IN_CALLBACK.reach(session);
    const diagnosis = 'AADSTS90094: Admin consent is required.';
    const page = await session.browser.open(
      withParameters(callback, { code: null, error, error_description: diagnosis }),
    );
    const expected = {
      code: 'SignInFailed',
      status: 'refused',
      http: 400,
      tenantId: null,
    } as const;
    await expectStepEnded(session, { page, attemptId }, { ...expected, diagnosis });
    await completeStep(session, 'exchange');
  },
);

describe('the wait for the grant goes on', () => {
  test.each([
    ['server_error', 'AADSTS50000: There was an error issuing a token.'],
    ['temporarily_unavailable', 'AADSTS90033: A transient error has occurred. Try again.'],
  ] as const)('%s, although Microsoft recorded the grant', async (error, text) => {
    await controlTenant(stack.sandbox, 'contoso.example').setFaults({
      consentRedirectError: error,
    });
    const session = await beginProvisioning(stack);
    await clickAndSignIn(session, 'exchange');
    const page = await session.browser.press('action', 'accept');
    expect(outcomeOf(page)).toMatchObject({ status: 400, code: 'ConsentFailed' });
    expect(page.text).toContain(text);
    expect(page.text).not.toContain('Trace ID');
    const granted = ({ status }: { status: string }) => status === 'granted';
    const account = await untilConsent(session.client, 'exchange', granted);
    expect(consentOf(account, 'exchange').failure).toBeNull();
  });

  test.each([
    {
      answer: 'an error of the server',
      change: {
        error: 'server_error',
        error_description: `AADSTS90033: <b>"x" & \u202Ey</b>\u0007${'z'.repeat(9000)}`,
        tenant: null,
      },
      expected: {
        code: 'ConsentFailed',
        http: 400,
        diagnosis: `AADSTS90033: <b>"x" & y</b>${'z'.repeat(9000)}`.slice(0, 300),
      },
    },
    {
      answer: 'an error without a text',
      change: { error: 'invalid_request', error_uri: 'https://login.example/error?code=90014' },
      expected: { code: 'ConsentFailed', http: 400, diagnosis: 'AADSTS90014: invalid_request' },
    },
    {
      answer: 'an account of another tenant on the consent screen',
      change: {
        error: 'access_denied',
        error_description: 'AADSTS50020: User account does not exist in tenant.\r\nTrace ID: 1',
      },
      expected: {
        code: 'ConsentFailed',
        http: 400,
        diagnosis: 'AADSTS50020: User account does not exist in tenant.',
      },
    },
    {
      answer: 'no admin_consent',
      change: { admin_consent: null },
      expected: { code: 'ConsentFailed', http: 400, diagnosis: null },
    },
    {
      answer: 'no tenant',
      change: { tenant: null },
      expected: { code: 'TenantMissing', http: 400, diagnosis: null },
    },
    {
      answer: 'a tampered tenant',
      change: { tenant: FABRIKAM_TENANT },
      expected: {
        code: 'AnswerOfAnotherTenant',
        http: 409,
        sentence: FAILURES.AnswerOfAnotherTenant.sentence,
        diagnosis: null,
      },
    },
  ] as const)('$answer, and a consent after it counts', async ({ change, expected }) => {
    const session = await beginProvisioning(stack);
    const { callback, attemptId, resume } = await CONSENT_CALLBACK.reach(session);
    const page = await session.browser.open(withParameters(callback, change));
    await expectStepWatched(session, { page, attemptId }, expected);
    await resume();
    await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
  });
});

test.each([
  { answer: 'a decline without a number', change: { error: 'access_denied' } },
  {
    answer: 'a cancelled consent',
    change: { error: 'consent_required', error_subcode: 'cancel' },
  },
  {
    answer: 'a decline with its number',
    change: { error: 'access_denied', error_description: 'AADSTS65004: User declined.' },
  },
])("the administrator's own no ends the wait: $answer", async ({ change }) => {
  const session = await beginProvisioning(stack);
  const { callback, attemptId } = await CONSENT_CALLBACK.reach(session);
  const page = await session.browser.open(withParameters(callback, change));
  const declined = { code: 'ConsentDeclined', status: 'declined', http: 400 } as const;
  await expectStepEnded(
    session,
    { page, attemptId },
    { ...declined, tenantId: CONTOSO_TENANT, diagnosis: change.error_description ?? null },
  );
  await completeStep(session, 'exchange');
});
