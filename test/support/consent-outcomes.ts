/** The outcome of a step on the page, in the console and in the audit trail. */
import { parse } from 'node-html-parser';
import { expect } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../../api/authentication/seeds.ts';
import { FAILURES, type FailureType } from '../../domain/failures.ts';
import type { ShownPage } from './browser.ts';
import { auditTrail, consentOf, type ConsoleSession, untilConsent } from './console-session.ts';
import type { Account, ConsoleClient } from './console-client.ts';

/** The outcome on a callback's page. */
export interface ShownOutcome {
  readonly status: number;
  readonly title: string;
  readonly sentence: string;
  readonly code: string | null;
  readonly correlationId: string | null;
}

export function outcomeOf({ document, status }: Omit<ShownPage, 'url' | 'text'>): ShownOutcome {
  const [code = null, correlationId = null] =
    document.querySelector('.footer')?.text.split(' · ') ?? [];
  const sentence = document.querySelector('h1 + p')?.text ?? '';
  return { status, title: document.querySelector('h1')?.text ?? '', sentence, code, correlationId };
}

export const outcomeOfResponse = async (response: Response): Promise<ShownOutcome> =>
  outcomeOf({ status: response.status, document: parse(await response.text()) });

/** The audited refusals with the correlation id of the page. */
export async function auditedRefusal(client: ConsoleClient, { correlationId }: ShownOutcome) {
  const events = await auditTrail(client);
  return events.filter(
    (event) => event.action === 'consent.refuse' && event.correlationId === correlationId,
  );
}

/**
 * Checks that the attempt at step 1 failed: page, console and audit trail show
 * the reason, and the step is not green.
 */
export async function expectStepEnded(
  { client }: ConsoleSession,
  { page, attemptId }: { page: ShownPage; attemptId: string },
  expected: {
    code: FailureType;
    /** The sentence of the page, if it differs from the console's. */
    sentence?: string;
    status: 'declined' | 'refused';
    http: number;
    tenantId: string | null;
    /** Microsoft's number and text, if it sent any. */
    diagnosis?: string | null;
  },
): Promise<Account> {
  const { code, status, http, tenantId, diagnosis = null } = expected;
  const { sentence } = FAILURES[code];
  const outcome = outcomeOf(page);
  expect(outcome).toMatchObject({
    status: http,
    title: 'This step was not completed',
    sentence: expected.sentence ?? sentence,
    code,
  });
  const account = await untilConsent(client, 'exchange', (step) => step.status === status);
  expect(consentOf(account, 'exchange').failure).toEqual({ code, sentence, diagnosis });
  expect(consentOf(account, 'graph').status).toBe('notStarted');
  expect(await auditedRefusal(client, outcome)).toMatchObject([
    {
      actor: DEMO_ADMINISTRATOR.email,
      accountId: account.accountId,
      tenantId,
      details: { kind: 'exchange', attemptId, failure: code },
    },
  ]);
  const attempted = (await auditTrail(client)).filter(
    ({ details }) => details['attemptId'] === attemptId,
  );
  expect(attempted.map(({ action }) => action)).not.toContain('consent.return');
  return account;
}

/**
 * Checks that the answer of the consent screen is shown on the page, in the console and in the
 * audit trail, and that the wait for the grant goes on.
 */
export async function expectStepWatched(
  { client }: ConsoleSession,
  { page, attemptId }: { page: ShownPage; attemptId: string },
  expected: { code: FailureType; sentence?: string; http: number; diagnosis: string | null },
): Promise<void> {
  const { code, http, diagnosis } = expected;
  const { sentence } = FAILURES[code];
  const outcome = outcomeOf(page);
  expect(outcome).toMatchObject({
    status: http,
    title: 'Microsoft did not confirm the consent',
    sentence: expected.sentence ?? sentence,
    code,
  });
  const paragraphs = page.document.querySelectorAll('p').map(({ text }) => text);
  if (diagnosis !== null) expect(paragraphs).toContain(diagnosis);
  const account = await untilConsent(client, 'exchange', ({ failure }) => failure !== null);
  expect(account).toMatchObject({ state: 'verifyingGrant', consentStep: 'exchange' });
  expect(consentOf(account, 'exchange')).toMatchObject({
    status: 'waitingForAdministrator',
    failure: { code, sentence, diagnosis },
  });
  expect(await auditedRefusal(client, outcome)).toMatchObject([
    { actor: DEMO_ADMINISTRATOR.email, details: { kind: 'exchange', attemptId, failure: code } },
  ]);
}
