/** The production topology for a measurement, with one API and one worker. */
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { openChangeFeed } from '../store/change-feed.ts';
import { connectClient, type TemporalLocation } from '../temporal/connection.ts';
import { workflowIdOf } from '../temporal/names.ts';
import { openSession, type ConsoleSession } from '../test/support/console-session.ts';
import {
  ORGANIZATION_ID,
  type Production,
  type ServerProcess,
  startProduction,
} from '../test/support/production.ts';
import { timeout } from '../test/support/wait.ts';
import { walkToTargets } from '../test/support/walk.ts';

export const CONTOSO = 'contoso.example';
const SETTLE_SECONDS = 3600;

export interface Bench {
  readonly production: Production;
  /** Receives every change notification of the product. */
  readonly changes: Awaited<ReturnType<typeof openChangeFeed>>;
  readonly worker: ServerProcess;
  readonly api: ServerProcess;
  /** By name, for separate costs. */
  readonly pids: Readonly<Record<'sandbox' | 'PostgreSQL' | 'Temporal' | 'worker' | 'API', number>>;
}

/** Starts everything, runs the work, and ends everything even if the work fails. */
export async function withBench<T>(
  options: { users: number; sandboxFlags?: readonly string[] },
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const production = await startProduction(options);
  try {
    const api = await production.startApi();
    const worker = await production.startWorker();
    const pids = {
      sandbox: production.sandbox.pid,
      PostgreSQL: production.postgres.pid(),
      Temporal: await production.temporal.pid(),
      worker: worker.pid,
      API: api.pid,
    };
    const changes = await openChangeFeed(production.connection);
    return await work({ production, changes, worker, api, pids });
  } finally {
    await production.close();
  }
}

/** Signs in to the console as the only user of this topology. */
export const openSessionAt = ({ production }: Bench): Promise<ConsoleSession> =>
  openSession(production, ORGANIZATION_ID, production.administrator);

/** Provisions an account until it waits for targets. */
export async function openAccount(bench: Bench): Promise<ConsoleSession> {
  const session = await openSessionAt(bench);
  await walkToTargets(session);
  return session;
}

/** Sets faults of the sandbox's tenant. */
export async function setFaults(
  { production }: Bench,
  faults: Readonly<Record<string, unknown>>,
): Promise<void> {
  const url = `${production.sandbox.origin}/_sandbox/tenants/${CONTOSO}/faults`;
  const answer = await fetch(url, { method: 'PATCH', body: JSON.stringify(faults) });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`);
}

/**
 * Waits until the product and PostgreSQL are idle, and runs a checkpoint.
 * @throws WaitTimeoutError after an hour: with latency, background work takes long
 */
export async function settle({ production: { db, temporal } }: Bench): Promise<void> {
  await untilResting(temporal.location);
  const deadline = performance.now() + SETTLE_SECONDS * 1000;
  for (;;) {
    const { rows } = await sql<{ busy: number }>`
      select count(*)::int as busy from pg_stat_activity
      where state = 'active' and pid <> pg_backend_pid()
        and backend_type in ('client backend', 'autovacuum worker')`.execute(db);
    if (rows[0]?.busy === 0) break;
    if (performance.now() > deadline) throw timeout('PostgreSQL is idle', SETTLE_SECONDS, rows);
    await delay(100);
  }
  await sql`checkpoint`.execute(db);
}

/** Waits for the background work of a protected account: it classifies mailboxes. */
async function untilResting(location: TemporalLocation): Promise<void> {
  const client = connectClient(location);
  const handle = client.workflow.getHandle(workflowIdOf('exchange-online', ORGANIZATION_ID));
  const deadline = performance.now() + SETTLE_SECONDS * 1000;
  // Asks three times, because between two activities nothing is pending for a moment.
  for (let quiet = 0; quiet < 3;) {
    const { raw } = await handle.describe();
    const busy = (raw.pendingActivities ?? []).length > 0 || Boolean(raw.pendingWorkflowTask);
    quiet = busy ? 0 : quiet + 1;
    if (busy && performance.now() > deadline) {
      throw timeout('the account is idle', SETTLE_SECONDS, raw.pendingActivities);
    }
    await delay(100);
  }
  await client.connection.close();
}
