/** A run that would remove much of the directory is held until an administrator decides. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { NOTIFICATIONS } from '../domain/account.ts';
import { type Desk, removeAccount, sitDown, until } from './support/consent-desk.ts';
import type { Account } from './support/console-client.ts';
import type { Listing } from './support/listing.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { noticesOf, runsOf } from './support/published.ts';
import { comparing, expectSame, PROTECTED } from './support/synchronizing.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { submitAndWait, walkToTargets } from './support/walk.ts';

const USERS = 300;
const GONE = USERS * 0.3;
const HELD = {
  kind: 'attentionRequired',
  message: NOTIFICATIONS.attentionRequired,
  reason: 'removalsHeld',
};
const RECOVERED = { kind: 'recovered', message: NOTIFICATIONS.recovered, reason: 'removalsHeld' };

let postgres: PostgresStack;
let tenant: ControlledTenant;
let tenantId: string;
let desk: Desk;
let tell: ReturnType<typeof comparing>;

beforeAll(async () => {
  postgres = await startPostgresStack({ users: USERS, ownServer: true });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  tenantId = await tenant.id();
  desk = await sitDown(postgres.stack);
  tell = comparing(postgres, () => tenantId);
});
afterAll(() => postgres?.close());
beforeEach(async () => {
  await walkToTargets(desk);
});
afterEach(async () => {
  await tenant.heal();
  await removeAccount(desk.client);
  await tenant.reset();
});

interface HeldRun {
  readonly accountId: string;
  readonly runId: string;
  readonly before: Listing;
  readonly gone: readonly string[];
}

const runIdOf = ({ synchronization }: Account) => synchronization?.runId ?? '';

/** Waits until a run is held that is not one of these. */
const untilHeld = (...others: readonly string[]) =>
  until(
    desk.client,
    (account) =>
      account.attention?.reason === 'removalsHeld' &&
      account.synchronization?.held !== null &&
      !others.includes(runIdOf(account)),
  );

/** A directory of which the tenant then loses three tenths, and the run that would follow. */
async function loseThreeTenths(): Promise<HeldRun> {
  const first = await submitAndWait(desk);
  const before = await tell.expectTrue(first.accountId);
  const gone = before.users.slice(0, GONE).map(({ id }) => id);
  await tenant.removeUsers(gone);
  await desk.client.synchronize();
  const account = await untilHeld(runIdOf(first));
  return { accountId: first.accountId, runId: runIdOf(account), before, gone };
}

const removalsSchema = z.object({
  total: z.number(),
  removals: z.array(z.object({ kind: z.string(), id: z.string() })),
});

async function whom(runId: string): Promise<string[]> {
  const path = `${desk.client.base}/accounts/exchange-online/synchronizations/${runId}/removals`;
  const { total, removals } = removalsSchema.parse(
    await desk.client.call('GET', `${path}?limit=200`),
  );
  expect(removals).toHaveLength(total);
  return removals.map(({ id }) => id).toSorted();
}

const decide = (runId: string, decision: 'allow' | 'reject') =>
  desk.client.call(
    'POST',
    `${desk.client.base}/accounts/exchange-online/synchronizations/${runId}/removals`,
    { decision },
  );

/** A run that is over, and nobody is asked any more. */
const untilOver = (...outcomes: readonly string[]) =>
  until(
    desk.client,
    ({ state, attention, synchronization }) =>
      state === 'protected' &&
      attention === null &&
      outcomes.includes(synchronization?.outcome ?? ''),
  );

test('nothing is removed before somebody allows it, and then all of it', async () => {
  const { accountId, runId, before, gone } = await loseThreeTenths();
  expectSame(await tell.published(accountId), before);
  expect(await whom(runId)).toEqual(gone);
  expect(await noticesOf(postgres.db, accountId)).toEqual([PROTECTED, HELD]);

  await decide(runId, 'allow');
  const after = await untilOver('published');
  expect(after.synchronization).toMatchObject({ runId, removed: GONE, added: 0, held: null });
  const { users } = await tell.expectTrue(accountId);
  expect(users).toHaveLength(USERS - GONE);
  expect(await noticesOf(postgres.db, accountId)).toEqual([PROTECTED, HELD, RECOVERED]);
});

test('a rejected run leaves the directory as it was, and the next one asks again', async () => {
  const { accountId, runId, before, gone } = await loseThreeTenths();
  await decide(runId, 'reject');
  await untilOver('rejected');
  expectSame(await tell.published(accountId), before);

  await desk.client.synchronize();
  const again = await untilHeld(runId);
  expect(await whom(runIdOf(again))).toEqual(gone);
  expectSame(await tell.published(accountId), before);

  // The tenant is mended meanwhile: read anew, nothing is to be removed any more.
  await tenant.restoreUsers(gone);
  await desk.client.check();
  const mended = await untilOver('published');
  expect(mended.synchronization).toMatchObject({ removed: 0, membershipsRemoved: 0 });
  expectSame(await tell.published(accountId), before);
  await tell.expectTrue(accountId);
});

test('a crash of the database while a run is held loses nothing but what has to be read again', async () => {
  const { accountId, runId, before, gone } = await loseThreeTenths();
  await postgres.server?.crash();
  await postgres.server?.restart();
  await expect
    .poll(() => desk.client.account().catch(() => null), { timeout: 60_000 })
    .toBeTruthy();
  expect(await whom(runId)).toEqual(gone);
  expectSame(await tell.published(accountId), before);

  await decide(runId, 'allow');
  // What was staged is gone; the tenant is read again, and judged again.
  const again = await untilHeld(runId);
  expect(await whom(runIdOf(again))).toEqual(gone);
  await decide(runIdOf(again), 'allow');
  await untilOver('published');
  await tell.expectTrue(accountId);
  const outcomes = (await runsOf(postgres.db, accountId)).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['published', 'cancelled', 'published']);
});
