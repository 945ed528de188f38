/** Held removals of sites, and people who decide at the same moment. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  about,
  auditTrail,
  type ConsoleSession,
  openSession,
  removeAccount,
  until,
} from './support/console-session.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { submitAndWait, untilState, walkToTargets } from './support/walk.ts';

let postgres: PostgresStack;
let tenant: ControlledTenant;
let session: ConsoleSession;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 60 });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  session = about(await openSession(postgres.stack), 'sharepoint-online');
});
afterAll(() => postgres?.close());
afterEach(() => removeAccount(session.client));

const decide = (runId: string, decision: 'allow' | 'reject') =>
  session.client.call(
    'POST',
    `${session.client.base}/accounts/sharepoint-online/synchronizations/${runId}/held-removals`,
    { decision },
  );
const outcomeOf = (decided: Promise<unknown>) =>
  decided.then(
    () => 'accepted',
    async () => (await problemOfCall(decided)).code,
  );

test('of decisions at the same moment one counts, the others learn it, and no count is negative', async () => {
  await walkToTargets(session);
  const { synchronization: first } = await submitAndWait(session);
  const rows = await postgres.db
    .selectFrom('directorySites')
    .select('siteId')
    .where('url', 'like', '%/sites/%-%')
    .execute();
  const gone = rows.slice(0, 30).map(({ siteId }) => siteId);
  await tenant.removeSites(gone);
  await session.client.synchronize();
  const held = await until(
    session.client,
    ({ attention, synchronization }) =>
      attention?.reason === 'removalsHeld' && synchronization?.held !== null,
  );
  expect(held.synchronization).toMatchObject({ sitesRead: 'delta', sites: 0 });
  expect(held.synchronization?.held?.sites).toBeGreaterThanOrEqual(gone.length);

  const runId = held.synchronization?.runId ?? '';
  const decisions = ['reject', 'allow', 'reject', 'allow'] as const;
  const outcomes = await Promise.all(
    decisions.map((decision) => outcomeOf(decide(runId, decision))),
  );
  const rejected = outcomes[0] === 'accepted';
  expect(outcomes.filter((_, index) => decisions[index] === 'reject')).not.toContain(
    'RemovalsAlreadyRejected',
  );
  const told = rejected ? 'RemovalsAlreadyRejected' : 'RemovalsAlreadyAllowed';
  const winner = rejected ? 'reject' : 'allow';
  decisions.forEach((decision, index) => {
    if (decision === winner) expect(['accepted', 'WrongState']).toContain(outcomes[index]);
    else expect(outcomes[index]).toBe(told);
  });

  const over = await untilState(session, 'protected');
  expect(over.synchronization).toMatchObject({
    runId,
    outcome: rejected ? 'rejected' : 'published',
    sites: rejected ? 0 : (first?.sites ?? 0) - (held.synchronization?.held?.sites ?? 0),
  });
  const late = await problemOfCall(decide(runId, rejected ? 'allow' : 'reject'));
  expect(late).toMatchObject({ status: 409, code: told });
});

test('of choices at the same moment, the history tells which one was accepted', async () => {
  await walkToTargets(session);
  const sites = await session.client.sites('Sales');
  const choices = [1, 2, 3].map((count) => sites.slice(0, count).map(({ id }) => id));
  await Promise.allSettled(
    choices.map((siteIds) => session.client.submit({ method: 'selected', siteIds })),
  );
  const { accountId, targetCount } = await untilState(session, 'protected');
  const chosen = (await auditTrail(session.client)).filter(
    (event) => event.accountId === accountId && event.action === 'targets.chosen',
  );
  expect(chosen.map(({ details }) => details)).toEqual([
    { method: 'selected', targets: targetCount },
  ]);
});
