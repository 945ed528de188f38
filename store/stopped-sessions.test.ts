import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { expect, test } from 'vitest';
import { sharedDatabase } from '../test/support/services.ts';
import { openPostgres } from './postgres.ts';
import { viewOf } from './store.fixture.ts';
import { createStore } from './store.ts';

test('a worker that is stopped while it loads a page does not keep the synchronization for itself', async () => {
  const database = await sharedDatabase();
  const connection = await openPostgres(database.url);
  const store = createStore(connection.db);
  const account = viewOf();
  await store.accounts.record(account);
  const runId = randomUUID();
  await store.runs.begin({ ...account, runId, method: 'all' });

  const stopped = new Client({ connectionString: database.url });
  const ended = new Promise<string>((resolve) =>
    stopped.on('error', ({ message }) => resolve(message)),
  );
  await stopped.connect();
  await stopped.query('begin');
  await stopped.query('update sync_runs set pages = pages + 1 where run_id = $1', [runId]);
  // It sends no more lines, and does not end.
  const lines = stopped.query(copyFrom('copy staged_users from stdin'));
  lines.on('error', () => undefined);

  const lease = await store.runs.lease(runId, 'users');
  expect(lease).toMatchObject({ runId });
  expect(await ended).toMatch(/terminat/);
  await connection.close();
  await database.drop();
});
