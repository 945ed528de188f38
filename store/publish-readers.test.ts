/** While a large directory is published, readers never wait and see the old directory or the new one. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DirectoryUser } from '../domain/directory.ts';
import { sharedDatabase, type SharedDatabase } from '../test/support/services.ts';
import type { Connection } from './connection.ts';
import type { Published } from './publish.ts';
import { openPostgres } from './postgres.ts';
import type { Page } from './runs/page.ts';
import { shareLease } from './runs/lease.ts';
import { groupOf, userOf, viewOf } from './store.fixture.ts';
import { createStore, type Store } from './store.ts';

const USERS = 50_000;
const PAGE = 999;
/** The second run removes this many users and adds as many others. */
const REPLACED = 2000;

let database: SharedDatabase;
let connection: Connection;
let store: Store;
const account = viewOf();
const group = groupOf();

beforeAll(async () => {
  database = await sharedDatabase();
  connection = await openPostgres(database.url);
  store = createStore(connection.db);
  await store.accounts.record(account);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

async function stageRun(
  users: readonly DirectoryUser[],
  of = account,
  { ended = true } = {},
): Promise<string> {
  const runId = randomUUID();
  await store.runs.begin({ ...of, runId, method: 'all' });
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
    done: ended,
  }));
  for (const page of pages) await store.runs.savePages(lease, [page]);
  await store.runs.savePages(lease, [{ ...shard, stream: 'groups', groups: [group] }, ...ends]);
  return runId;
}

async function publish(runId: string, guard = { share: 1, floor: 0 }): Promise<Published> {
  const lease = await store.runs.lease(runId, 'publishing');
  const run = await store.runs.byId(runId);
  if (!run) throw new Error('The run must exist');
  return store.directory.publish(lease, run, guard);
}

/** What readers see: a list, a search, the summary and the removal counts. */
async function shown(accountId: string) {
  const [list, found, groups, summary, counts] = await Promise.all([
    store.published.users(accountId, { search: '', offset: 0, limit: 3 }),
    store.published.users(accountId, { search: 'contoso', offset: 0, limit: 3 }),
    store.published.groups(accountId, { search: '', offset: 0, limit: 3 }),
    store.published.summary(accountId),
    store.published.removalCounts(accountId),
  ]);
  const { users, memberships } = counts;
  return {
    listed: [list.total, list.users.length, groups.total, groups.groups.length],
    found: [found.total, found.users.length],
    summary: summary && [summary.users, summary.groups],
    counted: [users, counts.groups, memberships],
  };
}

const untilRows = async (table: string, accountId: string, rows: number) => {
  const count = `select count(*)::int as count from ${table} where account_id = $1`;
  const client = await connect('0');
  for (;;) {
    const result = await client.query<{ count: number }>(count, [accountId]);
    if (result.rows[0]?.count === rows) break;
  }
  await client.end();
};

async function connect(lockTimeout: string): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`set lock_timeout = '${lockTimeout}'`);
  return client;
}

const COUNTS = `select
  (select count(*) from directory_users where account_id = $1 and display_name = 'old')::int as old,
  (select count(*) from directory_users where account_id = $1 and display_name = 'new')::int as new,
  (select count(*) from directory_memberships where account_id = $1)::int as memberships,
  (select count(*) from directory_memberships m join directory_users u
     on u.account_id = m.account_id and u.user_id = m.member_id where m.account_id = $1)::int as known`;
const OLD = { old: USERS, new: 0, memberships: USERS, known: USERS };
const NEW = { ...OLD, old: 0, new: USERS };

const TAKE_OVER = `update sync_runs set fence = fence + 1 where run_id = $1`;

/** Call it outside a transaction: inside one, pg_stat_activity is cached. */
const isWaiting = async (client: Client) => {
  const { rows } = await client.query(
    `select from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`,
  );
  return rows.length > 0;
};

test('a reader sees the whole old directory, then the whole new one, and waits for no lock', async () => {
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
  const counts = async () => (await reader.query(COUNTS, [account.accountId])).rows[0] as unknown;
  try {
    // This lock stops the publication when all its work is done and nothing is committed.
    await holder.query('begin; lock table held_removals in exclusive mode');
    let published = false;
    const publishing = publish(runId).finally(() => (published = true));
    const seen: unknown[] = [];
    while (!(await isWaiting(reader))) seen.push(await counts());
    seen.push(await counts());
    expect(published).toBe(false);
    for (const view of seen) expect(view).toEqual(OLD);
    // Nobody takes over the run in the middle.
    await expect(reader.query(TAKE_OVER, [runId])).rejects.toThrow('lock timeout');

    await holder.query('commit');
    // Until after the vacuum that follows the commit.
    let wasNew = false;
    for (let more = 3; more > 0; more -= Number(published)) {
      const view = await counts();
      wasNew ||= JSON.stringify(view) === JSON.stringify(NEW);
      expect(view).toEqual(wasNew ? NEW : OLD);
    }
    await publishing;
    expect(wasNew).toBe(true);
  } finally {
    await Promise.all([reader.end(), holder.end()]);
  }
});

describe('a first publication', () => {
  const FEW = 12_000;
  const NOTHING = { listed: [0, 0, 0, 0], found: [0, 0], summary: null, counted: [0, 0, 0] };
  const ALL = {
    listed: [FEW, 3, 1, 1],
    found: [FEW, 3],
    summary: [FEW, 1],
    counted: [FEW, 1, FEW],
  };

  async function stageFirst(reading = { ended: true }) {
    const owner = viewOf();
    await store.accounts.record(owner);
    const users = Array.from({ length: FEW }, () => userOf());
    const runId = await stageRun(users, owner, reading);
    return { owner, accountId: owner.accountId, users, runId };
  }

  /** Terminates its connections when its users are committed and its memberships are not. */
  async function breakOff({ accountId, users, runId }: Awaited<ReturnType<typeof stageFirst>>) {
    const [holder, other] = await Promise.all([connect('0'), connect('200ms')]);
    try {
      await holder.query('begin');
      // The same membership, uncommitted: another transaction that inserts it waits.
      await holder.query(`insert into directory_memberships values ($1, $2, $3, 'user')`, [
        accountId,
        group.id,
        users[0]?.id,
      ]);
      const publishing = publish(runId).catch((error: unknown) => error);
      await untilRows('directory_users', accountId, FEW);
      expect(await shown(accountId)).toEqual(NOTHING);
      // The run cannot be taken over or ended while its rows are being written.
      await expect(other.query(TAKE_OVER, [runId])).rejects.toThrow('lock timeout');
      await holder.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
      );
      await holder.query('rollback');
      expect(await publishing).toBeInstanceOf(Error);
      expect(await shown(accountId)).toEqual(NOTHING);
    } finally {
      await Promise.all([holder.end(), other.end()]);
    }
  }

  test('never exposes a partial directory, and starts over after an interruption', async () => {
    const first = await stageFirst();
    await breakOff(first);
    await publish(first.runId);
    expect(await shown(first.accountId)).toEqual(ALL);
    const run = await store.runs.byId(first.runId);
    expect(run).toMatchObject({ added: FEW, groupsAdded: 1, membershipsAdded: FEW });
  });

  test('keeps no users of an interrupted run that was given up', async () => {
    const first = await stageFirst();
    await breakOff(first);
    await store.runs.end(first.runId, 'cancelled');

    // Few enough for one transaction, and so few that the guard would hold the run if old rows counted.
    const runId = await stageRun(first.users.slice(0, 5), first.owner);
    expect(await publish(runId, { share: 0.2, floor: 10 })).toEqual({
      held: false,
      users: 5,
      groups: 1,
      sites: 0,
    });
    expect(await shown(first.accountId)).toMatchObject({
      listed: [5, 3, 1, 1],
      counted: [5, 1, 5],
    });
  });

  test('fails if another worker has taken over the run, and leaves what that one has written', async () => {
    const { accountId, runId, users } = await stageFirst();
    const stale = await store.runs.lease(runId, 'publishing');
    const newest = await store.runs.lease(runId, 'publishing');
    const written = { accountId, groupId: group.id, memberId: users[0]!.id };
    await connection.db
      .insertInto('directoryMemberships')
      .values({ ...written, memberKind: 'user' })
      .execute();
    const run = await store.runs.byId(runId);
    if (!run) throw new Error('The run must exist');
    const publishing = store.directory.publish(stale, run, { share: 1, floor: 0 });
    await expect(publishing).rejects.toMatchObject({ type: 'LeaseLost' });
    // The same if it is taken over between two of its transactions.
    await expect(shareLease(connection.db, stale)).rejects.toMatchObject({ type: 'LeaseLost' });
    expect(await shown(accountId)).toEqual(NOTHING);
    const kept = connection.db.selectFrom('directoryMemberships').selectAll();
    expect(await kept.where('accountId', '=', accountId).execute()).toHaveLength(1);
    await store.directory.publish(newest, run, { share: 1, floor: 0 });
    // And after the other worker has published it.
    await expect(shareLease(connection.db, newest)).rejects.toMatchObject({ type: 'LeaseLost' });
  });

  test('fails if something was not read to its end', async () => {
    const { accountId, runId } = await stageFirst({ ended: false });
    await expect(publish(runId)).rejects.toMatchObject({ type: 'IncompleteRun' });
    expect(await shown(accountId)).toEqual(NOTHING);
  });
});
