/** Processes of the production topology that are killed, stopped or cut off in the middle of their work. */
import { sql } from 'kysely';
import { Client as DatabaseClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { notificationText } from '../domain/account.ts';
import { createRuns } from '../store/runs/runs.ts';
import { consentAtMicrosoft, CONTOSO_ADMINISTRATOR } from './support/administrator.ts';
import {
  completeConsents,
  type ConsoleSession,
  removeAccount,
  openSession,
  until,
} from './support/console-session.ts';
import type { Account } from './support/console-client.ts';
import type { Listing } from './support/listing.ts';
import {
  ORGANIZATION_ID,
  type Production,
  type ServerProcess,
  startProduction,
} from './support/production.ts';
import { noticesOf, publishedDirectory, runsOf } from './support/published.ts';
import { waitFor } from './support/wait.ts';
import { start, untilProtected, walkToTargets } from './support/walk.ts';
import { awaits } from './support/positions.ts';

/** Sixteen pages of users, slowed to half a second each while a test needs time to interfere. */
const USERS = 300;
const SMALL_PAGES = { maxPageSize: 20 };
const SLOWLY = { latencyMs: 500 };
const AT_ONCE = { latencyMs: 0 };

let production: Production;
let session: ConsoleSession;
let worker: ServerProcess;

/** The outcome of a run without faults, and the number of its Graph requests. */
let undisturbed: { outcome: Outcome; requests: number };

beforeAll(async () => {
  production = await startProduction({ users: USERS });
  await Promise.all([production.startApi(), production.startWorker()]);
  session = await openSession(production, ORGANIZATION_ID, production.administrator);
  await production.sandbox.tenant.setFaults(SMALL_PAGES);
  const { accountId } = await walkToTargets(session);
  const before = await requests();
  await session.client.submit({ method: 'all' });
  await untilProtected(session);
  undisturbed = {
    requests: (await requests()) - before,
    outcome: await outcomeOf(accountId),
  };
  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);
  const { users, groups } = undisturbed.outcome.directory;
  expect(ids(users)).toEqual(await production.sandbox.idsOf('users'));
  expect(ids(groups)).toEqual(await production.sandbox.idsOf('groups'));
  await resetAll();
});
afterAll(() => production?.close());

beforeEach(async () => {
  const [first, ...others] = production.workers();
  await Promise.all(others.map((it) => it.end()));
  worker = first ?? (await production.startWorker());
  await production.sandbox.tenant.setFaults(SMALL_PAGES);
});
afterEach(resetAll);

async function resetAll(): Promise<void> {
  for (const it of production.workers()) it.signal('SIGCONT');
  if (production.workers().length === 0) await production.startWorker();
  await removeAccount(session.client);
  await production.sandbox.tenant.reset();
}

interface Outcome {
  readonly run: Record<string, unknown>;
  readonly directory: Listing;
  readonly notices: unknown[];
}

async function outcomeOf(accountId: string): Promise<Outcome> {
  const [run, ...others] = await runsOf(production.db, accountId);
  if (!run || others.length > 0) throw new Error('There is one run');
  const { outcome, users, groups, memberships, pages, skipped, restarts, added, removed } = run;
  return {
    run: { outcome, users, groups, memberships, pages, skipped, restarts, added, removed },
    directory: await publishedDirectory(production.db, accountId),
    notices: await noticesOf(production.db, accountId),
  };
}

const requests = async () => (await production.sandbox.tenant.counters()).graph;

/** The committed progress of the account's run. */
async function stored(accountId: string) {
  const [run] = await runsOf(production.db, accountId);
  if (!run) throw new Error('There is no run yet');
  const { pages, users } = run;
  return { pages, users };
}

/** An account whose run is reading users: some pages are stored, most are not. */
async function halfRead(): Promise<Account & { requestsBefore: number }> {
  const { accountId } = await walkToTargets(session);
  await production.sandbox.tenant.setFaults(SLOWLY);
  const requestsBefore = await requests();
  await session.client.submit({ method: 'all' });
  const account = await until(
    session.client,
    ({ synchronization }) => (synchronization?.users ?? 0) >= 4 * SMALL_PAGES.maxPageSize,
  );
  expect(account).toMatchObject({ accountId, state: 'synchronizing' });
  expect((await stored(accountId)).users).toBeLessThan(USERS / 2);
  return { ...account, requestsBefore };
}

/**
 * Checks that the run ended like one without faults: every page stored once
 * (except pages lost in a database crash), the whole directory, one notification.
 */
async function expectUndisturbed(
  { accountId }: { accountId: string },
  pagesLost = 0,
): Promise<void> {
  const outcome = await outcomeOf(accountId);
  const { run } = undisturbed.outcome;
  expect(outcome.run).toEqual({ ...run, pages: Number(run.pages) + pagesLost });
  expect(outcome.directory).toEqual(undisturbed.outcome.directory);
  expect(outcome.notices).toEqual([
    { kind: 'protected', message: notificationText('protected', 'exchange-online'), reason: null },
  ]);
}

const healthOf = async ({ address }: ServerProcess) => (await fetch(`${address}/healthz`)).status;

/** Reconnects when the event stream is cut, as a browser's EventSource does. Ends if the worker ended. */
async function retry<T>(follow: () => Promise<T>): Promise<T> {
  return waitFor('the event stream shows it', { seconds: 150 }, async () => {
    if (!worker.running) throw new Error(`The worker ended:\n${worker.output()}`);
    return follow();
  });
}

test('a worker killed while it reads loses no stored page: another continues after the last one', async () => {
  const account = await halfRead();
  worker.signal('SIGKILL');
  expect(await worker.ended).toEqual({ code: null, signal: 'SIGKILL' });
  const { pages } = await stored(account.accountId);
  await production.sandbox.tenant.setFaults(AT_ONCE);
  await production.startWorker();
  await untilProtected(session);

  await expectUndisturbed(account);
  expect(pages).toBeGreaterThanOrEqual(4);
  // One request may have been in flight and one page not yet stored. Stored pages are not requested again.
  const more = (await requests()) - account.requestsBefore - undisturbed.requests;
  expect(more).toBeGreaterThanOrEqual(0);
  expect(more).toBeLessThan(pages);
});

test('a worker terminated while it reads ends cleanly, and another continues after its last page', async () => {
  const account = await halfRead();
  const other = await production.startWorker();
  worker.signal('SIGTERM');
  expect(await worker.ended).toEqual({ code: 0, signal: null });
  await production.sandbox.tenant.setFaults(AT_ONCE);
  await untilProtected(session);
  await expectUndisturbed(account);
  expect(await healthOf(other)).toBe(200);
});

test('a worker that lost its lease does not store even the page it has in hand', async () => {
  const account = await halfRead();
  await stoppedWhileAsking();
  const { pages, users } = await stored(account.accountId);
  const attempts = await countWrites(worker);
  const runId = account.synchronization?.runId ?? '';
  await createRuns(production.db).lease(runId, 'users');

  // A stopped Temporal server can neither cancel the attempt nor start another.
  await production.temporal.signal('SIGSTOP');
  try {
    worker.signal('SIGCONT');
    await vi.waitUntil(async () => (await attempts()) > 0, { timeout: 60_000 });
    await vi.waitUntil(async () => !(await inTransaction(worker)), { timeout: 60_000 });
    expect(await stored(account.accountId)).toMatchObject({ pages, users });
  } finally {
    await production.temporal.signal('SIGCONT');
  }
  await production.sandbox.tenant.setFaults(AT_ONCE);
  await untilProtected(session);
  await expectUndisturbed(account);
});

test('a worker stopped past its heartbeat timeout is replaced, and changes nothing when it resumes', async () => {
  const account = await halfRead();
  await stoppedWhileAsking();
  await production.sandbox.tenant.setFaults(AT_ONCE);
  const other = await production.startWorker();
  await untilProtected(session);
  await expectUndisturbed(account);

  worker.signal('SIGCONT');
  expect(await healthOf(worker)).toBe(200);
  // It is now the only worker. When it answers, it has finished its stale work.
  await other.end();
  await retry(() => until(session.client, ({ source }) => source === 'workflow'));
  await expectUndisturbed(account);
});

/** Stops the worker while it waits for a page. It receives the answer when it resumes. */
async function stoppedWhileAsking(): Promise<void> {
  await production.sandbox.tenant.setFaults({ latencyMs: 3000 });
  const asked = await requests();
  await vi.waitUntil(async () => (await requests()) > asked, { timeout: 30_000 });
  worker.signal('SIGSTOP');
}

/** Counts the attempts of a process to update a run. A sequence also counts those that are rolled back. */
async function countWrites({ name }: ServerProcess): Promise<() => Promise<number>> {
  const { db } = production;
  const statements = [
    'create sequence attempts minvalue 0 start 0',
    `create function count_attempt() returns trigger language plpgsql as $$ begin
       if current_setting('application_name') = '${name}' then perform nextval('attempts'); end if;
       return null;
     end $$`,
    `create trigger count_attempt before update on sync_runs
       for each statement execute function count_attempt()`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
  await sql`select nextval('attempts')`.execute(db);
  return async () => {
    const { rows } = await sql<{ value: string }>`select last_value as value from attempts`.execute(
      db,
    );
    return Number(rows[0]?.value);
  };
}

async function activityOf({ name }: ServerProcess) {
  const { rows } = await sql<{ state: string; waits: boolean; within: boolean }>`
    select wait_event_type = 'Lock' as waits, xact_start is not null as within
    from pg_stat_activity where application_name = ${name}`.execute(production.db);
  return rows;
}
const inTransaction = async (process: ServerProcess) =>
  (await activityOf(process)).some(({ within }) => within);

/** Blocks the worker in the transaction that stores a page until the returned connection ends. */
async function heldInWrite(): Promise<DatabaseClient> {
  const holder = new DatabaseClient({ connectionString: production.postgres.url });
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query('begin; lock table sync_streams in exclusive mode');
  const isHeld = async () => (await activityOf(worker)).some(({ waits }) => waits);
  await vi.waitUntil(isHeld, { timeout: 30_000 });
  return holder;
}

test('a worker stopped in the middle of a write does not block another', async () => {
  const account = await halfRead();
  const holder = await heldInWrite();
  worker.signal('SIGSTOP');
  await holder.end();
  expect(await inTransaction(worker)).toBe(true);

  await production.sandbox.tenant.setFaults(AT_ONCE);
  const other = await production.startWorker();
  await untilProtected(session);
  worker.signal('SIGCONT');
  await expectUndisturbed(account);
  expect([await healthOf(worker), await healthOf(other)]).toEqual([200, 200]);
  expect(await inTransaction(worker)).toBe(false);
});

test('a synchronization continues by itself after the Temporal server was killed and restarted', async () => {
  const account = await halfRead();
  const killed = await production.temporal.pid();
  await production.temporal.signal('SIGKILL');
  await production.sandbox.tenant.setFaults(AT_ONCE);
  await retry(() => untilProtected(session));
  expect(await production.temporal.pid()).not.toBe(killed);
  await expectUndisturbed(account);
  expect(worker.running).toBe(true);
});

test('without a worker the stored state is shown, and submitted targets take effect later', async () => {
  const account = await walkToTargets(session);
  worker.signal('SIGKILL');
  await worker.ended;
  const shown = { accountId: account.accountId, state: 'awaitingTargets', source: 'store' };
  expect(await session.client.account()).toMatchObject(shown);
  expect(await session.client.submit({ method: 'all' })).toEqual({ method: 'all', targets: 0 });
  expect(await session.client.account()).toMatchObject({ ...shown, method: null });

  await production.startWorker();
  const { source } = await untilProtected(session);
  expect(source).toBe('workflow');
  await expectUndisturbed(account);
});

test('without a worker a new account cannot be read yet, and an open event stream shows it once a worker runs', async () => {
  const { client } = session;
  worker.signal('SIGKILL');
  await worker.ended;
  expect(await client.start()).toEqual({ account: null });
  await expect(client.account()).rejects.toMatchObject({
    problem: { status: 503, code: 'Unavailable' },
  });
  const shown = until(client, awaits('exchange'));
  shown.catch(() => undefined);
  await production.startWorker();
  expect((await shown).source).toBe('workflow');
});

test('a step begun in an API process that was killed is completed in another', async () => {
  const { client, browser } = session;
  // Marks earlier notifications as read, or the end of this account would be seen too early.
  await start(session);
  const { accountId } = await until(client, awaits('exchange'));
  const killed = await production.startApi();
  const { attemptId, signInAddress } = await client.consent('exchange');
  killed.signal('SIGKILL');
  await killed.ended;
  await production.startApi();
  expect(await client.account()).toMatchObject({
    accountId,
    state: 'awaitingConsent',
    consentStep: 'exchange',
    consents: [{ kind: 'exchange', status: 'waitingForAdministrator' }, { status: 'notStarted' }],
  });
  const page = await consentAtMicrosoft(browser, signInAddress, CONTOSO_ADMINISTRATOR);
  expect(page.status).toBe(200);
  expect(page.url.pathname).toBe('/consents/callback');
  await until(client, awaits('graph'));
  const attempt = await production.db
    .selectFrom('consentAttempts')
    .select(['stage', 'failure'])
    .where('attemptId', '=', attemptId)
    .executeTakeFirst();
  expect(attempt).toEqual({ stage: 'returned', failure: null });

  await completeConsents(session);
  await client.submit({ method: 'all' });
  await untilProtected(session);
  await expectUndisturbed({ accountId });
});

test('a synchronization continues by itself after PostgreSQL crashed in a write and was restarted', async () => {
  const account = await halfRead();
  await heldInWrite();
  // Staging tables are unlogged: the crash empties them, and the same run reads again.
  const { pages } = await stored(account.accountId);
  await production.postgres.crash();
  await production.sandbox.tenant.setFaults(AT_ONCE);
  await production.postgres.restart();
  await retry(() => untilProtected(session));
  expect(pages).toBeGreaterThanOrEqual(4);
  await expectUndisturbed(account, pages);
  expect(worker.running).toBe(true);
  expect(await healthOf(worker)).toBe(200);
});
