/** Forged, stolen and replayed callbacks from Microsoft: each is refused, and the step can still be completed. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { FAILURES, type FailureType } from '../domain/failures.ts';
import {
  beginProvisioning,
  resetAll,
  completeStep,
  consentOf,
  type ConsoleSession,
  untilConsent,
} from './support/console-session.ts';
import {
  auditedRefusal,
  outcomeOf,
  outcomeOfResponse,
  type ShownOutcome,
} from './support/consent-outcomes.ts';
import { withParameter, CALLBACKS, type ReachedCallback } from './support/callbacks.ts';
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

describe.each(CALLBACKS)('$name', ({ reach, otherPath, success }) => {
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
      .updateTable('consent_attempts')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('attempt_id', '=', attemptId)
      .execute();
    const before = await accountWithoutChecks(session);
    const page = await session.browser.open(callback);
    expect(page.status).toBe(410);
    await expectRefused(session, outcomeOf(page), 'AttemptExpired', attemptId);
    expect(await accountWithoutChecks(session)).toEqual(before);
    await completeStep(session, 'exchange');
  });

  test('a used state is refused, and its effect remains', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(session);
    expect((await session.browser.fetch(callback)).status).toBe(success);
    await untilConsent(session.client, 'exchange', ({ administrator }) => administrator !== null);
    const before = await accountWithoutChecks(session);
    const page = await session.browser.open(callback);
    expect(page.status).toBe(409);
    await expectRefused(session, outcomeOf(page), 'AttemptReplayed', attemptId);
    expect(await accountWithoutChecks(session)).toEqual(before);
    await completeStep(session, 'exchange');
    await session.browser.open(callback);
    expect(consentOf(await session.client.account(), 'exchange').status).toBe('granted');
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

  test('exactly one of twenty concurrent callbacks succeeds', async () => {
    const session = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(session);
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => session.browser.fetch(callback)),
    );
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === success)).toHaveLength(1);
    const refused = responses.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(19);
    for (const outcome of await Promise.all(refused.map(outcomeOfResponse))) {
      await expectRefused(session, outcome, 'AttemptReplayed', attemptId);
    }
    await completeStep(session, 'exchange');
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
