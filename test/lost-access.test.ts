/** Access that is lost although the consent is there: told by its cause, and over when it is over. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ATTENTION_REASONS, isQuiet } from '../domain/reasons.ts';
import { FAILURES } from '../domain/failures.ts';
import { type ConsoleSession, openSession, resetAll, until } from './support/console-session.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { expectNotices } from './support/published.ts';
import { PROTECTED } from './support/synchronizing.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { startSkipping } from './support/time-skipping.ts';
import { untilState, walkToTargets } from './support/walk.ts';

const HOUR = 3_600_000;

let postgres: PostgresStack;
let tenant: ControlledTenant;
let session: ConsoleSession;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 50 });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
});
afterAll(() => postgres.close());
beforeEach(async () => {
  await resetAll(postgres.stack);
  session = await openSession(postgres.stack);
});

const skip = (milliseconds: number) =>
  startSkipping(postgres.temporal, 'exchange-online/contoso', milliseconds);

/** Synchronizes while Entra refuses every token, until the product is sure of it. */
async function loseAccess(tokenRefusal: string): Promise<void> {
  // A refusal makes the product look for a fresh token.
  await tenant.setFaults({ tokenRefusal, failNext: 100_000, failStatus: 403 });
  await session.client.submit({ method: 'all' });
  await until(
    session.client,
    ({ synchronization }) => synchronization?.waiting?.reason === 'GrantNotConfirmed',
  );
  await skip(HOUR);
}

test.each([
  ['applicationDisabled', 'applicationDisabled', 'ApplicationDisabled'],
  ['blockedByPolicy', 'conditionalAccess', 'ConditionalAccess'],
  ['secretExpired', 'credentialRejected', 'CredentialRejected'],
] as const)('%s is told as %s, without a request for consent', async (fault, reason, failure) => {
  await walkToTargets(session);
  await loseAccess(fault);
  const stopped = await untilState(session, 'attentionRequired');
  const { sentence: message } = FAILURES[failure];
  const { turn } = ATTENTION_REASONS[reason];
  expect(stopped.attention).toEqual({ reason, message, consent: 'graph', turns: [turn] });
  expect(stopped.consents.map(({ status }) => status)).toEqual(['granted', 'granted']);
  const checked = await until(
    session.client,
    ({ consents }) => consents[1]?.check?.diagnosis != null,
  );
  expect(checked.consents[1]?.check?.diagnosis).toMatch(/^AADSTS/);

  await tenant.clearFaults();
  await skip(HOUR);
  const { accountId } = await untilState(session, 'protected');
  const told = [
    expect.objectContaining({ kind: 'attentionRequired', reason }),
    expect.objectContaining({ kind: 'recovered', reason }),
  ];
  await expectNotices(postgres.db, accountId, [...(isQuiet(reason) ? [] : told), PROTECTED]);
});

test('an application that was deleted in the tenant asks for its consent', async () => {
  await walkToTargets(session);
  await loseAccess('noServicePrincipal');
  const stopped = await untilState(session, 'attentionRequired');
  expect(stopped.attention?.reason).toBe('consentRevoked');
  expect(stopped.consents.map(({ status }) => status)).toEqual(['granted', 'revoked']);
});
