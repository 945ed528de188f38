import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DirectoryUser, MailboxKind } from '../domain/directory.ts';
import { type Change, openChangeFeed } from './change-feed.ts';
import { MIGRATIONS } from './migrate.ts';
import { DATABASES, userOf, viewOf } from './store.fixture.ts';
import { createStore, type Store } from './store.ts';

const mail = 'ada@contoso.example';
/** Users of every kind, by what licence and address say of their mailbox. */
const LICENSED = [
  userOf({ mail }),
  userOf({ mail: null }),
  userOf({ mail, guest: true }),
  userOf({ mail, accountEnabled: false }),
];
const UNKNOWN = [
  userOf({ mail, mailbox: false }),
  userOf({ mail, mailbox: false, accountEnabled: false }),
];
const WITHOUT = [
  userOf({ mail: null, mailbox: false }),
  userOf({ mail, mailbox: false, guest: true }),
  userOf({ mail: null, mailbox: false, accountEnabled: false }),
];
const USERS = [...LICENSED, ...UNKNOWN, ...WITHOUT];

describe.each(Object.entries(DATABASES))('on %s', (_, open) => {
  let database: Awaited<ReturnType<typeof open>>;
  let store: Store;
  beforeAll(async () => {
    database = await open();
    store = createStore(database.connection.db);
  });
  afterAll(() => database.close());

  /** Reads and publishes the users with a new run. */
  async function publish(account: ReturnType<typeof viewOf>, users: readonly DirectoryUser[]) {
    const runId = randomUUID();
    await store.runs.begin({ ...account, runId, method: 'selected' });
    const lease = await store.runs.lease(runId, 'users');
    const page = { stream: 'targets', shard: '', step: 0, cursor: null, done: true } as const;
    await store.runs.savePages(lease, [{ ...page, users }]);
    const run = await store.runs.byId(runId);
    if (!run) throw new Error('The run must exist');
    await store.directory.publish(lease, run, { share: 1, floor: 0 });
    return runId;
  }

  async function publishUsers() {
    const account = viewOf();
    await store.accounts.record(account);
    return { account, runId: await publish(account, USERS) };
  }

  const answer = (accountId: string, answers: readonly (readonly [string, MailboxKind | null])[]) =>
    store.mailboxes.save(
      accountId,
      answers.map(([userId, kind]) => ({ userId, kind, refused: false })),
    );

  /** The counts of the summary, which the list of users must confirm. */
  async function countsOf(accountId: string) {
    const summary = await store.published.summary(accountId);
    const page = { search: '', offset: 0, limit: 100 };
    const { users } = await store.published.users(accountId, page);
    const none = users.filter(({ mailboxKind }) => mailboxKind === null);
    const known = none.filter(({ mailboxKnown }) => mailboxKnown);
    const counts = [users.length - none.length, known.length, none.length - known.length];
    const { mailboxes, withoutMailbox, mailboxUnknown } = summary ?? {};
    expect([mailboxes, withoutMailbox, mailboxUnknown]).toEqual(counts);
    return { mailboxes, withoutMailbox, mailboxUnknown };
  }

  test('a publication counts the mailboxes that licences and addresses tell', async () => {
    const { account, runId } = await publishUsers();
    expect(await countsOf(account.accountId)).toEqual({
      mailboxes: LICENSED.length,
      withoutMailbox: WITHOUT.length,
      mailboxUnknown: UNKNOWN.length,
    });
    expect(await store.runs.byId(runId)).toMatchObject({
      mailboxes: LICENSED.length,
      withoutMailbox: WITHOUT.length,
    });
  });

  test('what Microsoft answers is counted, and counted again by the next publication', async () => {
    const { account, runId } = await publishUsers();
    const { accountId } = account;
    const open = await store.mailboxes.open(accountId, null, 100);
    const [licensed, shared, none] = [LICENSED[3]!.id, UNKNOWN[0]!.id, UNKNOWN[1]!.id];
    expect(open.toSorted()).toEqual([licensed, shared, none].toSorted());
    await answer(accountId, [
      [shared, 'shared'],
      [none, null],
      // A licence alone is no mailbox.
      [licensed, null],
    ]);
    await store.mailboxes.recount(accountId);
    const [mailboxes, withoutMailbox] = [LICENSED.length, WITHOUT.length + 2];
    const counts = { mailboxes, withoutMailbox, mailboxUnknown: 0 };
    expect(await countsOf(accountId)).toEqual(counts);
    const next = await publish(account, [...USERS, userOf({ mail })]);
    expect(await countsOf(accountId)).toEqual({ ...counts, mailboxes: mailboxes + 1 });
    const records = await Promise.all([runId, next].map((id) => store.runs.byId(id)));
    expect(records.map((run) => run?.mailboxes)).toEqual([mailboxes, mailboxes + 1]);
  });

  test('only a count that differs is announced', async () => {
    const { account } = await publishUsers();
    const { accountId, organizationId } = account;
    const seen: string[] = [];
    const feed = await openChangeFeed(database.connection);
    const stop = feed.subscribe((change: Change | 'missed') => {
      if (change !== 'missed' && change.organizationId === organizationId) seen.push(change.topic);
    });
    await store.mailboxes.recount(accountId);
    await answer(accountId, [[UNKNOWN[0]!.id, 'room']]);
    await store.mailboxes.recount(accountId);
    await store.mailboxes.recount(accountId);
    const notice = {
      accountId,
      organizationId,
      service: 'exchange-online',
      kind: 'protected',
      reason: null,
    } as const;
    await store.notifications.notify({ ...notice, dedupeKey: randomUUID() });
    await expect.poll(() => seen.at(-1)).toBe('notification');
    expect(seen).toEqual(['account', 'notification']);
    stop();
  });

  test('the migration counts the newest publication of an account', async () => {
    const { account } = await publishUsers();
    const { accountId } = account;
    await answer(accountId, [[UNKNOWN[0]!.id, 'room']]);
    const newest = await publish(account, [...USERS, userOf({ mail })]);
    const { db } = database.connection;
    await db.schema.alterTable('syncRuns').dropColumn('mailboxes').execute();
    await db.schema.alterTable('syncRuns').dropColumn('withoutMailbox').execute();
    await MIGRATIONS['0008-mailbox-counts']?.up(db);
    expect(await countsOf(accountId)).toMatchObject({ mailboxes: LICENSED.length + 2 });
    const counted = await store.runs.list(accountId, { limit: 9, before: null });
    const withCounts = counted.filter(({ mailboxes }) => mailboxes !== null);
    expect(withCounts.map(({ runId }) => runId)).toEqual([newest]);
  });
});
