import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Change } from './change-feed.ts';
import { openChangeFeed } from './change-feed.ts';
import { type Lease, phasesOf } from './runs.ts';
import { DATABASES, userOf, viewOf } from './store.fixture.ts';
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

  async function publish(lease: Lease) {
    const run = await store.runs.byId(lease.runId);
    if (!run) throw new Error('The run is there');
    return store.directory.publish(lease, run);
  }

  async function readCompletely(lease: Lease, users: ReturnType<typeof userOf>[]): Promise<void> {
    await store.runs.savePage(lease, { stream: 'users', cursor: null, done: true, users });
    await store.runs.savePage(lease, { stream: 'groups', cursor: null, done: true });
    await store.runs.savePage(lease, { stream: 'memberships', cursor: null, done: true });
  }

  test('the newest view is kept, whatever order they come in', async () => {
    const view = viewOf({ revision: 5, state: 'awaitingTargets' });
    await store.accounts.record(view);
    await store.accounts.record({ ...view, revision: 4, state: 'verifyingGraphGrant' });
    const stored = await store.accounts.find(view.organizationId, view.service);
    expect(stored?.view).toEqual(view);
  });

  test('an organization has one open account a service, and another after a removal', async () => {
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

  test('an account whose workflow is gone makes way for a new one', async () => {
    const abandoned = viewOf();
    await store.accounts.record(abandoned);
    const view = viewOf({ organizationId: abandoned.organizationId });
    await store.accounts.record(view);
    const open = await store.accounts.find(view.organizationId, view.service);
    expect(open?.view.accountId).toBe(view.accountId);
  });

  test('a tenant belongs to one organization until it is released', async () => {
    const tenantId = randomUUID();
    const [first, second] = [viewOf(), viewOf()];
    const claim = (view: typeof first) =>
      store.accounts.claimTenant({ ...view, tenantId, tenantName: 'contoso.example' });
    await claim(first);
    await claim(first);
    await expect(claim(second)).rejects.toMatchObject({ type: 'TenantTaken' });
    await store.accounts.releaseTenant(first.accountId);
    await claim(second);
  });

  test('of many organizations at once one gets the tenant', async () => {
    const tenantId = randomUUID();
    const claims = Array.from({ length: 10 }, () =>
      store.accounts.claimTenant({ ...viewOf(), tenantId, tenantName: 'contoso.example' }),
    );
    const results = await Promise.allSettled(claims);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('another tenant replaces the one that an account held', async () => {
    const view = viewOf();
    const [first, second] = [randomUUID(), randomUUID()];
    await store.accounts.claimTenant({ ...view, tenantId: first, tenantName: 'a.example' });
    await store.accounts.claimTenant({ ...view, tenantId: second, tenantName: 'b.example' });
    await store.accounts.claimTenant({ ...viewOf(), tenantId: first, tenantName: 'a.example' });
  });

  test('a claim that comes behind the removal is refused', async () => {
    const view = viewOf({ state: 'removing' });
    await store.accounts.record(view);
    const claim = { ...view, tenantId: randomUUID(), tenantName: 'a.example' };
    await expect(store.accounts.claimTenant(claim)).rejects.toMatchObject({ type: 'WrongState' });
  });

  test('a state is used up once, by one of twenty callers', async () => {
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

  test('a state is good for its own leg, until it expires', async () => {
    const attempt = newAttempt();
    await store.consents.begin(attempt);
    await expect(store.consents.takeState('consent', attempt.stateHash)).rejects.toMatchObject({
      type: 'AttemptUnknown',
    });
    const old = newAttempt(new Date(Date.now() - 1));
    await store.consents.begin(old);
    await expect(store.consents.takeState('signIn', old.stateHash)).rejects.toMatchObject({
      type: 'AttemptExpired',
    });
  });

  test('a page and its checkpoint are stored together, and only under the newest lease', async () => {
    const { lease, runId } = await beginRun();
    const users = [userOf(), userOf()];
    await store.runs.savePage(lease, {
      stream: 'users',
      cursor: { next: 'a' },
      done: false,
      users,
    });
    expect(await store.runs.checkpoint(runId, 'users')).toEqual({
      cursor: { next: 'a' },
      done: false,
    });
    await store.runs.lease(runId, 'users');
    const late = { stream: 'users', cursor: { next: 'b' }, done: true, users: [userOf()] } as const;
    await expect(store.runs.savePage(lease, late)).rejects.toMatchObject({ type: 'LeaseLost' });
    expect(await store.runs.checkpoint(runId, 'users')).toEqual({
      cursor: { next: 'a' },
      done: false,
    });
    expect((await store.runs.byId(runId))?.users).toBe(2);
  });

  test('a directory is published whole, with what was added, changed and removed', async () => {
    const first = await beginRun();
    const [kept, changed, gone] = [userOf(), userOf(), userOf()];
    await readCompletely(first.lease, [kept, changed, gone]);
    expect(await publish(first.lease)).toEqual({ users: 3, groups: 0 });

    const runId = randomUUID();
    await store.runs.begin({ ...first, runId });
    const lease = await store.runs.lease(runId, 'users');
    const renamed = { ...changed, displayName: 'New name' };
    await readCompletely(lease, [kept, renamed, userOf()]);
    await publish(lease);
    expect(await store.runs.byId(runId)).toMatchObject({ added: 1, changed: 1, removed: 1 });
    const rows = await store.directory.users(first.accountId, '', 10);
    expect(rows.map((row) => row.user_id)).not.toContain(gone.id);
    const row = rows.find(({ user_id }) => user_id === changed.id);
    expect(row).toMatchObject({
      display_name: 'New name',
      proxy_addresses: changed.proxyAddresses,
    });
  });

  test('an incomplete run publishes nothing and removes nobody', async () => {
    const first = await beginRun();
    await readCompletely(first.lease, [userOf(), userOf()]);
    await publish(first.lease);
    const runId = randomUUID();
    await store.runs.begin({ ...first, runId });
    const lease = await store.runs.lease(runId, 'users');
    await store.runs.savePage(lease, { stream: 'users', cursor: null, done: false, users: [] });
    await expect(publish(lease)).rejects.toMatchObject({ type: 'IncompleteRun' });
    expect(await store.directory.count(first.accountId)).toEqual({ users: 2, groups: 0 });
  });

  test('a page may repeat a user, and a name may hold anything', async () => {
    const { lease } = await beginRun();
    const user = userOf({ displayName: 'a\0b' });
    const later = { ...user, displayName: '\u202Egnp.exe\' "\\u0000' };
    await readCompletely(lease, [user, later]);
    await publish(lease);
    const run = await store.runs.byId(lease.runId);
    const [row] = await store.directory.users(run?.account_id ?? '', '', 10);
    expect(row?.display_name).toBe(later.displayName);
  });

  test('what is removed while a list is read leaves the staging, memberships too', async () => {
    const { lease, accountId } = await beginRun();
    const user = userOf();
    const group = { id: randomUUID(), displayName: 'Sales', mail: null };
    const membership = { groupId: group.id, memberId: user.id, memberKind: 'user' } as const;
    await store.runs.savePage(lease, { stream: 'users', cursor: null, done: true, users: [user] });
    const memberships = [membership];
    await store.runs.savePage(lease, {
      stream: 'groups',
      cursor: null,
      done: true,
      groups: [group],
    });
    await store.runs.savePage(lease, {
      stream: 'memberships',
      cursor: null,
      done: true,
      memberships,
    });
    const removedGroupIds = [group.id];
    await store.runs.savePage(lease, {
      stream: 'groups',
      cursor: null,
      done: true,
      removedGroupIds,
    });
    await publish(lease);
    expect(await store.directory.count(accountId)).toEqual({ users: 1, groups: 0 });
    expect((await store.runs.byId(lease.runId))?.memberships).toBe(0);
  });

  test('a stream that is begun anew forgets what it had staged', async () => {
    const { lease, runId } = await beginRun();
    const users = [userOf()];
    await store.runs.savePage(lease, { stream: 'users', cursor: 'x', done: false, users });
    await store.runs.restart(lease, ['users']);
    expect(await store.runs.checkpoint(runId, 'users')).toBeNull();
    expect(await store.runs.byId(runId)).toMatchObject({ users: 0, restarts: 1 });
  });

  test('a cancelled run takes no more pages', async () => {
    const { lease, accountId } = await beginRun();
    await store.runs.cancelAll(accountId);
    const page = { stream: 'users', cursor: null, done: true, users: [userOf()] } as const;
    await expect(store.runs.savePage(lease, page)).rejects.toMatchObject({ type: 'LeaseLost' });
  });

  test('an event is told once, and read by each person alone', async () => {
    const { organizationId, accountId } = viewOf();
    const notice = { organizationId, accountId, kind: 'protected', reason: null } as const;
    const dedupeKey = randomUUID();
    await store.notifications.notify({ ...notice, dedupeKey });
    await store.notifications.notify({ ...notice, dedupeKey });
    await store.notifications.markRead(organizationId, 'ada');
    const ada = await store.notifications.list(organizationId, 'ada', 10);
    const bob = await store.notifications.list(organizationId, 'bob', 10);
    expect(ada).toMatchObject([{ message: 'Exchange Online protected.' }]);
    expect(ada[0]?.read_at).not.toBeNull();
    expect(bob[0]?.read_at).toBeNull();
  });

  test('what is unread is counted whole, and older notifications come by pages', async () => {
    const { organizationId, accountId } = viewOf();
    const notice = { organizationId, accountId, kind: 'recovered', reason: null } as const;
    for (let incident = 0; incident < 7; incident += 1) {
      await store.notifications.notify({ ...notice, dedupeKey: `${accountId}/${incident}` });
    }
    // As many at one instant as a busy moment brings: the order must still be a whole one.
    await database.connection.db
      .updateTable('notifications')
      .set({ created_at: new Date() })
      .where('organization_id', '=', organizationId)
      .execute();
    expect(await store.notifications.unread(organizationId, 'ada')).toBe(7);
    const ids = async (limit: number, before?: string) =>
      (await store.notifications.list(organizationId, 'ada', limit, before)).map(
        (row) => row.notification_id,
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

  test('a link whose use came to nothing is good again, unless a newer one was made', async () => {
    const view = viewOf();
    await store.accounts.record(view);
    const create = async () => {
      const secretHash = randomUUID();
      const { accountId, organizationId, service } = view;
      const createdBy = { id: 'ada', name: 'Ada', email: 'ada@provost.example' };
      const expiresAt = new Date(Date.now() + 60_000);
      const of = { accountId, organizationId, service, kind: 'exchange' } as const;
      await store.consentLinks.create({
        ...of,
        linkId: randomUUID(),
        secretHash,
        createdBy,
        expiresAt,
      });
      return secretHash;
    };
    const older = await create();
    await store.consentLinks.giveBack(await store.consentLinks.take(older));
    const link = await store.consentLinks.take(older);
    await create();
    await store.consentLinks.giveBack(link);
    await expect(store.consentLinks.take(older)).rejects.toMatchObject({ type: 'LinkVoid' });
    await store.accounts.record({ ...view, revision: 2, state: 'removing' });
    await expect(create()).rejects.toMatchObject({ type: 'WrongState' });
  });

  test('a phase keeps its beginning, whoever takes the run over', async () => {
    const { runId } = await beginRun();
    const first = await store.runs.byId(runId);
    await store.runs.lease(runId, 'users');
    expect((await store.runs.byId(runId))?.users_at).toEqual(first?.users_at);
    await store.runs.lease(runId, 'groups');
    const later = await store.runs.byId(runId);
    expect(later && phasesOf(later)).toEqual([
      { phase: 'users', startedAt: first?.users_at, endedAt: later?.groups_at },
      { phase: 'groups', startedAt: later?.groups_at, endedAt: null },
    ]);
  });

  test('a search finds the same page however much is found', async () => {
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

  test('a change is heard by whoever listens', async () => {
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
