/** Forged, stolen and replayed callbacks from Microsoft: each is refused, and the step can still be completed. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { FAILURES, type FailureType } from '../domain/failures.ts';
import {
  beginProvisioning,
  clearAway,
  completeStep,
  consentOf,
  type Desk,
  untilConsent,
} from './support/consent-desk.ts';
import {
  auditedRefusal,
  outcomeOf,
  outcomeOfResponse,
  type ShownOutcome,
} from './support/consent-outcomes.ts';
import { altered, LEGS, type ReachedLeg } from './support/consent-legs.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { whileViewer } from './support/roles.ts';

let postgres: PostgresStack;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 50 });
});
afterEach(() => clearAway(postgres.stack));
afterAll(() => postgres.close());

/** The account without the state of the checks with Microsoft, which continue in the meantime. */
async function accountWithoutChecks({ client }: Desk) {
  const { consents, ...account } = await client.account();
  return { ...account, consents: consents.map((consent) => ({ ...consent, check: null })) };
}

/** Checks the reason on the page, and in the audit trail if the state belongs to a known attempt. */
async function expectRefused(
  desk: Desk,
  outcome: ShownOutcome,
  code: FailureType,
  attemptId: string | null,
): Promise<void> {
  const { sentence } = FAILURES[code];
  expect(outcome).toMatchObject({ title: 'This step was not completed', sentence, code });
  expect(outcome.correlationId).toMatch(/^[\w-]{36}$/);
  const details = { kind: 'exchange', attemptId, failure: code };
  const expected = attemptId === null ? [] : [{ actor: 'Provost', details }];
  expect(await auditedRefusal(desk.client, outcome)).toMatchObject(expected);
}

async function finish({ client }: Desk, { resume }: ReachedLeg): Promise<void> {
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

describe.each(LEGS)('$name', ({ reach, otherPath, success }) => {
  test.each(STATES)('a state that is $which is refused', async ({ change }) => {
    const desk = await beginProvisioning(postgres.stack);
    const reached = await reach(desk);
    const before = await accountWithoutChecks(desk);
    const state = change(reached.callback.searchParams.get('state') ?? '');
    const page = await desk.browser.open(altered(reached.callback, 'state', state));
    expect(page.status).toBe(400);
    await expectRefused(desk, outcomeOf(page), 'AttemptUnknown', null);
    expect(await accountWithoutChecks(desk)).toEqual(before);
    await finish(desk, reached);
  });

  test('text that a browser appended to the state is tolerated', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const { callback } = await reach(desk);
    const state = `${callback.searchParams.get('state') ?? ''}#_=_`;
    const response = await desk.browser.fetch(altered(callback, 'state', state));
    expect(response.status).toBe(success);
    await completeStep(desk, 'exchange');
  });

  test('a state of the other callback is refused', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const reached = await reach(desk);
    const before = await accountWithoutChecks(desk);
    const misused = new URL(reached.callback);
    misused.pathname = otherPath;
    const page = await desk.browser.open(misused);
    expect(page.status).toBe(400);
    await expectRefused(desk, outcomeOf(page), 'AttemptUnknown', null);
    expect(await accountWithoutChecks(desk)).toEqual(before);
    await finish(desk, reached);
  });

  test('a browser that did not begin the step is refused, and the one that did can continue', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const reached = await reach(desk);
    const before = await accountWithoutChecks(desk);
    const response = await fetch(reached.callback, { redirect: 'manual' });
    expect(response.status).toBe(403);
    const outcome = await outcomeOfResponse(response);
    await expectRefused(desk, outcome, 'AttemptOfAnotherBrowser', reached.attemptId);
    expect(await accountWithoutChecks(desk)).toEqual(before);
    await finish(desk, reached);
  });

  test('the cookie of another attempt does not help', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const reached = await reach(desk);
    const before = await accountWithoutChecks(desk);
    const headers = { cookie: await cookieOfAnotherAttempt() };
    const response = await fetch(reached.callback, { redirect: 'manual', headers });
    expect(response.status).toBe(403);
    const outcome = await outcomeOfResponse(response);
    await expectRefused(desk, outcome, 'AttemptOfAnotherBrowser', reached.attemptId);
    expect(await accountWithoutChecks(desk)).toEqual(before);
    await finish(desk, reached);
  });

  test('a state that has expired is refused, and another click works', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(desk);
    await postgres.db
      .updateTable('consent_attempts')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('attempt_id', '=', attemptId)
      .execute();
    const before = await accountWithoutChecks(desk);
    const page = await desk.browser.open(callback);
    expect(page.status).toBe(410);
    await expectRefused(desk, outcomeOf(page), 'AttemptExpired', attemptId);
    expect(await accountWithoutChecks(desk)).toEqual(before);
    await completeStep(desk, 'exchange');
  });

  test('a used state is refused, and its effect remains', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(desk);
    expect((await desk.browser.fetch(callback)).status).toBe(success);
    await untilConsent(desk.client, 'exchange', ({ administrator }) => administrator !== null);
    const before = await accountWithoutChecks(desk);
    const page = await desk.browser.open(callback);
    expect(page.status).toBe(409);
    await expectRefused(desk, outcomeOf(page), 'AttemptReplayed', attemptId);
    expect(await accountWithoutChecks(desk)).toEqual(before);
    await completeStep(desk, 'exchange');
    await desk.browser.open(callback);
    expect(consentOf(await desk.client.account(), 'exchange').status).toBe('granted');
  });

  test('a used state is refused as used even after the cookie has expired', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(desk);
    expect((await desk.browser.fetch(callback)).status).toBe(success);
    const response = await fetch(callback, { redirect: 'manual' });
    expect(response.status).toBe(409);
    const outcome = await outcomeOfResponse(response);
    await expectRefused(desk, outcome, 'AttemptReplayed', attemptId);
  });

  test('a person who is no longer an administrator is refused, and can continue once promoted', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const reached = await reach(desk);
    const before = await accountWithoutChecks(desk);
    const person = { organizationId: 'contoso', email: DEMO_ADMINISTRATOR.email };
    await whileViewer(postgres.db, person, async () => {
      const page = await desk.browser.open(reached.callback);
      expect(page.status).toBe(403);
      await expectRefused(desk, outcomeOf(page), 'Forbidden', reached.attemptId);
      expect(await accountWithoutChecks(desk)).toEqual(before);
    });
    await finish(desk, reached);
  });

  test('exactly one of twenty concurrent callbacks succeeds', async () => {
    const desk = await beginProvisioning(postgres.stack);
    const { callback, attemptId } = await reach(desk);
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => desk.browser.fetch(callback)),
    );
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === success)).toHaveLength(1);
    const refused = responses.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(19);
    for (const outcome of await Promise.all(refused.map(outcomeOfResponse))) {
      await expectRefused(desk, outcome, 'AttemptReplayed', attemptId);
    }
    await completeStep(desk, 'exchange');
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
