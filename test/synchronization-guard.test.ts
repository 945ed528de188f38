/** A run that would remove a large part of the directory is held until an administrator decides. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { notificationText } from '../domain/account.ts';
import {
  type ConsoleSession,
  removeAccount,
  openSession,
  until,
} from './support/console-session.ts';
import type { Account } from './support/console-client.ts';
import type { Listing } from './support/listing.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { expectNotices, runsOf } from './support/published.ts';
import { compareWithTenant, expectSame, PROTECTED } from './support/synchronizing.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { submitAndWait, walkToTargets } from './support/walk.ts';

const USERS = 300;
const GONE = USERS * 0.3;
const HELD = {
  kind: 'attentionRequired',
  message: notificationText('attentionRequired', 'exchange-online'),
  reason: 'removalsHeld',
};
const RECOVERED = {
  kind: 'recovered',
  message: notificationText('recovered', 'exchange-online'),
  reason: 'removalsHeld',
};

let postgres: PostgresStack;
let tenant: ControlledTenant;
let tenantId: string;
let session: ConsoleSession;
let directory: ReturnType<typeof compareWithTenant>;

beforeAll(async () => {
  postgres = await startPostgresStack({ users: USERS, ownServer: true });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  tenantId = await tenant.id();
  session = await openSession(postgres.stack);
  directory = compareWithTenant(postgres, () => tenantId);
});
afterAll(() => postgres?.close());
beforeEach(async () => {
  await walkToTargets(session);
});
afterEach(async () => {
  await tenant.clearFaults();
  await removeAccount(session.client);
  await tenant.reset();
});

interface HeldRun {
  readonly accountId: string;
  readonly runId: string;
  readonly before: Listing;
  readonly gone: readonly string[];
}

const runIdOf = ({ synchronization }: Account) => synchronization?.runId ?? '';

/** Waits until a run other than these is held. */
const untilHeld = (...others: readonly string[]) =>
  until(
    session.client,
    (account) =>
      account.attention?.reason === 'removalsHeld' &&
      account.synchronization?.held !== null &&
      !others.includes(runIdOf(account)),
  );

/** Publishes a directory, removes three tenths of its users from the tenant, and waits for the held run. */
async function loseThreeTenths(): Promise<HeldRun> {
  const first = await submitAndWait(session);
  const before = await directory.expectEqualToTenant(first.accountId);
  const gone = before.users.slice(0, GONE).map(({ id }) => id);
  await tenant.removeUsers(gone);
  await session.client.synchronize();
  const account = await untilHeld(runIdOf(first));
  return { accountId: first.accountId, runId: runIdOf(account), before, gone };
}

const removalsSchema = z.object({
  total: z.number(),
  heldRemovals: z.array(z.object({ kind: z.string(), id: z.string() })),
});

async function removalIds(runId: string): Promise<string[]> {
  const path = `${session.client.base}/accounts/exchange-online/synchronizations/${runId}/held-removals`;
  const { total, heldRemovals } = removalsSchema.parse(
    await session.client.call('GET', `${path}?limit=200`),
  );
  expect(heldRemovals).toHaveLength(total);
  return heldRemovals.map(({ id }) => id).toSorted();
}

const decide = (runId: string, decision: 'allow' | 'reject') =>
  session.client.call(
    'POST',
    `${session.client.base}/accounts/exchange-online/synchronizations/${runId}/held-removals`,
    { decision },
  );

/** Waits until the run has one of these outcomes and the account needs no attention. */
const untilOver = (...outcomes: readonly string[]) =>
  until(
    session.client,
    ({ state, attention, synchronization }) =>
      state === 'protected' &&
      attention === null &&
      outcomes.includes(synchronization?.outcome ?? ''),
  );

test('nothing is removed until an administrator allows it, and then everything is', async () => {
  const { accountId, runId, before, gone } = await loseThreeTenths();
  expectSame(await directory.published(accountId), before);
  expect(await removalIds(runId)).toEqual(gone);
  await expectNotices(postgres.db, accountId, [PROTECTED, HELD]);

  await decide(runId, 'allow');
  const after = await untilOver('published');
  expect(after.synchronization).toMatchObject({ runId, removed: GONE, added: 0, held: null });
  const { users } = await directory.expectEqualToTenant(accountId);
  expect(users).toHaveLength(USERS - GONE);
  await expectNotices(postgres.db, accountId, [PROTECTED, HELD, RECOVERED]);
});

test('a rejected run leaves the directory unchanged, and the next one asks again', async () => {
  const { accountId, runId, before, gone } = await loseThreeTenths();
  await decide(runId, 'reject');
  await untilOver('rejected');
  expectSame(await directory.published(accountId), before);

  await session.client.synchronize();
  const again = await untilHeld(runId);
  expect(await removalIds(runIdOf(again))).toEqual(gone);
  expectSame(await directory.published(accountId), before);

  // The users are restored in the meantime: reading again finds nothing to remove.
  await tenant.restoreUsers(gone);
  await session.client.check();
  const restored = await untilOver('published');
  expect(restored.synchronization).toMatchObject({ removed: 0, membershipsRemoved: 0 });
  expectSame(await directory.published(accountId), before);
  await directory.expectEqualToTenant(accountId);
});

test('a database crash while a run is held loses only staged rows, which are read again', async () => {
  const { accountId, runId, before, gone } = await loseThreeTenths();
  await postgres.server?.crash();
  await postgres.server?.restart();
  await expect
    .poll(() => session.client.account().catch(() => null), { timeout: 60_000 })
    .toBeTruthy();
  expect(await removalIds(runId)).toEqual(gone);
  expectSame(await directory.published(accountId), before);

  await decide(runId, 'allow');
  // The staged rows are gone: the tenant is read again, and the run is held again.
  const again = await untilHeld(runId);
  expect(await removalIds(runIdOf(again))).toEqual(gone);
  await decide(runIdOf(again), 'allow');
  await untilOver('published');
  await directory.expectEqualToTenant(accountId);
  const outcomes = (await runsOf(postgres.db, accountId)).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['published', 'cancelled', 'published']);
});
