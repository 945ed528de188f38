/** Sites are staged, published, guarded and removed as users and groups are. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DirectorySite } from '../domain/directory.ts';
import { REMOVAL_GUARD_FLOOR, REMOVAL_GUARD_SHARE } from '../domain/limits.ts';
import type { Lease } from './runs/lease.ts';
import type { Page } from './runs/page.ts';
import { phasesOf } from './runs/phases.ts';
import { DATABASES, siteOf, userOf, viewOf } from './store.fixture.ts';
import { createStore, type Store } from './store.ts';

const GUARD = { share: REMOVAL_GUARD_SHARE, floor: REMOVAL_GUARD_FLOOR };
const ALL = { search: '', offset: 0, limit: 100 };

describe.each(Object.entries(DATABASES))('on %s', (_, open) => {
  let database: Awaited<ReturnType<typeof open>>;
  let store: Store;
  beforeAll(async () => {
    database = await open();
    store = createStore(database.connection.db);
  });
  afterAll(() => database.close());

  const shard = { shard: '', step: 0, cursor: null, done: true } as const;
  const changes = (delta: string | null, more: Partial<Page> = {}): Page => ({
    ...shard,
    stream: 'siteChanges',
    step: 1,
    cursor: { link: 'x', delta, carried: [] },
    ...more,
  });

  async function newAccount() {
    const view = viewOf({ service: 'sharepoint-online' });
    await store.accounts.record(view);
    return view;
  }

  async function begin(
    account: { accountId: string; organizationId: string },
    method?: 'selected',
  ) {
    const runId = randomUUID();
    const { accountId, organizationId } = account;
    const run = { accountId, organizationId, runId, method: method ?? 'all' } as const;
    await store.runs.begin({ ...run, copies: 'sites' });
    return store.runs.lease(runId, 'sites');
  }

  async function publish(lease: Lease, guard = GUARD) {
    const run = await store.runs.byId(lease.runId);
    if (!run) throw new Error('The run must exist');
    return store.directory.publish(lease, run, guard);
  }

  async function published(sites: readonly DirectorySite[]) {
    const account = await newAccount();
    const lease = await begin(account);
    await store.runs.savePages(lease, [{ ...shard, stream: 'sites', sites }, changes('first')]);
    await publish(lease);
    return account;
  }

  test('while a run reads, each site counts once', async () => {
    const read = async (runId: string) => (await store.runs.byId(runId))?.sites;
    const account = await newAccount();
    const sites = [siteOf(), siteOf(), siteOf()];
    const whole = await begin(account);
    await store.runs.savePages(whole, [
      { ...shard, stream: 'sites', sites },
      changes('first', { sites }),
      changes(null, { shard: 'drives', step: 9, sites }),
    ]);
    expect(await read(whole.runId)).toBe(3);
    await publish(whole);

    const later = await begin(account);
    await store.runs.savePages(later, [
      changes('second', { sites: sites.slice(1) }),
      changes(null, { shard: 'drives', step: 9, sites: sites.slice(1) }),
    ]);
    expect(await read(later.runId)).toBe(2);
  });

  const sitesOf = async ({ accountId }: { accountId: string }) =>
    (await store.published.sites(accountId, ALL)).sites;

  test('sites are published as they were read, with the time of each phase', async () => {
    const top = siteOf({ url: 'https://contoso.sharepoint.example/sites/a', description: 'a\nb' });
    const nested = siteOf({ url: `${top.url}/b`, parentId: top.id, title: null });
    const owner = {
      driveId: 'b!x',
      userId: randomUUID(),
      displayName: 'Ada',
      principalName: 'ada',
    };
    const nobody = { driveId: null, userId: null, displayName: null, principalName: null };
    const drives = [siteOf({ url: 'https://x.example/1', owner }), siteOf({ owner: nobody })];
    const account = await newAccount();
    const lease = await begin(account);
    await store.runs.savePages(lease, [
      { ...shard, stream: 'sites', shard: 'a', sites: [nested, top] },
      { ...shard, stream: 'sites', shard: 'b', sites: drives },
      changes('first'),
    ]);
    expect(await store.runs.countStaged(lease, 'sites')).toBe(4);
    const publishing = await store.runs.lease(lease.runId, 'publishing');
    expect(await publish(publishing)).toEqual({ held: false, users: 0, groups: 0, sites: 4 });
    const sites = await sitesOf(account);
    expect(sites).toHaveLength(4);
    for (const site of [top, nested, ...drives]) expect(sites).toContainEqual(site);
    // Sorted by address: a nested site follows the one that it is nested in.
    const ids = sites.map(({ id }) => id);
    expect(ids.indexOf(nested.id)).toBe(ids.indexOf(top.id) + 1);
    const run = (await store.runs.byId(lease.runId))!;
    expect(run).toMatchObject({
      sites: 4,
      sitesAdded: 4,
      sitesRead: 'full',
      usersRead: null,
      groupsRead: null,
      fullReason: 'first',
      users: 0,
    });
    expect(phasesOf(run).map(({ phase }) => phase)).toEqual(['sites', 'publishing']);
    expect(await store.published.summary(account.accountId)).toMatchObject({ sites: 4, users: 0 });
    expect(await store.published.removalCounts(account.accountId)).toMatchObject({ sites: 4 });
  });

  test('sites are found by address, title and owner, page by page', async () => {
    const owner = {
      driveId: null,
      userId: null,
      displayName: 'Ada',
      principalName: 'ada@x.example',
    };
    const numbered = Array.from({ length: 5 }, (_each, index) =>
      siteOf({
        url: `https://contoso.sharepoint.example/sites/n${index}`,
        title: `Title ${index}`,
      }),
    );
    const drive = siteOf({ url: 'https://contoso-my.example/p', title: null, owner });
    const { accountId } = await published([...numbered, drive]);
    const find = async (search: string, offset = 0, limit = 2) => {
      const { total, sites } = await store.published.sites(accountId, { search, offset, limit });
      return [total, ...sites.map(({ url }) => url.slice(-2))];
    };
    expect(await find('SITES/N')).toEqual([5, 'n0', 'n1']);
    expect(await find('sites/n', 4)).toEqual([5, 'n4']);
    expect(await find('title 3')).toEqual([1, 'n3']);
    expect(await find('ada')).toEqual([1, '/p']);
    expect(await find('ADA@X')).toEqual([1, '/p']);
    expect(await find('%')).toEqual([0]);
    expect(await find('', 5)).toEqual([6, 'n4']);
  });

  test('a later run follows the changes, and what the delta link needs is carried on', async () => {
    const [kept, renamed, gone, back] = [siteOf(), siteOf(), siteOf(), siteOf()];
    const account = await published([kept, renamed, gone, back]);
    const { accountId } = account;
    expect(await store.directory.cursor(accountId, 'sites')).toBe('first');
    const lease = await begin(account);
    const carried = [{ id: kept.id, code: 'x' }];
    const later = { ...renamed, title: 'Later' };
    await store.runs.savePages(lease, [
      changes(null, { removedSiteIds: [gone.id, back.id], sites: [later, siteOf()] }),
      changes('second', {
        step: 2,
        sites: [back],
        cursor: { link: 'x', delta: 'second', carried },
      }),
    ]);
    expect(await store.runs.countSettled(lease, 'sites')).toBe(3);
    expect(await publish(lease)).toMatchObject({ held: false, sites: 4 });
    const run = await store.runs.byId(lease.runId);
    expect(run).toMatchObject({ sitesRead: 'delta', fullReason: null, carried: 1 });
    expect(run).toMatchObject({ sitesAdded: 1, sitesChanged: 1, sitesRemoved: 1 });
    const sites = await sitesOf(account);
    expect(sites).toContainEqual(later);
    expect(sites.map(({ id }) => id)).not.toContain(gone.id);
    expect(await store.directory.cursor(accountId, 'sites')).toBe('second');
    expect(await store.directory.carried(accountId, 'sites')).toEqual(carried);
    expect(await store.directory.cursor(accountId, 'users')).toBeNull();
  });

  test.each([
    ['without its list', 'sites'],
    ['without the changes', 'siteChanges'],
  ] as const)('a full run %s publishes nothing', async (_name, missing) => {
    const lease = await begin(await newAccount());
    const pages: Page[] = [{ ...shard, stream: 'sites' }, changes('first')];
    await store.runs.savePages(
      lease,
      pages.filter(({ stream }) => stream !== missing),
    );
    await expect(publish(lease)).rejects.toMatchObject({
      type: 'IncompleteRun',
      details: { missing: [missing] },
    });
  });

  test('a list is read once more, or in full, from the beginning', async () => {
    const account = await published([siteOf()]);
    const lease = await begin(account);
    await store.runs.savePages(lease, [changes('x', { sites: [siteOf()] })]);
    await store.runs.readInFull(lease, 'sites', 'tokenExpired');
    expect(await store.runs.byId(lease.runId)).toMatchObject({
      sites: 0,
      sitesRead: 'full',
      fullReason: 'tokenExpired',
    });
    expect(await store.runs.countStaged(lease, 'sites')).toBe(0);
    expect(await store.runs.checkpoints(lease.runId, 'siteChanges')).toEqual([]);
    const skipped = [{ kind: 'site', id: siteOf().id, properties: [], code: 'x' }] as const;
    const page = { ...shard, stream: 'sites', shard: 'a', sites: [siteOf()] } as const;
    await store.runs.savePages(lease, [{ ...page, skipped }]);
    const [begun] = await store.runs.checkpoints(lease.runId, 'sites');
    await store.runs.restartShard(lease, 'sites', { ...begun!, items: 1 });
    expect(await store.runs.byId(lease.runId)).toMatchObject({ sites: 0, skipped: 0 });
    await store.runs.readListAgain(lease, 'sites', 'whole');
    const shards = await store.runs.checkpoints(lease.runId, 'sites');
    expect(shards.map((each) => each.shard)).toEqual(['a', 'whole']);
  });

  test('a person who tries again reads all sites anew', async () => {
    const { accountId, organizationId } = await published([siteOf()]);
    const runId = randomUUID();
    const run = { accountId, organizationId, runId, method: 'all', copies: 'sites' } as const;
    await store.runs.begin({ ...run, retried: true });
    expect(await store.runs.byId(runId)).toMatchObject({
      phase: 'sites',
      sitesRead: 'full',
      usersRead: null,
      fullReason: 'retried',
    });
  });

  test('selected sites are published without a list and without changes', async () => {
    const account = await newAccount();
    const lease = await begin(account, 'selected');
    const page = { ...shard, stream: 'targets' } as const;
    await store.runs.savePages(lease, [{ ...page, sites: [siteOf(), siteOf()] }]);
    await store.runs.restart(lease, ['targets']);
    await store.runs.savePages(lease, [{ ...page, sites: [siteOf()] }]);
    expect(await publish(lease)).toMatchObject({ users: 0, sites: 1 });
  });

  test('a site that could not be read is not removed for being missing', async () => {
    const sites = [siteOf(), siteOf(), siteOf()];
    const account = await published(sites);
    const lease = await begin(account);
    await store.runs.readInFull(lease, 'sites', 'skipped');
    const skipped = [{ kind: 'site', id: sites[0]!.id, properties: ['webUrl'] }] as const;
    await store.runs.savePages(lease, [
      { ...shard, stream: 'sites', sites: sites.slice(2), skipped },
      changes('x'),
    ]);
    expect(await publish(lease)).toMatchObject({ sites: 2 });
    const left = (await sitesOf(account)).map(({ id }) => id);
    expect(left.toSorted()).toEqual([sites[0]!.id, sites[2]!.id].toSorted());
  });

  test('sites are read in full once after a run that skipped one', async () => {
    const account = await published([siteOf()]);
    const skipped = [{ kind: 'site', id: siteOf().id, properties: ['webUrl'] }] as const;
    const readAs = async (more: Partial<Page>) => {
      const lease = await begin(account);
      const run = await store.runs.byId(lease.runId);
      await store.runs.savePages(lease, [{ ...shard, stream: 'sites' }, changes('x', more)]);
      await publish(lease, { share: 1, floor: 1 });
      return [run?.sitesRead, run?.fullReason];
    };
    expect(await readAs({ skipped })).toEqual(['delta', null]);
    expect(await readAs({ skipped })).toEqual(['full', 'skipped']);
    expect(await readAs({})).toEqual(['delta', null]);
  });

  test('a run of sites leaves users as they are, and the other way round', async () => {
    const account = await published([siteOf(), siteOf()]);
    const { accountId, organizationId } = account;
    const runId = randomUUID();
    await store.runs.begin({ accountId, organizationId, runId, method: 'selected' });
    const users = await store.runs.lease(runId, 'users');
    await store.runs.savePages(users, [{ ...shard, stream: 'targets', users: [userOf()] }]);
    expect(await publish(users)).toMatchObject({ users: 1 });
    expect(await rowsOf('directorySites', accountId)).toBe(2);
    const sites = await begin(account);
    await store.runs.readInFull(sites, 'sites', 'tokenExpired');
    await store.runs.savePages(sites, [
      { ...shard, stream: 'sites', sites: [siteOf()] },
      changes('x'),
    ]);
    expect(await publish(sites)).toMatchObject({ users: 0, sites: 1 });
    expect(await rowsOf('directoryUsers', accountId)).toBe(1);
  });

  test.each([
    ['none are left of 5,000', 5000, 0],
    ['1,300 are left of 23,000', 23_000, 1300],
  ])('nothing is removed when %s, until a person allows it', async (_name, before, left) => {
    const sites = Array.from({ length: before }, () => siteOf());
    const account = await published(sites);
    const lease = await begin(account);
    await store.runs.readInFull(lease, 'sites', 'tokenExpired');
    await store.runs.savePages(lease, [
      { ...shard, stream: 'sites', sites: sites.slice(0, left) },
      changes('later'),
    ]);
    const missing = { held: true, users: 0, groups: 0, sites: before - left };
    expect(await publish(lease)).toEqual(missing);
    expect((await store.published.sites(account.accountId, ALL)).total).toBe(before);
    expect(await rowsOf('directorySites', account.accountId)).toBe(before);
    expect(await store.directory.cursor(account.accountId, 'sites')).toBe('first');
    expect(await store.runs.byId(lease.runId)).toMatchObject({
      outcome: 'running',
      heldUsers: 0,
      heldSites: before - left,
    });
    const { total, heldRemovals } = await store.runs.heldRemovals(lease.runId, {
      limit: 3,
      offset: 0,
    });
    expect(total).toBe(before - left);
    for (const { kind, objectId, name, address } of heldRemovals) {
      const site = sites.find(({ id }) => id === objectId);
      expect({ kind, name, address }).toEqual({
        kind: 'site',
        name: site?.title,
        address: site?.url,
      });
    }
    await store.runs.allowHeldRemovals(lease.runId);
    const again = await store.runs.lease(lease.runId, 'publishing');
    expect(await publish(again)).toMatchObject({ held: false, sites: left });
  });

  test('a first publication of many sites is written in parallel, and removed completely', async () => {
    const sites = Array.from({ length: 12_000 }, () => siteOf());
    const account = await published(sites);
    const { accountId } = account;
    expect((await store.published.sites(accountId, ALL)).total).toBe(12_000);
    expect(await rowsOf('directorySites', accountId)).toBe(12_000);
    const lease = await begin(account);
    await store.runs.savePages(lease, [changes('x', { sites: [siteOf()] })]);
    await store.directory.remove(accountId);
    expect(await rowsOf('directorySites', accountId)).toBe(0);
    const staged = await database.connection.db
      .selectFrom('stagedSites')
      .select('siteId')
      .where('run', '=', lease.run)
      .execute();
    expect(staged).toEqual([]);
    expect(await store.published.sites(accountId, ALL)).toEqual({ total: 0, sites: [] });
  });

  async function rowsOf(table: 'directorySites' | 'directoryUsers', accountId: string) {
    const { count } = await database.connection.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('accountId', '=', accountId)
      .executeTakeFirstOrThrow();
    return Number(count);
  }
});
