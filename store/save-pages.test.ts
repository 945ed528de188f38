/** A worker that is stopped while it loads a page must not block the worker that replaces it. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedDatabase, type SharedDatabase } from '../test/support/services.ts';
import { waitFor } from '../test/support/wait.ts';
import type { Connection } from './connection.ts';
import { openPostgres } from './postgres.ts';
import { userOf, viewOf } from './store.fixture.ts';
import { createStore } from './store.ts';

let database: SharedDatabase;
let connection: Connection;
/** Of the worker that takes over. A wait for a lock fails soon instead of at the test's end. */
let other: Connection;

beforeAll(async () => {
  database = await sharedDatabase();
  connection = await openPostgres(database.url);
  other = await openPostgres(
    `${database.url}?options=${encodeURIComponent('-c lock_timeout=10s')}`,
  );
});
afterAll(async () => {
  await other.close();
  await connection.close();
  await database.drop();
});

test('while a page is being loaded, its run can begin again and be taken over', async () => {
  const store = createStore(connection.db);
  const account = viewOf();
  await store.accounts.record(account);
  const run = { ...account, runId: randomUUID(), method: 'all' } as const;
  await store.runs.begin(run);
  const first = await store.runs.lease(run.runId, 'users');

  // PostgreSQL has no timeout for a COPY whose client is stopped. Here a lock keeps it waiting.
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query('lock table staged_users in exclusive mode');
  const page = { stream: 'users', shard: '', step: 0, cursor: null, done: true } as const;
  const saved = store.runs.savePages(first, [{ ...page, users: [userOf()] }]);
  saved.catch(() => undefined);
  const { runs } = createStore(other.db);
  try {
    await waitFor('the page is being loaded', {}, async () => {
      const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database()
        and wait_event_type = 'Lock' and query like 'copy staged_users%'`.execute(connection.db);
      return rows.length > 0;
    });

    await runs.begin(run);
    const second = await runs.lease(run.runId, 'users');
    await runs.wait(second, new Date(), 'MicrosoftThrottled');
    await client.query('commit');
    await expect(saved).rejects.toMatchObject({ type: 'LeaseLost' });
    expect(await runs.countStaged(second, 'users')).toBe(0);
  } finally {
    await client.end();
  }
  await runs.end(run.runId, 'cancelled');
});
