/** Of two services of one organization at the same moment, the database lets one go first. */
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Service } from '../domain/services/services.ts';
import { sharedDatabase, type SharedDatabase } from '../test/support/services.ts';
import { waitFor } from '../test/support/wait.ts';
import type { Connection } from './connection.ts';
import { openPostgres } from './postgres.ts';
import { viewOf } from './store.fixture.ts';
import { createStore, type Store } from './store.ts';

let database: SharedDatabase;
let connection: Connection;
let client: Client;
let store: Store;

beforeAll(async () => {
  database = await sharedDatabase();
  connection = await openPostgres(database.url);
  store = createStore(connection.db);
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await connection.close();
  await database.drop();
});

function twoAccounts() {
  const exchange = viewOf();
  // Vocabulary of the design that has no code yet.
  const service = 'onedrive' as string as Service;
  return [exchange, viewOf({ organizationId: exchange.organizationId, service })] as const;
}

/** Lets both begin, and go on only when both have come as far as they can without writing a holder. */
async function atTheSameMoment(writes: readonly (() => Promise<void>)[]) {
  await client.query('begin; lock table connection_holders in exclusive mode');
  const results: Promise<unknown>[] = [];
  try {
    for (const write of writes) {
      results.push(write());
      results.at(-1)?.catch(() => undefined);
      await waitFor('it waits for a lock', {}, async () => {
        const { rows } = await sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(connection.db);
        return rows.length === results.length;
      });
    }
  } finally {
    await client.query('commit');
  }
  return Promise.allSettled(results);
}

const claim = (view: ReturnType<typeof viewOf>, tenantId: string) => () =>
  store.connections.claimTenant({ ...view, tenantId, tenantName: 'contoso.example' });

test('of two different tenants, the organization gets one', async () => {
  const [exchange, onedrive] = twoAccounts();
  const tenantId = randomUUID();
  const results = await atTheSameMoment([claim(exchange, tenantId), claim(onedrive, randomUUID())]);
  expect(results).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { type: 'TenantMismatch' } },
  ]);
  const held = await store.connections.of(exchange.organizationId);
  expect(held).toMatchObject({ tenantId, holders: [{ accountId: exchange.accountId }] });
});

test('of two different methods, one is used', async () => {
  const [exchange, onedrive] = twoAccounts();
  const tenantId = randomUUID();
  await claim(exchange, tenantId)();
  await claim(onedrive, tenantId)();
  const results = await atTheSameMoment([
    () => store.connections.claimMethod({ ...exchange, method: 'all' }),
    () => store.connections.claimMethod({ ...onedrive, method: 'selected' }),
  ]);
  expect(results).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { type: 'MethodDiffers', details: { method: 'all' } } },
  ]);
  const held = await store.connections.of(exchange.organizationId);
  expect(held?.holders.map(({ method }) => method)).toEqual(['all', null]);
});

test('an account that joins while the last holder leaves finds or makes a connection', async () => {
  const [exchange, onedrive] = twoAccounts();
  const tenantId = randomUUID();
  await claim(exchange, tenantId)();
  const results = await atTheSameMoment([
    () => store.connections.release(exchange.accountId),
    claim(onedrive, tenantId),
  ]);
  expect(results).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  const held = await store.connections.of(exchange.organizationId);
  expect(held).toMatchObject({ tenantId, holders: [{ accountId: onedrive.accountId }] });
});
