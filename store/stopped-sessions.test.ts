import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { expect, test } from 'vitest';
import { startPostgres } from '../test/support/postgres.ts';
import { waitFor } from '../test/support/wait.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { viewOf } from './store.fixture.ts';
import { createStore } from './store.ts';

test('a worker that is stopped while it loads a page does not keep the synchronization for itself', async () => {
  // A server of its own: a session that is stopped within COPY blocks others across databases.
  const server = await startPostgres();
  const connection = await openPostgres(server.url);
  await migrate(connection.db);
  const store = createStore(connection.db);
  const account = viewOf();
  await store.accounts.record(account);
  const runId = randomUUID();
  await store.runs.begin({ ...account, runId, method: 'all' });

  const stopped = new Client({ connectionString: server.url });
  const ended = new Promise<string>((resolve) =>
    stopped.on('error', ({ message }) => resolve(message)),
  );
  await stopped.connect();
  await stopped.query('begin');
  await stopped.query('update sync_runs set pages = pages + 1 where run_id = $1', [runId]);
  // It sends no more lines, and does not end.
  const lines = stopped.query(copyFrom('copy staged_users from stdin'));
  lines.on('error', () => undefined);
  await waitFor('the COPY has begun', {}, async () => {
    const { rows } =
      await sql`select 1 from pg_stat_activity where query like 'copy staged%'`.execute(
        connection.db,
      );
    return rows.length > 0;
  });

  try {
    const lease = await store.runs.lease(runId, 'users');
    expect(lease).toMatchObject({ runId });
    expect(await ended).toMatch(/terminat/);
  } finally {
    await connection.close();
    await server.stop();
  }
});
