import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Service } from '../domain/services/services.ts';
import type { SkippedItem } from '../domain/directory.ts';
import { type Change, openChangeFeed } from './change-feed.ts';
import type { Lease } from './runs/lease.ts';
import type { Page } from './runs/page.ts';
import { phasesOf } from './runs/phases.ts';
import { DATABASES, groupOf, userOf, viewOf } from './store.fixture.ts';
import { createStore, type Store } from './store.ts';

describe.each(Object.entries(DATABASES))('on %s', (_, open) => {
  let database: Awaited<ReturnType<typeof open>>;
  let store: Store;
  beforeAll(async () => {
    database = await open();
    store = createStore(database.connection.db);
  });
  afterAll(() => database.close());

  async function beginRun(method: 'all' | 'selected' = 'all') {
    const view = viewOf();
    await store.accounts.record(view);
    const run = { ...view, runId: randomUUID(), method };
    await store.runs.begin(run);
    return { ...run, lease: await store.runs.lease(run.runId, 'users') };
  }

  async function publish(lease: Lease, guard = { share: 1, floor: 0 }) {
    const run = await store.runs.byId(lease.runId);
    if (!run) throw new Error('The run must exist');
    return store.directory.publish(lease, run, guard);
  }

  const usersOf = (accountId: string) =>
    database.connection.db
      .selectFrom('directoryUsers')
      .selectAll()
      .where('accountId', '=', accountId)
      .execute();

  async function countsOf(accountId: string) {
    const groups = await database.connection.db
      .selectFrom('directoryGroups')
      .select('groupId')
      .where('accountId', '=', accountId)
      .execute();
    return { users: (await usersOf(accountId)).length, groups: groups.length };
  }

  const shard = { shard: '', step: 0, cursor: null, done: true } as const;
  const ENDS: Page[] = (
    ['users', 'userChanges', 'groups', 'memberships', 'groupChanges'] as const
  ).map((stream) => ({ ...shard, stream }));

  async function readCompletely(lease: Lease, users: ReturnType<typeof userOf>[]): Promise<void> {
    await store.runs.savePages(lease, [{ ...shard, stream: 'users', users }, ...ENDS.slice(1)]);
  }

  /** Another run of the same account. */
  async function beginAgain(first: Awaited<ReturnType<typeof beginRun>>) {
    const runId = randomUUID();
    await store.runs.begin({ ...first, runId });
    return { ...first, runId, lease: await store.runs.lease(runId, 'users') };
  }

  test('the newest view is kept, in whatever order views arrive', async () => {
    const view = viewOf({ revision: 5, state: 'awaitingTargets' });
    await store.accounts.record(view);
    await store.accounts.record({
      ...view,
      revision: 4,
      state: 'verifyingGrant',
      consentStep: 'graph',
    });
    const stored = await store.accounts.find(view.organizationId, view.service);
    expect(stored?.view).toEqual(view);
  });

  test('an organization has one open account per service, and another after a removal', async () => {
    const view = viewOf();
    await store.accounts.record(view);
    const second = viewOf({ organizationId: view.organizationId });
    const late = { ...second, revision: 2 };
    await expect(store.accounts.record(late)).rejects.toThrow(/accounts_one_open/);
    await store.accounts.record({ ...view, revision: 2, state: 'removed' });
    await store.accounts.record(second);
    const open = await store.accounts.find(view.organizationId, view.service);
    expect(open?.view.accountId).toBe(second.accountId);
  });

  test('an account whose workflow is gone is closed when a new one starts', async () => {
    const abandoned = viewOf();
    await store.accounts.record(abandoned);
    const view = viewOf({ organizationId: abandoned.organizationId });
    await store.accounts.record(view);
    const open = await store.accounts.find(view.organizationId, view.service);
    expect(open?.view.accountId).toBe(view.accountId);
  });

  test('only the open account of the same service is closed, and once', async () => {
    const view = viewOf();
    // Vocabulary of the design that has no code yet.
    const service = 'onedrive' as string as Service;
    const ofOther = viewOf({ organizationId: view.organizationId, service });
    await store.accounts.record(ofOther);
    const closed = { ...viewOf(), organizationId: view.organizationId, revision: 2 } as const;
    await store.accounts.record({ ...closed, state: 'removed' });
    const before = await store.accounts.byId(closed.accountId);
    await store.accounts.record(view);
    // The same view once more, because the activity that recorded it was retried.
    await store.accounts.record(view);
    for (const each of [view, ofOther]) {
      const open = await store.accounts.find(view.organizationId, each.service);
      expect(open?.view.accountId).toBe(each.accountId);
    }
    expect(await store.accounts.byId(closed.accountId)).toEqual(before);
  });

  test.each(['removing', 'removed'] as const)(
    'an account that is %s gets nothing new',
    async (state) => {
      const view = viewOf({ state });
      const { accountId, organizationId } = view;
      await store.accounts.record(view);
      const writes = {
        claim: () =>
          store.connections.claimTenant({
            ...view,
            tenantId: randomUUID(),
            tenantName: 'a.example',
          }),
        method: () => store.connections.claimMethod({ ...view, method: 'all' }),
        run: () => store.runs.begin({ ...view, runId: randomUUID(), method: 'all' }),
        canary: () => store.canaryMailboxes.record(accountId, []),
        check: () =>
          store.consents.recordCheck(
            { accountId, organizationId },
            {
              kind: 'graph',
              checkedAt: new Date(),
              nextCheckAt: new Date(),
              missing: [],
              diagnosis: null,
            },
          ),
      };
      for (const [what, write] of Object.entries(writes)) {
        await expect(write(), what).rejects.toMatchObject({ type: 'WrongState' });
      }
    },
  );

  test('a state is used up once, by one of twenty concurrent callers', async () => {
    const attempt = newAttempt();
    await store.consents.begin(attempt);
    const calls = Array.from({ length: 20 }, () =>
      store.consents.takeState('signIn', attempt.stateHash),
    );
    const results = await Promise.allSettled(calls);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toMatchObject({ type: 'AttemptReplayed' });
  });

  test('a state is valid for its own callback, until it expires', async () => {
    const attempt = newAttempt();
    await store.consents.begin(attempt);
    // Nobody has signed in.
    const early = store.consents.sendToConsent(attempt.attemptId, randomUUID(), attempt.expiresAt);
    await expect(early).rejects.toMatchObject({ type: 'AttemptUnknown' });
    await expect(store.consents.takeState('consent', attempt.stateHash)).rejects.toMatchObject({
      type: 'AttemptUnknown',
    });
    const old = newAttempt(new Date(Date.now() - 1));
    await store.consents.begin(old);
    await expect(store.consents.takeState('signIn', old.stateHash)).rejects.toMatchObject({
      type: 'AttemptExpired',
    });
  });

  test('pages and their checkpoints are stored together, and only under the newest lease', async () => {
    const { lease, runId } = await beginRun();
    const page = { ...shard, stream: 'users', shard: 'a', done: false } as const;
    await store.runs.savePages(lease, [
      { ...page, cursor: { next: 'a' }, users: [userOf()] },
      { ...page, cursor: { next: 'b' }, users: [userOf(), userOf()] },
      { ...page, shard: 'z', cursor: { next: 'y' }, users: [userOf()] },
    ]);
    const stored = [
      { shard: 'a', cursor: { next: 'b' }, done: false, items: 3, skipped: 0 },
      { shard: 'z', cursor: { next: 'y' }, done: false, items: 1, skipped: 0 },
    ];
    expect(await store.runs.checkpoints(runId, 'users')).toEqual(stored);
    await store.runs.lease(runId, 'users');
    const late = { ...page, cursor: { next: 'c' }, done: true, users: [userOf()] };
    await expect(store.runs.savePages(lease, [late])).rejects.toMatchObject({ type: 'LeaseLost' });
    expect(await store.runs.checkpoints(runId, 'users')).toEqual(stored);
    expect(await store.runs.byId(runId)).toMatchObject({ users: 4, pages: 3 });
  });

  test('whoever has lost a run, or ended it, changes nothing of it', async () => {
    const { lease: older, runId } = await beginRun();
    const planned = [{ ...shard, stream: 'users', shard: 'a', done: false } as const];
    const writesOf = (lease: Lease): Record<string, () => Promise<unknown>> => ({
      savePages: () => store.runs.savePages(lease, planned),
      plan: () => store.runs.plan(lease, [], planned),
      enterGroups: () => store.runs.enterGroups(lease),
      readListAgain: () => store.runs.readListAgain(lease, 'users', 'a'),
      count: () => store.runs.count(lease, 'doubts'),
      endDoubt: () => store.runs.endDoubt(lease),
      restart: () => store.runs.restart(lease, ['users']),
      readInFull: () => store.runs.readInFull(lease, 'users', 'linkRefused'),
      expectUsers: () => store.runs.expectUsers(lease, 7),
      wait: () => store.runs.wait(lease, new Date(), 'MicrosoftThrottled'),
    });
    const stored = async () => [
      await store.runs.byId(runId),
      await store.runs.checkpoints(runId, 'users'),
    ];
    const refusesAll = async (lease: Lease) => {
      const before = await stored();
      for (const [what, write] of Object.entries(writesOf(lease))) {
        await expect(write(), what).rejects.toMatchObject({ type: 'LeaseLost' });
      }
      expect(await stored()).toEqual(before);
    };
    const newest = await store.runs.lease(runId, 'users');
    await refusesAll(older);
    await readCompletely(newest, [userOf()]);
    await publish(newest);
    await refusesAll(newest);
    await store.runs.end(runId, 'cancelled');
    await store.runs.allowHeldRemovals(runId);
    expect(await store.runs.byId(runId)).toMatchObject({
      outcome: 'published',
      heldRemovalsAllowed: false,
    });
    await expect(store.runs.lease(runId, 'users')).rejects.toMatchObject({ type: 'LeaseLost' });
  });

  test('a directory is published as a whole, with counts of what was added, changed and removed', async () => {
    const first = await beginRun();
    const [kept, changed, gone] = [userOf(), userOf(), userOf()];
    await readCompletely(first.lease, [kept, changed, gone]);
    expect(await publish(first.lease)).toEqual({ held: false, users: 3, groups: 0, sites: 0 });

    const { lease, runId } = await beginAgain(first);
    const renamed = { ...changed, displayName: 'New name' };
    await readCompletely(lease, [kept, renamed, userOf()]);
    await publish(lease);
    expect(await store.runs.byId(runId)).toMatchObject({ added: 1, changed: 1, removed: 1 });
    const rows = await usersOf(first.accountId);
    expect(rows.map((row) => row.userId)).not.toContain(gone.id);
    const row = rows.find(({ userId }) => userId === changed.id);
    expect(row).toMatchObject({
      displayName: 'New name',
      proxyAddresses: changed.proxyAddresses,
    });
  });

  test('an incomplete run publishes nothing and removes no one', async () => {
    const first = await beginRun();
    await readCompletely(first.lease, [userOf(), userOf()]);
    await publish(first.lease);
    const { lease } = await beginAgain(first);
    const shards = ['a', 'b'].map((name) => ({ ...shard, stream: 'users', shard: name }) as const);
    await store.runs.savePages(lease, ENDS.slice(1));
    await store.runs.plan(
      lease,
      [],
      shards.map((each) => ({ ...each, done: false })),
    );
    await store.runs.savePages(lease, shards.slice(0, 1));
    await expect(publish(lease)).rejects.toMatchObject({ type: 'IncompleteRun' });
    expect(await countsOf(first.accountId)).toEqual({ users: 2, groups: 0 });
  });

  test('a name may contain any text and is returned unchanged', async () => {
    const { lease, accountId } = await beginRun();
    const names = ['\u202Egnp.exe\' "\\u0000', 'a\tb\nc\rd\\.', String.raw`\N`, '', '{"a","b\\"}'];
    const users = names.map((name) => userOf({ displayName: name, proxyAddresses: [name, name] }));
    await readCompletely(lease, [...users, userOf({ displayName: 'a\0b' })]);
    await publish(lease);
    const rows = await usersOf(accountId);
    for (const { id, displayName, proxyAddresses } of users) {
      expect(rows.find(({ userId }) => userId === id)).toMatchObject({
        displayName,
        proxyAddresses,
      });
    }
    expect(rows.map((row) => row.displayName)).toContain('ab');
  });

  test('an item may be staged twice, and the row with the higher step counts', async () => {
    const { lease, accountId } = await beginRun();
    const [twice, renamed, left, back] = [userOf(), userOf(), userOf(), userOf()];
    await readCompletely(lease, [twice, renamed, left, back, twice]);
    const page = { ...shard, stream: 'userChanges' } as const;
    await store.runs.savePages(lease, [
      { ...page, step: 2, removedUserIds: [left.id], users: [back] },
      {
        ...page,
        step: 1,
        removedUserIds: [back.id],
        users: [{ ...renamed, displayName: 'Later' }],
      },
    ]);
    expect(await publish(lease)).toMatchObject({ users: 3 });
    const rows = await usersOf(accountId);
    expect(rows.map(({ userId }) => userId).toSorted()).toEqual(
      [twice.id, renamed.id, back.id].toSorted(),
    );
    expect(rows.find(({ userId }) => userId === renamed.id)?.displayName).toBe('Later');
  });

  test('users and groups removed while a list is read are not published, nor are their memberships', async () => {
    const { lease, accountId } = await beginRun();
    const [user, leaver] = [userOf(), userOf()];
    const [group, closed] = [groupOf(), groupOf()];
    const membership = (groupId: string, memberId: string) =>
      ({ groupId, memberId, memberKind: 'user' }) as const;
    await readCompletely(lease, [user, leaver]);
    await store.runs.savePages(lease, [
      { ...shard, stream: 'groups', groups: [group, closed] },
      {
        ...shard,
        stream: 'memberships',
        memberships: [
          membership(group.id, user.id),
          membership(group.id, leaver.id),
          membership(closed.id, user.id),
        ],
      },
      { ...shard, stream: 'groupChanges', step: 1, removedGroupIds: [closed.id] },
      { ...shard, stream: 'userChanges', step: 1, removedUserIds: [leaver.id] },
    ]);
    await publish(lease);
    expect(await countsOf(accountId)).toEqual({ users: 1, groups: 1 });
    expect((await store.runs.byId(lease.runId))?.memberships).toBe(1);
  });

  describe('a later run', () => {
    const LINK = { link: 'd', pages: 1, total: null, delta: 'd' };
    const deltaPage = (stream: 'userChanges' | 'groupChanges') => ({
      ...shard,
      stream,
      step: 1,
      cursor: LINK,
    });

    async function published(size: number) {
      const first = await beginRun();
      const users = Array.from({ length: size }, () => userOf());
      await readCompletely(first.lease, users);
      await store.runs.savePages(first.lease, [
        deltaPage('userChanges'),
        deltaPage('groupChanges'),
      ]);
      await publish(first.lease);
      return { first, users };
    }

    test('reads only changes, and removes only users reported as removed', async () => {
      const { first, users } = await published(5);
      expect(await store.directory.cursor(first.accountId, 'users')).toBe('d');
      const { lease, runId } = await beginAgain(first);
      const [leaver, renamed] = users;
      await store.runs.savePages(lease, [
        {
          ...deltaPage('userChanges'),
          cursor: { ...LINK, delta: 'e' },
          users: [{ ...renamed!, displayName: 'Later' }, userOf()],
          removedUserIds: [leaver!.id],
        },
        deltaPage('groupChanges'),
      ]);
      expect(await publish(lease)).toMatchObject({ users: 5 });
      expect(await store.runs.byId(runId)).toMatchObject({
        usersRead: 'delta',
        groupsRead: 'delta',
        fullReason: null,
        added: 1,
        changed: 1,
        removed: 1,
      });
      expect(await store.directory.cursor(first.accountId, 'users')).toBe('e');
      const ids = (await usersOf(first.accountId)).map((row) => row.userId);
      expect(ids).not.toContain(leaver!.id);
    });

    test('removes a deleted user from groups, and restores the memberships with the user', async () => {
      const { first, users } = await published(3);
      const [leaver, stayer] = users;
      const group = groupOf();
      const memberships = [leaver!, stayer!].map(({ id }) => ({
        groupId: group.id,
        memberId: id,
        memberKind: 'user' as const,
      }));
      const membersAfter = async (pages: Page[]) => {
        const { lease } = await beginAgain(first);
        await store.runs.savePages(lease, [
          deltaPage('userChanges'),
          deltaPage('groupChanges'),
          ...pages,
        ]);
        await publish(lease);
        const rows = await store.published.groups(first.accountId, {
          search: '',
          offset: 0,
          limit: 1,
        });
        return rows.groups[0]?.members;
      };
      expect(
        await membersAfter([{ ...deltaPage('groupChanges'), groups: [group], memberships }]),
      ).toBe(2);
      const gone = { ...deltaPage('userChanges'), removedUserIds: [leaver!.id] };
      expect(await membersAfter([gone])).toBe(1);
      const back = { ...deltaPage('userChanges'), users: [leaver!] };
      expect(await membersAfter([back])).toBe(2);
      expect(await membersAfter([gone])).toBe(1);
      const left = { ...deltaPage('groupChanges'), removedMemberships: memberships.slice(0, 1) };
      expect(await membersAfter([left])).toBe(1);
      expect(await membersAfter([back])).toBe(1);
    });

    test('reads users in full if necessary, stores why, and removes missing users', async () => {
      const { first, users } = await published(5);
      const { lease, runId } = await beginAgain(first);
      await store.runs.savePages(lease, [{ ...deltaPage('userChanges'), users: [userOf()] }]);
      await store.runs.readInFull(lease, 'users', 'tokenExpired');
      expect(await store.runs.checkpoints(runId, 'userChanges')).toEqual([]);
      await store.runs.savePages(lease, [
        { ...shard, stream: 'users', users: users.slice(1) },
        deltaPage('userChanges'),
        deltaPage('groupChanges'),
      ]);
      expect(await publish(lease)).toMatchObject({ users: 4 });
      expect(await store.runs.byId(runId)).toMatchObject({
        usersRead: 'full',
        groupsRead: 'delta',
        fullReason: 'tokenExpired',
        removed: 1,
      });
    });

    test('with an item that could not be read removes no one for being missing', async () => {
      const { first, users } = await published(5);
      const { lease, runId } = await beginAgain(first);
      await store.runs.readInFull(lease, 'users', 'tokenExpired');
      const skipped = [
        { kind: 'user', id: users[0]!.id, properties: ['userPrincipalName'] },
      ] as const;
      await store.runs.savePages(lease, [
        { ...shard, stream: 'users', users: users.slice(1), skipped },
        deltaPage('userChanges'),
        deltaPage('groupChanges'),
      ]);
      expect(await publish(lease)).toMatchObject({ users: 5 });
      expect(await store.runs.byId(runId)).toMatchObject({
        skipped: 1,
        skippedItems: skipped,
        removed: 0,
      });
    });

    test('reads in full after a run that skipped items, but not every day for that reason alone', async () => {
      const { first, users } = await published(5);
      const whole = { usersRead: 'full', groupsRead: 'full', fullReason: 'skipped' };
      const changes = { usersRead: 'delta', groupsRead: 'delta', fullReason: null };
      const skipped = [{ kind: 'user', id: users[0]!.id, properties: ['mail'] }] as const;
      const again = async (page: Partial<Page>) => {
        const { lease, runId } = await beginAgain(first);
        const run = await store.runs.byId(runId);
        if (run?.fullReason === 'skipped') await readCompletely(lease, users.slice(1));
        await store.runs.savePages(lease, [
          { ...deltaPage('userChanges'), ...page },
          deltaPage('groupChanges'),
        ]);
        await publish(lease);
        return run;
      };
      expect(await again({ skipped })).toMatchObject(changes);
      expect(await again({ skipped })).toMatchObject(whole);
      expect(await again({})).toMatchObject(changes);
      expect(await again({})).toMatchObject(changes);
      await database.connection.db
        .updateTable('syncRuns')
        .set({ startedAt: sql`started_at - interval '8 days'` })
        .where('accountId', '=', first.accountId)
        .execute();
      expect(await again({})).toMatchObject(whole);
      expect(await again({})).toMatchObject(changes);
    });

    test('that would remove too much is held, lists the removals, and publishes nothing until allowed', async () => {
      const { first, users } = await published(20);
      const { lease, runId } = await beginAgain(first);
      const leavers = users.slice(0, 5);
      const removedUserIds = leavers.map(({ id }) => id);
      await store.runs.savePages(lease, [
        { ...deltaPage('userChanges'), removedUserIds, cursor: { ...LINK, delta: 'e' } },
        deltaPage('groupChanges'),
      ]);
      const guard = { share: 0.2, floor: 4 };
      expect(await publish(lease, guard)).toEqual({ held: true, users: 5, groups: 0, sites: 0 });
      expect(await countsOf(first.accountId)).toEqual({ users: 20, groups: 0 });
      expect(await store.directory.cursor(first.accountId, 'users')).toBe('d');
      expect(await store.runs.byId(runId)).toMatchObject({ outcome: 'running', heldUsers: 5 });
      const { total, heldRemovals } = await store.runs.heldRemovals(runId, { limit: 3, offset: 0 });
      expect(total).toBe(5);
      expect(heldRemovals).toHaveLength(3);
      for (const { kind, objectId, address } of heldRemovals) {
        const user = users.find(({ id }) => id === objectId);
        expect({ kind, address }).toEqual({ kind: 'user', address: user?.userPrincipalName });
      }
      await store.runs.allowHeldRemovals(runId);
      const again = await store.runs.lease(runId, 'publishing');
      expect(await publish(again, guard)).toEqual({ held: false, users: 15, groups: 0, sites: 0 });
      expect((await store.runs.heldRemovals(runId, { limit: 3, offset: 0 })).total).toBe(0);
    });

    test.each([
      ['no more than the share of the guard', { share: 0.25, floor: 0 }],
      ['no more than the floor of the guard', { share: 0.01, floor: 5 }],
    ])('that removes %s is published immediately', async (_name, guard) => {
      const { first, users } = await published(20);
      const { lease } = await beginAgain(first);
      const removedUserIds = users.slice(0, 5).map(({ id }) => id);
      await store.runs.savePages(lease, [
        { ...deltaPage('userChanges'), removedUserIds },
        deltaPage('groupChanges'),
      ]);
      expect(await publish(lease, guard)).toEqual({ held: false, users: 15, groups: 0, sites: 0 });
    });
  });

  test('a restarted stream discards its staged rows, a restarted shard only its checkpoint', async () => {
    const { lease, runId } = await beginRun();
    const users = [userOf()];
    const page = { ...shard, stream: 'users', cursor: 'x', done: false, users } as const;
    const other = { ...shard, stream: 'groups', shard: 'a', cursor: 'y' } as const;
    await store.runs.savePages(lease, [page, { ...page, shard: 'a' }, other]);
    const [, a] = await store.runs.checkpoints(runId, 'users');
    await store.runs.restartShard(lease, 'users', a!);
    expect(await store.runs.checkpoints(runId, 'users')).toEqual([
      { shard: '', cursor: 'x', done: false, items: 1, skipped: 0 },
      { shard: 'a', cursor: null, done: false, items: 0, skipped: 0 },
    ]);
    expect(await store.runs.byId(runId)).toMatchObject({ users: 1, restarts: 1 });
    await store.runs.restart(lease, ['users', 'userChanges']);
    expect(await store.runs.checkpoints(runId, 'users')).toEqual([]);
    expect(await store.runs.byId(runId)).toMatchObject({ users: 0, restarts: 2 });
    expect(await store.runs.checkpoints(runId, 'groups')).toMatchObject([{ cursor: 'y' }]);
  });

  test('what was skipped is forgotten when its list is read anew', async () => {
    const { lease, runId } = await beginRun();
    const skippedOf = (kind: SkippedItem['kind']) =>
      [{ kind, id: userOf().id, properties: ['mail'] }] as const;
    const [user, other, group] = [skippedOf('user'), skippedOf('user'), skippedOf('group')];
    await store.runs.savePages(lease, [
      { ...shard, stream: 'users', shard: 'a', skipped: user },
      { ...shard, stream: 'users', shard: 'b', skipped: other },
      { ...shard, stream: 'groups', skipped: group },
    ]);
    const skipped = async () => {
      const run = await store.runs.byId(runId);
      return [run?.skipped, run?.skippedItems.map(({ id }) => id)];
    };
    expect(await skipped()).toEqual([3, [user[0].id, other[0].id, group[0].id]]);
    const [a] = await store.runs.checkpoints(runId, 'users');
    await store.runs.restartShard(lease, 'users', a!);
    expect(await skipped()).toEqual([2, [other[0].id, group[0].id]]);
    await store.runs.restart(lease, ['users', 'userChanges']);
    expect(await skipped()).toEqual([1, [group[0].id]]);
    await store.runs.readInFull(lease, 'groups', 'linkRefused');
    expect(await skipped()).toEqual([0, []]);
  });

  test('a cancelled run accepts no more pages', async () => {
    const { lease, accountId } = await beginRun();
    await store.runs.cancelAll(accountId);
    const page = { ...shard, stream: 'users', users: [userOf()] } as const;
    await expect(store.runs.savePages(lease, [page])).rejects.toMatchObject({ type: 'LeaseLost' });
  });

  test('a mailbox whose kind the licence does not determine is asked about once, and again after a change', async () => {
    const first = await beginRun();
    const room = userOf({ mailbox: false, accountEnabled: false, mail: 'room@contoso.example' });
    const person = userOf({ mail: 'ada@contoso.example' });
    await readCompletely(first.lease, [room, person, userOf({ mailbox: false })]);
    await publish(first.lease);
    const { accountId } = first;
    expect(await store.mailboxes.open(accountId, null, 10)).toEqual([room.id]);
    await store.mailboxes.save(accountId, [
      { userId: room.id, refused: false, kind: 'room' },
      { userId: randomUUID(), refused: false, kind: 'user' },
    ]);
    expect(await store.mailboxes.open(accountId, null, 10)).toEqual([]);
    const { users } = await store.published.users(accountId, { search: '', offset: 0, limit: 10 });
    const kinds = new Map(
      users.map(({ id, mailboxKind, mailboxKnown }) => [id, { mailboxKind, mailboxKnown }]),
    );
    expect(kinds.get(room.id)).toEqual({ mailboxKind: 'room', mailboxKnown: true });
    expect(kinds.get(person.id)).toEqual({ mailboxKind: 'user', mailboxKnown: true });
    const { lease } = await beginAgain(first);
    await readCompletely(lease, [{ ...room, displayName: 'Other' }, person]);
    await publish(lease);
    expect(await store.mailboxes.open(accountId, null, 10)).toEqual([room.id]);
  });

  test('an event creates one notification, which each person marks as read separately', async () => {
    const { organizationId, accountId } = viewOf();
    const notice = {
      organizationId,
      accountId,
      service: 'exchange-online',
      kind: 'protected',
      reason: null,
    } as const;
    const dedupeKey = randomUUID();
    await store.notifications.notify({ ...notice, dedupeKey });
    await store.notifications.notify({ ...notice, dedupeKey });
    await store.notifications.markRead(organizationId, 'ada');
    const ada = await store.notifications.list(organizationId, 'ada', 10);
    const bob = await store.notifications.list(organizationId, 'bob', 10);
    expect(ada).toMatchObject([{ message: 'Exchange Online protected.' }]);
    expect(ada[0]?.readAt).not.toBeNull();
    expect(bob[0]?.readAt).toBeNull();
  });

  test('all unread notifications are counted, and older ones are read in pages', async () => {
    const { organizationId, accountId } = viewOf();
    const notice = {
      organizationId,
      accountId,
      service: 'exchange-online',
      kind: 'recovered',
      reason: null,
    } as const;
    for (let incident = 0; incident < 7; incident += 1) {
      await store.notifications.notify({ ...notice, dedupeKey: `${accountId}/${incident}` });
    }
    // All at the same instant: their order must still be total.
    await database.connection.db
      .updateTable('notifications')
      .set({ createdAt: new Date() })
      .where('organizationId', '=', organizationId)
      .execute();
    expect(await store.notifications.unread(organizationId, 'ada')).toBe(7);
    const ids = async (limit: number, before?: string) =>
      (await store.notifications.list(organizationId, 'ada', limit, before)).map(
        (row) => row.notificationId,
      );
    const all = await ids(10);
    expect(new Set(all).size).toBe(7);
    expect([...(await ids(3)), ...(await ids(10, all[2]))]).toEqual(all);
    const foreign = await store.notifications.list(randomUUID(), 'ada', 10, all[2]);
    expect(foreign).toEqual([]);
    await store.notifications.markRead(organizationId, 'ada');
    expect(await store.notifications.unread(organizationId, 'ada')).toBe(0);
    expect(await store.notifications.unread(organizationId, 'bob')).toBe(7);
  });

  const newLink = ({ accountId, organizationId, service }: ReturnType<typeof viewOf>) => ({
    accountId,
    organizationId,
    service,
    kind: 'exchange' as const,
    linkId: randomUUID(),
    secretHash: randomUUID(),
    createdBy: { id: 'ada', name: 'Ada', email: 'ada@provost.example' },
    expiresAt: new Date(Date.now() + 60_000),
  });

  test('a link can be used once, until it expires, and while it is the newest of its step', async () => {
    const view = viewOf();
    await store.accounts.record(view);
    const [used, graph] = [newLink(view), { ...newLink(view), kind: 'graph' as const }];
    await store.consentLinks.create(used);
    await store.consentLinks.create(graph);
    await store.consentLinks.take(used.secretHash);
    const again = store.consentLinks.take(used.secretHash);
    await expect(again).rejects.toMatchObject({ type: 'LinkUsed' });
    const expired = { ...newLink(view), expiresAt: new Date() };
    await store.consentLinks.create(expired);
    const late = store.consentLinks.take(expired.secretHash);
    await expect(late).rejects.toMatchObject({ type: 'LinkExpired' });
    // The link of the other step is still good.
    await store.consentLinks.take(graph.secretHash);
    const unknown = store.consentLinks.take(randomUUID());
    await expect(unknown).rejects.toMatchObject({ type: 'LinkUnknown' });
  });

  test('a link whose use failed can be used again, unless a newer one was created', async () => {
    const view = viewOf();
    await store.accounts.record(view);
    const create = async () => {
      const link = newLink(view);
      await store.consentLinks.create(link);
      return link.secretHash;
    };
    const older = await create();
    await store.consentLinks.giveBack(await store.consentLinks.take(older));
    const link = await store.consentLinks.take(older);
    await create();
    const voided = await store.consentLinks.bySecret(older);
    await create();
    expect((await store.consentLinks.bySecret(older))?.voidAt).toEqual(voided?.voidAt);
    await store.consentLinks.giveBack(link);
    await expect(store.consentLinks.take(older)).rejects.toMatchObject({ type: 'LinkVoid' });
    await store.accounts.record({ ...view, revision: 2, state: 'removing' });
    await expect(create()).rejects.toMatchObject({ type: 'WrongState' });
  });

  test('a phase keeps its start time when the run is taken over', async () => {
    const { runId } = await beginRun();
    const first = await store.runs.byId(runId);
    await store.runs.lease(runId, 'users');
    expect((await store.runs.byId(runId))?.usersAt).toEqual(first?.usersAt);
    await store.runs.lease(runId, 'groups');
    const later = await store.runs.byId(runId);
    expect(later && phasesOf(later)).toEqual([
      { phase: 'users', startedAt: first?.usersAt, endedAt: later?.groupsAt },
      { phase: 'groups', startedAt: later?.groupsAt, endedAt: null },
    ]);
  });

  test('a search returns the same page for few and for many matches', async () => {
    const { lease, accountId } = await beginRun();
    const users = Array.from({ length: 20_100 }, (_, index) =>
      userOf({ userPrincipalName: `u${String(index).padStart(6, '0')}@contoso.example` }),
    );
    await readCompletely(lease, users);
    await publish(lease);
    const find = async (search: string, offset: number) => {
      const page = await store.published.users(accountId, { search, offset, limit: 3 });
      return [page.total, ...page.users.map((user) => user.userPrincipalName.slice(0, 7))];
    };
    expect(await find('', 20_098)).toEqual([20_100, 'u020098', 'u020099']);
    expect(await find('contoso', 20_098)).toEqual([20_100, 'u020098', 'u020099']);
    expect(await find('u0199', 98)).toEqual([100, 'u019998', 'u019999']);
  });

  test('listeners receive a change', async () => {
    const feed = await openChangeFeed(database.connection);
    const view = viewOf();
    const heard = new Promise<Change | 'missed'>((resolve) => {
      feed.subscribe((change) => {
        if (change !== 'missed' && change.organizationId === view.organizationId) resolve(change);
      });
    });
    await store.accounts.record(view);
    expect(await heard).toEqual({ organizationId: view.organizationId, topic: 'account' });
  });

  function newAttempt(expiresAt = new Date(Date.now() + 60_000)) {
    return {
      attemptId: randomUUID(),
      accountId: randomUUID(),
      organizationId: 'contoso',
      service: 'exchange-online',
      kind: 'exchange',
      stateHash: randomUUID(),
      createdBy: { id: 'ada', name: 'ada@provost.example' },
      expiresAt,
    } as const;
  }
});
