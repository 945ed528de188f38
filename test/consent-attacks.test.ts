/** Forged, stolen and replayed callbacks from Microsoft: each is refused, and the step can still be completed. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { FAILURES, type FailureType } from '../domain/failures.ts';
import {
  auditTrail,
  beginProvisioning,
  clickAndSignIn,
  resetAll,
  completeStep,
  CONTOSO_TENANT,
  CONTOSO_USER,
  type ConsoleSession,
  FABRIKAM_TENANT,
  untilConsent,
} from './support/console-session.ts';
import {
  auditedRefusal,
  outcomeOf,
  outcomeOfResponse,
  type ShownOutcome,
} from './support/consent-outcomes.ts';
import {
  CALLBACKS,
  CONSENT_CALLBACK,
  type ReachedCallback,
  SIGN_IN_CALLBACK,
  withParameter,
  withParameters,
} from './support/callbacks.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { whileViewer } from './support/roles.ts';

let postgres: PostgresStack;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 50 });
});
afterEach(() => resetAll(postgres.stack));
afterAll(() => postgres.close());

/** The account without the state of the checks with Microsoft, which continue in the meantime. */
async function accountWithoutChecks({ client }: ConsoleSession) {
  const { consents, ...account } = await client.account();
  return { ...account, consents: consents.map((consent) => ({ ...consent, check: null })) };
}

/** Checks the reason on the page, and in the audit trail if the state belongs to a known attempt. */
async function expectRefused(
  session: ConsoleSession,
  outcome: ShownOutcome,
  code: FailureType,
  attemptId: string | null,
): Promise<void> {
  const { sentence } = FAILURES[code];
  expect(outcome).toMatchObject({ title: 'This step was not completed', sentence, code });
  expect(outcome.correlationId).toMatch(/^[\w-]{36}$/);
  const details = { kind: 'exchange', attemptId, failure: code };
  const expected = attemptId === null ? [] : [{ actor: 'Provost', details }];
  expect(await auditedRefusal(session.client, outcome)).toMatchObject(expected);
}

async function finish({ client }: ConsoleSession, { resume }: ReachedCallback): Promise<void> {
  expect(outcomeOf(await resume())).toMatchObject({ status: 200, title: 'Go back to the console' });
  await untilConsent(client, 'exchange', ({ status }) => status === 'granted');
}

const STATES: readonly { which: string; change: (state: string) => string | null }[] = [
  { which: 'forged', change: () => randomBytes(32).toString('base64url') },
  {
    which: 'tampered with',
    change: (state) => `${state.startsWith('A') ? 'B' : 'A'}${state.slice(1)}`,
  },
  { which: 'cut short', change: (state) => state.slice(0, -1) },
  { which: 'empty', change: () => '' },
  { which: 'missing', change: () => null },
];

describe.each(CALLBACKS)('$name', ({ reach, otherPath, success, repeated, effect }) => {
  test.each(STATES)('a state that is $which is refused', async ({ change }) => {
    const session = await beginProvisioning(postgres.stack);
    const reached = await reach(session);
    const before = await accountWithoutChecks(session);
    const state = change(reached.callback.searchParams.get('state') ?? '');
    const page = await session.browser.open(withParameter(reached.callback, 'state', state));
    expect(page.status).toBe(400);
    await expectRefused(session, outcomeOf(page), 'AttemptUnknown', null);
    expect(await accountWithoutChecks(session)).toEqual(before);
    await finish(session, reached);
  });

  test('text that a browser appended to the state is tolerated', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback } = await reach(session);
    const state = `${callback.searchParams.get('state') ?? ''}#_=_`;
    const response = await session.browser.fetch(withParameter(callback, 'state', state));
    expect(response.status).toBe(success);
    await completeStep(session, 'exchange');
  });

  test('a state of the other callback is refused', async () => {
    const session = await beginProvisioning(postgres.stack);
    const reached = await reach(session);
    const before = await accountWithoutChecks(session);
    const misused = new URL(reached.callback);
    misused.pathname = otherPath;
    const page = await session.browser.open(misused);
    expect(page.status).toBe(400);
    await expectRefused(session, outcomeOf(page), 'AttemptUnknown', null);
    expect(await accountWithoutChecks(session)).toEqual(before);
    await finish(session, reached);
  });

  test('a browser that did not begin the step is refused, and the one that did can continue', async () => {
    const session = await beginProvisioning(postgres.stack);
    const reached = await reach(session);
    const before = await accountWithoutChecks(session);
    const response = await fetch(reached.callback, { redirect: 'manual' });
    expect(response.status).toBe(403);
    const outcome = await outcomeOfResponse(response);
    await expectRefused(session, outcome, 'AttemptOfAnotherBrowser', reached.attemptId);
    expect(await accountWithoutChecks(session)).toEqual(before);
    await finish(session, reached);
  });

  test('the cookie of another attempt does not help', async () => {
    const session = await beginProvisioning(postgres.stack);
    const reached = await reach(session);
    const before = await accountWithoutChecks(session);
    const headers = { cookie: await cookieOfAnotherAttempt() };
    const response = await fetch(reached.callback, { redirect: 'manual', headers });
    expect(response.status).toBe(403);
    const outcome = await outcomeOfResponse(response);
    await expectRefused(session, outcome, 'AttemptOfAnotherBrowser', reached.attemptId);
    expect(await accountWithoutChecks(session)).toEqual(before);
    await finish(session, reached);
  });

  test('a state that has expired is refused, and another click works', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(session);
    await postgres.db
      .updateTable('consentAttempts')
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where('attemptId', '=', attemptId)
      .execute();
    const before = await accountWithoutChecks(session);
    const page = await session.browser.open(callback);
    expect(page.status).toBe(410);
    await expectRefused(session, outcomeOf(page), 'AttemptExpired', attemptId);
    expect(await accountWithoutChecks(session)).toEqual(before);
    await completeStep(session, 'exchange');
  });

  test('a used state is refused as used even after the cookie has expired', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(session);
    expect((await session.browser.fetch(callback)).status).toBe(success);
    const response = await fetch(callback, { redirect: 'manual' });
    expect(response.status).toBe(409);
    const outcome = await outcomeOfResponse(response);
    await expectRefused(session, outcome, 'AttemptReplayed', attemptId);
  });

  test('a person who is no longer an administrator is refused, and can continue once promoted', async () => {
    const session = await beginProvisioning(postgres.stack);
    const reached = await reach(session);
    const before = await accountWithoutChecks(session);
    const person = { organizationId: 'contoso', email: DEMO_ADMINISTRATOR.email };
    await whileViewer(postgres.db, person, async () => {
      const page = await session.browser.open(reached.callback);
      expect(page.status).toBe(403);
      await expectRefused(session, outcomeOf(page), 'Forbidden', reached.attemptId);
      expect(await accountWithoutChecks(session)).toEqual(before);
    });
    await finish(session, reached);
  });

  test('exactly one of twenty concurrent callbacks has an effect', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(session);
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => session.browser.fetch(callback)),
    );
    const statuses = responses.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([success, repeated]));
    const events = await auditTrail(session.client);
    const effects = events.filter(
      ({ action, details }) => action === effect && details['attemptId'] === attemptId,
    );
    expect(effects).toHaveLength(1);
    await completeStep(session, 'exchange');
  });

  test.each<{ what: string; init: RequestInit; status: number }>([
    { what: 'a HEAD request', init: { method: 'HEAD' }, status: 200 },
    { what: 'a prefetch', init: { headers: { 'sec-purpose': 'prefetch' } }, status: 503 },
    {
      what: 'a prerendering',
      init: { headers: { 'sec-purpose': 'prefetch;prerender' } },
      status: 503,
    },
    {
      what: 'a prefetch of older browsers',
      init: { headers: { purpose: 'prefetch' } },
      status: 503,
    },
  ])('$what does not use up the state', async ({ init, status }) => {
    const session = await beginProvisioning(postgres.stack);
    const { callback } = await reach(session);
    const before = await accountWithoutChecks(session);
    const response = await session.browser.fetch(callback, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe('');
    expect(await accountWithoutChecks(session)).toEqual(before);
    expect((await session.browser.fetch(callback)).status).toBe(success);
  });

  test.each(['state', 'code', 'tenant', 'error', 'anything'])(
    'a repeated parameter is refused and does not use up the state: %s',
    async (parameter) => {
      const session = await beginProvisioning(postgres.stack);
      const { callback } = await reach(session);
      const before = await accountWithoutChecks(session);
      const twice = new URL(callback);
      const value = callback.searchParams.get(parameter);
      twice.searchParams.append(parameter, value ?? 'one');
      twice.searchParams.append(parameter, 'two');
      const page = await session.browser.open(twice);
      expect(page.status).toBe(400);
      await expectRefused(session, outcomeOf(page), 'ParameterRepeated', null);
      expect(await accountWithoutChecks(session)).toEqual(before);
      expect((await session.browser.fetch(callback)).status).toBe(success);
    },
  );

  test('a parameter that is far too long is refused and does not use up the state', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback } = await reach(session);
    for (const parameter of ['code', 'tenant']) {
      const long = withParameter(callback, parameter, 'x'.repeat(13_000));
      const page = await session.browser.open(long);
      expect(page.status).toBe(400);
      await expectRefused(session, outcomeOf(page), 'AttemptUnknown', null);
    }
    expect((await session.browser.fetch(callback)).status).toBe(success);
  });

  test.each([
    'https://login.microsoftonline.com/',
    'https://login.example/7c3f1d2e-5a84-4b96-8e07-c1d9b2a6f053/v2.0',
    `https://login.microsoftonline.us/${CONTOSO_TENANT}/v2.0`,
    `https://login.microsoftonline.com/${CONTOSO_TENANT}/v2.0/..`,
    '',
  ])('an issuer other than Microsoft Entra is refused: %s', async (issuer) => {
    const session = await beginProvisioning(postgres.stack);
    const reached = await reach(session);
    const before = await accountWithoutChecks(session);
    const page = await session.browser.open(withParameter(reached.callback, 'iss', issuer));
    expect(page.status).toBe(403);
    await expectRefused(session, outcomeOf(page), 'IssuerMismatch', reached.attemptId);
    expect(await accountWithoutChecks(session)).toEqual(before);
    await finish(session, reached);
  });

  test("the issuer of another tenant is refused, the tenant's own is accepted", async () => {
    const session = await beginProvisioning(postgres.stack);
    const issuerOf = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;
    const { callback } = await reach(session);
    const foreign = withParameter(callback, 'iss', issuerOf(FABRIKAM_TENANT));
    expect(outcomeOf(await session.browser.open(foreign)).code).toBe('IssuerMismatch');
    const again = await reach(session);
    const own = withParameter(again.callback, 'iss', issuerOf(CONTOSO_TENANT));
    expect((await session.browser.fetch(own)).status).toBe(success);
  });
});

describe('a page that is loaded again', () => {
  test('after the consent, it says what is known, without another effect', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { browser, client } = session;
    await clickAndSignIn(session, 'exchange');
    const first = await browser.press('action', 'accept');
    const granted = ({ status }: { status: string }) => status === 'granted';
    const before = await untilConsent(client, 'exchange', granted);
    const again = await browser.open(first.url);
    expect(outcomeOf(again)).toMatchObject({
      status: 200,
      title: 'Go back to the console',
      sentence: 'Step 1, Exchange Online: the permissions are granted.',
    });
    expect((await client.account()).consents).toEqual(before.consents);
  });

  test('while the grant is being checked, it says the same as before', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback } = await CONSENT_CALLBACK.reach(session);
    const first = await session.browser.open(callback);
    const before = await accountWithoutChecks(session);
    const again = await session.browser.open(callback);
    expect(outcomeOf(again)).toEqual(outcomeOf(first));
    expect(await accountWithoutChecks(session)).toEqual(before);
  });

  test.each([
    { which: 'a decline', change: { error: 'access_denied' }, code: 'ConsentDeclined' },
    {
      which: 'an error of Microsoft',
      change: { error: 'server_error', error_description: 'AADSTS50000: An error.' },
      code: 'ConsentFailed',
    },
  ])('after $which, it says the same as before', async ({ change, code }) => {
    const session = await beginProvisioning(postgres.stack);
    const { callback } = await CONSENT_CALLBACK.reach(session);
    const answer = withParameters(callback, change);
    const first = outcomeOf(await session.browser.open(answer));
    expect(first.code).toBe(code);
    const again = outcomeOf(await session.browser.open(answer));
    expect({ ...again, correlationId: '' }).toEqual({ ...first, correlationId: '' });
    expect(await auditedRefusal(session.client, again)).toEqual([]);
  });

  test('after a sign-in that was refused, it says the same as before', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { page } = await clickAndSignIn(session, 'exchange', CONTOSO_USER);
    const again = await session.browser.open(page.url);
    expect(outcomeOf(again)).toMatchObject({ status: 403, code: 'NotGlobalAdministrator' });
  });

  test('the sign-in of a step that is done shows that it is done', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback } = await SIGN_IN_CALLBACK.reach(session);
    await session.browser.open(callback);
    await session.browser.press('action', 'accept');
    await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
    expect(outcomeOf(await session.browser.open(callback)).status).toBe(200);
  });

  test('the sign-in of a step that waits for the consent is refused as used', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await SIGN_IN_CALLBACK.reach(session);
    await session.browser.fetch(callback);
    const page = await session.browser.open(callback);
    expect(page.status).toBe(409);
    await expectRefused(session, outcomeOf(page), 'AttemptReplayed', attemptId);
  });
});

/** The cookie set when a browser of another organization begins a step. */
async function cookieOfAnotherAttempt(): Promise<string> {
  const { browser, client, origin } = await beginProvisioning(postgres.stack, 'fabrikam');
  const address = `${origin}${client.base}/accounts/exchange-online/consents/exchange`;
  const headers = { origin, 'content-type': 'application/json' };
  const answer = await browser.fetch(address, { method: 'POST', body: '{}', headers });
  const cookie = answer.headers.getSetCookie().find((it) => it.startsWith('provost-consent-'));
  if (!cookie) throw new Error('Beginning a step set no cookie');
  return cookie.split(';')[0] ?? '';
}
