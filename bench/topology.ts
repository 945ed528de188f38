/** The production topology for a measurement: one API, one worker, an account that waits for its targets. */
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { openChangeFeed } from '../store/change-feed.ts';
import { connectClient, type TemporalLocation } from '../temporal/connection.ts';
import { workflowIdOf } from '../temporal/names.ts';
import { sitDown, type Desk } from '../test/support/consent-desk.ts';
import {
  ORGANIZATION_ID,
  type Production,
  type ServerProcess,
  startProduction,
} from '../test/support/production.ts';
import { walkToTargets } from '../test/support/walk.ts';

export const CONTOSO = 'contoso.example';

export interface Bench {
  readonly production: Production;
  /** Told of every change that the product announces. */
  readonly changes: Awaited<ReturnType<typeof openChangeFeed>>;
  readonly worker: ServerProcess;
  readonly api: ServerProcess;
  /** By name, for telling their costs apart. */
  readonly pids: Readonly<Record<'sandbox' | 'PostgreSQL' | 'Temporal' | 'worker' | 'API', number>>;
}

/** Starts everything, gives it to some work, and ends it whatever becomes of that. */
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

/** Signs in to the console, as the one person who is in this topology. */
export const sitDownAt = ({ production }: Bench): Promise<Desk> =>
  sitDown(production, ORGANIZATION_ID, production.administrator);

/** Provisions an account up to where its targets are awaited. */
export async function openAccount(bench: Bench): Promise<Desk> {
  const desk = await sitDownAt(bench);
  await walkToTargets(desk);
  return desk;
}

/** Changes how the sandbox's tenant behaves. */
export async function misbehave(
  { production }: Bench,
  faults: Readonly<Record<string, unknown>>,
): Promise<void> {
  const url = `${production.sandbox.origin}/_sandbox/tenants/${CONTOSO}/faults`;
  const answer = await fetch(url, { method: 'PATCH', body: JSON.stringify(faults) });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`);
}

/** Returns when nothing goes on any more of what was before; what PostgreSQL put off is done now. */
export async function settle({ production: { db, temporal } }: Bench): Promise<void> {
  await untilResting(temporal.location);
  for (;;) {
    const { rows } = await sql<{ busy: number }>`
      select count(*)::int as busy from pg_stat_activity
      where state = 'active' and pid <> pg_backend_pid()
        and backend_type in ('client backend', 'autovacuum worker')`.execute(db);
    if (rows[0]?.busy === 0) break;
    await delay(100);
  }
  await sql`checkpoint`.execute(db);
}

/** An account that is protected still learns about mailboxes, in its spare time. */
async function untilResting(location: TemporalLocation): Promise<void> {
  const client = connectClient(location);
  const handle = client.workflow.getHandle(workflowIdOf('exchange-online', ORGANIZATION_ID));
  // Between two activities there is none for a moment.
  for (let quiet = 0; quiet < 3;) {
    const { raw } = await handle.describe();
    const busy = (raw.pendingActivities ?? []).length > 0 || Boolean(raw.pendingWorkflowTask);
    quiet = busy ? 0 : quiet + 1;
    await delay(100);
  }
  await client.connection.close();
}
