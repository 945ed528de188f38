import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Client, Pool, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { copiedLines } from './copy.ts';
import type { Connection } from './connection.ts';
import { kyselyOf } from './kysely.ts';

const RELISTEN_DELAY = 1000;
/**
 * A worker that is stopped inside a transaction keeps its row locks, and the next
 * attempt waits for them. Shorter than the time after which Temporal starts that
 * attempt. In milliseconds.
 */
const IDLE_IN_TRANSACTION = 10_000;

/** Detects a silently broken connection within a minute instead of the usual hours. */
const LINK = {
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;
/** Publishing the largest tenants takes minutes. A query that takes longer than this never returns. */
const LONGEST_QUERY = 15 * 60_000;
/** How often a listener checks its connection, in milliseconds. */
const PROBE_INTERVAL = 30_000;

/** Opens PostgreSQL 15 or later. Connections are made when first needed. */
export async function openPostgres(databaseUrl: string): Promise<Connection> {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 20,
    ...LINK,
    query_timeout: LONGEST_QUERY,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
  });
  // An idle connection that the server closes is replaced at the next use.
  pool.on('error', () => undefined);
  // A connection that breaks in use fails its query, which is enough. An unhandled event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = kyselyOf(poolOf(pool));
  const closing = new AbortController();
  const listeners: Promise<void>[] = [];
  return {
    db,
    async listen(channel, onMessage, onGap) {
      const first = await subscribe(databaseUrl, channel, onMessage);
      listeners.push(
        keepListening(first, () => subscribe(databaseUrl, channel, onMessage), onGap, closing),
      );
    },
    async close() {
      closing.abort();
      await Promise.all(listeners);
      await db.destroy();
    },
  };
}

/** The pool in the form that Kysely expects, with COPY as an ordinary statement. */
function poolOf(pool: Pool): PostgresPool {
  return { connect: async () => clientOf(await pool.connect()), end: () => pool.end() };
}

function clientOf(client: PoolClient): PostgresPoolClient {
  const query = async (statement: string, parameters: readonly unknown[]) => {
    const lines = copiedLines(statement, parameters);
    if (lines === null) return client.query(statement, [...parameters]);
    const copying = client.query(copyFrom(statement));
    await pipeline(lines, copying);
    return { command: 'INSERT' as const, rowCount: copying.rowCount, rows: [] };
  };
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: () => client.release(),
  };
}

async function subscribe(
  connectionString: string,
  channel: string,
  onMessage: (payload: string) => void,
): Promise<Client> {
  const client = new Client({ connectionString, ...LINK, query_timeout: 10_000 });
  client.on('error', () => undefined);
  client.on('notification', ({ payload }) => onMessage(payload ?? ''));
  await client.connect();
  await client.query(`listen ${client.escapeIdentifier(channel)}`);
  return client;
}

async function keepListening(
  first: Client,
  reconnect: () => Promise<Client>,
  onGap: () => void,
  closing: AbortController,
): Promise<void> {
  let client: Client | null = first;
  while (!closing.signal.aborted) {
    if (client) await connectionLost(client, closing.signal);
    await client?.end().catch(() => undefined);
    if (closing.signal.aborted) return;
    client = await reconnect().catch(() => null);
    if (client) onGap();
    else await sleep(RELISTEN_DELAY, undefined, { signal: closing.signal }).catch(() => undefined);
  }
  await client?.end().catch(() => undefined);
}

/** Resolves when the connection ends, stops answering, or is no longer needed. */
async function connectionLost(client: Client, signal: AbortSignal): Promise<void> {
  const over = new Promise<'over'>((resolve) => {
    if (signal.aborted) resolve('over');
    client.once('end', () => resolve('over'));
    client.once('error', () => resolve('over'));
    signal.addEventListener('abort', () => resolve('over'), { once: true });
  });
  for (;;) {
    const timer = new AbortController();
    const pause = sleep(PROBE_INTERVAL, 'probe' as const, timer).catch(() => 'over' as const);
    const next = await Promise.race([over, pause]);
    timer.abort();
    if (next === 'over') return;
    const answered = await client.query('select 1').then(
      () => true,
      () => false,
    );
    if (!answered) return;
  }
}
