import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './database.ts';
import type { Database } from './schema.ts';

const RELISTEN_DELAY = 1000;

/** Opens PostgreSQL 15 or later; connections are made when first needed. */
export async function openPostgres(databaseUrl: string): Promise<Connection> {
  const pool = new Pool({ connectionString: databaseUrl, max: 20 });
  // An idle connection that the server cuts is replaced at the next use.
  pool.on('error', () => undefined);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
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

async function subscribe(
  connectionString: string,
  channel: string,
  onMessage: (payload: string) => void,
): Promise<Client> {
  const client = new Client({ connectionString, keepAlive: true });
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
    if (client) await ended(client, closing.signal);
    await client?.end().catch(() => undefined);
    if (closing.signal.aborted) return;
    client = await reconnect().catch(() => null);
    if (client) onGap();
    else await sleep(RELISTEN_DELAY, undefined, { signal: closing.signal }).catch(() => undefined);
  }
  await client?.end().catch(() => undefined);
}

function ended(client: Client, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    client.once('end', resolve);
    client.once('error', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
