/** Whoever reads while a large directory is published waits for nothing, and sees the old one or the new one. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DirectoryUser } from '../domain/directory.ts';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import type { Connection } from './database.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import type { Page } from './runs.ts';
import { groupOf, userOf, viewOf } from './store.fixture.ts';
import { createStore, type Store } from './store.ts';

const USERS = 50_000;
const PAGE = 999;
/** Removed by the second run, and as many others added. */
const REPLACED = 2000;

let server: TestPostgres;
let connection: Connection;
let store: Store;
const account = viewOf();
const group = groupOf();

beforeAll(async () => {
  server = await startPostgres();
  connection = await openPostgres(server.url);
  await migrate(connection.db);
  store = createStore(connection.db);
  await store.accounts.record(account);
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

async function stageRun(users: readonly DirectoryUser[]): Promise<string> {
  const runId = randomUUID();
  await store.runs.begin({ ...account, runId, method: 'all' });
  const lease = await store.runs.lease(runId, 'users');
  const shard = { shard: '', step: 0, cursor: null, done: true } as const;
  const pages: Page[] = Array.from({ length: Math.ceil(users.length / PAGE) }, (_, index) => {
    const read = users.slice(index * PAGE, (index + 1) * PAGE);
    const memberships = read.map(({ id }) => ({
      groupId: group.id,
      memberId: id,
      memberKind: 'user' as const,
    }));
    return { ...shard, stream: 'users', users: read, memberships };
  });
  const ends = (['userChanges', 'memberships', 'groupChanges'] as const).map((stream) => ({
    ...shard,
    stream,
  }));
  for (const page of pages) await store.runs.savePages(lease, [page]);
  await store.runs.savePages(lease, [{ ...shard, stream: 'groups', groups: [group] }, ...ends]);
  return runId;
}

async function publish(runId: string): Promise<void> {
  const lease = await store.runs.lease(runId, 'publishing');
  const run = await store.runs.byId(runId);
  if (!run) throw new Error('The run is there');
  await store.directory.publish(lease, run, { share: 1, floor: 0 });
}

async function connect(lockTimeout: string): Promise<Client> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(`set lock_timeout = '${lockTimeout}'`);
  return client;
}

const LOOK = `select
  (select count(*) from directory_users where account_id = $1 and display_name = 'old')::int as old,
  (select count(*) from directory_users where account_id = $1 and display_name = 'new')::int as new,
  (select count(*) from directory_memberships where account_id = $1)::int as memberships,
  (select count(*) from directory_memberships m join directory_users u
     on u.account_id = m.account_id and u.user_id = m.member_id where m.account_id = $1)::int as known`;
const OLD = { old: USERS, new: 0, memberships: USERS, known: USERS };
const NEW = { ...OLD, old: 0, new: USERS };

/** To be asked outside a transaction, within which nothing new would be told. */
const isWaiting = async (client: Client) => {
  const { rows } = await client.query(
    `select from pg_stat_activity where wait_event_type = 'Lock' and state = 'active'`,
  );
  return rows.length > 0;
};

test('a reader sees the old directory whole, then the new one whole, and waits for no lock', async () => {
  const first = Array.from({ length: USERS }, () => userOf({ displayName: 'old' }));
  await publish(await stageRun(first));
  const second: DirectoryUser[] = first.map((user) => ({ ...user, displayName: 'new' }));
  second.splice(
    0,
    REPLACED,
    ...Array.from({ length: REPLACED }, () => userOf({ displayName: 'new' })),
  );
  const runId = await stageRun(second);

  const [reader, holder] = await Promise.all([connect('200ms'), connect('0')]);
  const look = async () => (await reader.query(LOOK, [account.accountId])).rows[0] as unknown;
  try {
    // Behind this lock the publication stands with all its work done and nothing committed.
    await holder.query('begin; lock table held_removals in exclusive mode');
    let published = false;
    const publishing = publish(runId).finally(() => (published = true));
    const seen: unknown[] = [];
    while (!(await isWaiting(reader))) seen.push(await look());
    seen.push(await look());
    expect(published).toBe(false);
    for (const view of seen) expect(view).toEqual(OLD);

    await holder.query('commit');
    // Up to the last of the tidying that follows.
    let wasNew = false;
    for (let more = 3; more > 0; more -= Number(published)) {
      const view = await look();
      wasNew ||= JSON.stringify(view) === JSON.stringify(NEW);
      expect(view).toEqual(wasNew ? NEW : OLD);
    }
    await publishing;
    expect(wasNew).toBe(true);
  } finally {
    await Promise.all([reader.end(), holder.end()]);
  }
});
