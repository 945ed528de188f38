/** Sites from a list and from changes, and what each of them may get wrong. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DirectorySite } from '../domain/directory.ts';
import { ProvostError } from '../domain/failures.ts';
import {
  MAX_ITEM_FAILURES,
  MAX_ITEM_OUTAGES,
  MAX_PAGES,
  TARGET_LOOK_DELAYS,
} from '../domain/limits.ts';
import type { Store } from '../store/store.ts';
import { siteOf } from '../store/store.fixture.ts';
import { openStore, publish } from './reading.fixture.ts';
import {
  attemptSites,
  newSites,
  NO_SITE_CHANGES,
  personalSite,
  publishedSites,
  readSitesOnce,
  SITES_LINK,
  sitesOf,
  synchronizedSites,
  tenantOfSites,
  UNLICENSED,
} from './sites.fixture.ts';

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openStore());
});
afterAll(() => close());

const ids = (sites: readonly DirectorySite[] = []) => sites.map(({ id }) => id);
const idsOf = (sites: readonly DirectorySite[]) => sites.map(({ id }) => id).toSorted();
const failing = (type: ConstructorParameters<typeof ProvostError>[0], details = {}) =>
  new ProvostError(type, undefined, { details });
const expired = failing('DeltaTokenExpired', { status: 410 });
const OneDrive = { service: 'onedrive' } as const;

describe('a whole read', () => {
  test('keeps a site that only the list or only the changes name, and the changes win', async () => {
    const [both, listed, changed] = sitesOf(3) as [DirectorySite, DirectorySite, DirectorySite];
    const later = { ...both, title: 'Later' };
    const graph = tenantOfSites([], {
      sitePage: async () => ({ sites: [both, listed], next: null, skipped: [] }),
      siteDelta: async () => ({ ...NO_SITE_CHANGES, changed: [changed, later] }),
    });
    const synchronization = newSites();
    const { run, sites, licensed } = await synchronizedSites(store, graph, synchronization);
    expect(sites).toHaveLength(3);
    for (const site of [later, listed, changed]) expect(sites).toContainEqual(site);
    expect(run).toMatchObject({ sites: 3, sitesRead: 'full', fullReason: 'first', skipped: 0 });
    expect(licensed).toBe(true);
    expect(await store.directory.cursor(synchronization.accountId, 'sites')).toBe(SITES_LINK);
  });

  test('follows each chain to its end, side by side', async () => {
    const sites = sitesOf(6);
    const [list, changes] = [[] as unknown[], [] as unknown[]];
    let listed = () => {};
    const both = new Promise<void>((resolve) => {
      listed = resolve;
    });
    const graph = tenantOfSites([], {
      async sitePage({ link }) {
        list.push(link);
        if (link === 'list-2') listed();
        const at = list.length - 1;
        const next = at < 2 ? `list-${list.length}` : null;
        return { sites: sites.slice(at, at + 1), next, skipped: [] };
      },
      async siteDelta({ link }) {
        // The list goes on while the changes wait.
        await both;
        changes.push(link);
        const at = changes.length + 2;
        const next = at < 5 ? `changes-${changes.length}` : null;
        const delta = next === null ? SITES_LINK : null;
        return { ...NO_SITE_CHANGES, changed: sites.slice(at, at + 1), next, delta };
      },
    });
    const { sites: published } = await synchronizedSites(store, graph, newSites());
    expect(idsOf(published)).toEqual(idsOf(sites));
    expect(list).toEqual([null, 'list-1', 'list-2']);
    expect(changes).toEqual([null, 'changes-1', 'changes-2']);
  });

  test('skips what cannot be read, and removes nothing for it', async () => {
    const sites = sitesOf(2);
    const first = newSites();
    await synchronizedSites(store, tenantOfSites(sites), first);
    const bad = { kind: 'site', id: null, properties: ['webUrl'] } as const;
    const graph = tenantOfSites([], {
      sitePage: async () => ({ sites: sites.slice(1), next: null, skipped: [bad] }),
    });
    const again = { ...newSites(first), retried: true };
    const { run, sites: left } = await synchronizedSites(store, graph, again);
    expect(run).toMatchObject({ skipped: 1, sitesRemoved: 0 });
    expect(idsOf(left)).toEqual(idsOf(sites));
  });

  test('resumes each chain after a failure', async () => {
    const sites = sitesOf(4);
    let attempt = 0;
    const links: unknown[] = [];
    const graph = tenantOfSites([], {
      async sitePage({ link }) {
        links.push(link);
        if (link === null) return { sites: sites.slice(0, 1), next: 'list-1', skipped: [] };
        if (attempt === 0) throw failing('MicrosoftUnavailable');
        return { sites: sites.slice(1, 2), next: null, skipped: [] };
      },
      async siteDelta({ link }) {
        links.push(link);
        if (link === null)
          return { ...NO_SITE_CHANGES, changed: sites.slice(2, 3), next: 'changes-1', delta: null };
        if (attempt === 0) throw failing('MicrosoftThrottled');
        return { ...NO_SITE_CHANGES, changed: link === 'changes-1' ? sites.slice(3) : [] };
      },
    });
    const synchronization = newSites();
    await expect(readSitesOnce(store, graph, synchronization)).rejects.toBeInstanceOf(ProvostError);
    attempt = 1;
    const { sites: published } = await synchronizedSites(store, graph, synchronization);
    expect(idsOf(published)).toEqual(idsOf(sites));
    const asked = links.map(String).toSorted();
    expect(asked).toEqual(['changes-1', 'changes-1', 'list-1', 'list-1', 'null', 'null']);
  });

  test.each<[string, ProvostError]>([
    ['an expired token', expired],
    ['a refused link', failing('UnexpectedAnswer', { status: 400 })],
    ['a foreign link', failing('ForeignLink')],
  ])('begins anew after %s, and loses nothing of the list', async (_what, refusal) => {
    const sites = sitesOf(3);
    let refused = false;
    const graph = tenantOfSites([], {
      sitePage: async ({ link }) =>
        link === null
          ? { sites: sites.slice(0, 1), next: 'list-1', skipped: [] }
          : { sites: sites.slice(1, 2), next: null, skipped: [] },
      async siteDelta({ link }) {
        if (link === 'changes-1' && !refused) {
          refused = true;
          throw refusal;
        }
        const next = link === null ? 'changes-1' : null;
        return {
          ...NO_SITE_CHANGES,
          changed: sites.slice(2),
          next,
          delta: next ? null : SITES_LINK,
        };
      },
    });
    const synchronization = newSites();
    await expect(readSitesOnce(store, graph, synchronization)).rejects.toMatchObject({
      type: refusal.type,
    });
    const { run, sites: published } = await synchronizedSites(store, graph, synchronization);
    expect(run?.restarts).toBe(1);
    expect(idsOf(published)).toEqual(idsOf(sites));
  });

  test('whose links go round in a circle begins anew', async () => {
    const circling = tenantOfSites([], {
      siteDelta: async ({ link }) => ({
        ...NO_SITE_CHANGES,
        next: link === 'a' ? 'b' : 'a',
        delta: null,
      }),
    });
    const synchronization = newSites();
    await expect(readSitesOnce(store, circling, synchronization)).rejects.toMatchObject({
      type: 'PageLinkExpired',
    });
    const listCircles = tenantOfSites(sitesOf(1), {
      sitePage: async ({ link }) => ({ sites: [], next: link === 'a' ? 'b' : 'a', skipped: [] }),
    });
    await expect(readSitesOnce(store, listCircles, newSites())).rejects.toMatchObject({
      type: 'PageLinkExpired',
    });
    const { sites } = await synchronizedSites(store, tenantOfSites(sitesOf(1)), synchronization);
    expect(sites).toHaveLength(1);
  });

  test('with more pages than any tenant has is given up', async () => {
    const synchronization = newSites();
    await store.runs.begin({ ...synchronization, copies: 'sites' });
    const lease = await store.runs.lease(synchronization.runId, 'sites');
    const cursor = { link: 'x', pages: MAX_PAGES + 1, total: null, delta: null };
    const shard = { shard: '', step: 0, done: false } as const;
    await store.runs.plan(lease, [], [{ ...shard, stream: 'siteChanges', cursor }]);
    const endless = tenantOfSites([], {
      siteDelta: async () => ({ ...NO_SITE_CHANGES, next: 'y', delta: null }),
    });
    await expect(readSitesOnce(store, endless, synchronization)).rejects.toMatchObject({
      type: 'EndlessList',
    });
  });
});

describe('a later run', () => {
  async function published(sites: readonly DirectorySite[]) {
    const first = newSites();
    await synchronizedSites(store, tenantOfSites(sites), first);
    return first;
  }

  test('reads only the changes', async () => {
    const [kept, changed, gone] = sitesOf(3) as [DirectorySite, DirectorySite, DirectorySite];
    const first = await published([kept, changed, gone]);
    const later = { ...changed, url: `${changed.url}-renamed` };
    const graph = tenantOfSites([], {
      async sitePage() {
        throw new Error('The list must not be read');
      },
      siteDelta: async ({ link }) =>
        link === SITES_LINK
          ? { ...NO_SITE_CHANGES, changed: [later], removed: [gone.id], delta: 'second' }
          : { ...NO_SITE_CHANGES, delta: 'second' },
    });
    const { run, sites } = await synchronizedSites(store, graph, newSites(first));
    expect(sites).toHaveLength(2);
    for (const site of [kept, later]) expect(sites).toContainEqual(site);
    expect(run).toMatchObject({ sitesRead: 'delta', sitesChanged: 1, sitesRemoved: 1 });
    expect(await store.directory.cursor(first.accountId, 'sites')).toBe('second');
  });

  test.each<[string, Error, string]>([
    ['expired', expired, 'tokenExpired'],
    ['refused', failing('NotFound', { status: 404 }), 'linkRefused'],
  ])('reads all sites when its link is %s', async (_how, refusal, reason) => {
    const [kept, gone] = sitesOf(2) as [DirectorySite, DirectorySite];
    const first = await published([kept, gone]);
    const graph = tenantOfSites([kept], {
      async siteDelta({ link }) {
        if (link === SITES_LINK) throw refusal;
        return { ...NO_SITE_CHANGES, changed: [kept], delta: 'fresh' };
      },
    });
    const { run, sites } = await synchronizedSites(store, graph, newSites(first));
    expect(idsOf(sites)).toEqual([kept.id]);
    expect(run).toMatchObject({ sitesRead: 'full', fullReason: reason, sitesRemoved: 1 });
  });

  test.each(['MicrosoftThrottled', 'AccessRefused', 'MicrosoftUnavailable'] as const)(
    'keeps its link after %s',
    async (type) => {
      const first = await published(sitesOf(1));
      const graph = tenantOfSites([], {
        async siteDelta() {
          throw failing(type, { status: 403 });
        },
      });
      const later = newSites(first);
      await expect(readSitesOnce(store, graph, later)).rejects.toBeInstanceOf(ProvostError);
      expect(await store.runs.byId(later.runId)).toMatchObject({
        sitesRead: 'delta',
        restarts: 0,
      });
    },
  );
});

describe('a tenant without SharePoint', () => {
  const unlicensed = tenantOfSites([], {
    async sitePage() {
      throw UNLICENSED;
    },
    async siteDelta() {
      throw UNLICENSED;
    },
  });

  test('has no sites, which is no failure, whichever attempt tells', async () => {
    const synchronization = newSites();
    expect(await readSitesOnce(store, unlicensed, synchronization)).toEqual({ licensed: false });
    expect(await readSitesOnce(store, unlicensed, synchronization)).toEqual({ licensed: false });
    const { run, sites } = await synchronizedSites(store, unlicensed, synchronization);
    expect(sites).toEqual([]);
    expect(run).toMatchObject({ outcome: 'published', sites: 0, skipped: 0 });
    // With a license, all are read.
    const found = await synchronizedSites(
      store,
      tenantOfSites(sitesOf(2)),
      newSites(synchronization),
    );
    expect(found).toMatchObject({ licensed: true, run: { sites: 2, sitesRead: 'full' } });
  });

  test('is told by the attempt after a worker that died, also when its run is published already', async () => {
    const synchronization = newSites();
    // Its result is lost with the worker.
    await readSitesOnce(store, unlicensed, synchronization);
    const throttled = tenantOfSites([], {
      async sitePage() {
        throw failing('MicrosoftThrottled');
      },
      async siteDelta() {
        throw failing('MicrosoftThrottled');
      },
    });
    await expect(readSitesOnce(store, throttled, synchronization)).rejects.toMatchObject({
      type: 'MicrosoftThrottled',
    });
    expect(await readSitesOnce(store, unlicensed, synchronization)).toEqual({ licensed: false });
    expect(await publish(store, synchronization)).toMatchObject({ outcome: 'published' });
    // A new history begins with a run whose publication it does not know of.
    expect(await readSitesOnce(store, unlicensed, synchronization)).toEqual({ licensed: false });
  });

  test('that gets a license between two attempts is read whole', async () => {
    const synchronization = newSites();
    await readSitesOnce(store, unlicensed, synchronization);
    const [listed, changed] = sitesOf(2) as [DirectorySite, DirectorySite];
    const graph = tenantOfSites([changed], {
      sitePage: async () => ({ sites: [listed], next: null, skipped: [] }),
    });
    const { licensed, sites } = await synchronizedSites(store, graph, synchronization);
    expect(licensed).toBe(true);
    expect(idsOf(sites)).toEqual(idsOf([listed, changed]));
  });

  test('keeps the sites from when it had one, also when all were to be read', async () => {
    const first = newSites();
    const sites = sitesOf(2);
    await synchronizedSites(store, tenantOfSites(sites), first);
    const again = { ...newSites(first), retried: true };
    const whole = await synchronizedSites(store, unlicensed, again);
    expect(whole).toMatchObject({ licensed: false, run: { sitesRead: 'full', sitesRemoved: 0 } });
    expect(idsOf(whole.sites)).toEqual(idsOf(sites));
  });

  test('keeps the sites from when it had one, and the link to their changes', async () => {
    const first = newSites();
    const sites = sitesOf(2);
    await synchronizedSites(store, tenantOfSites(sites), first);
    const later = await synchronizedSites(store, unlicensed, newSites(first));
    expect(later).toMatchObject({ licensed: false, run: { sites: 2, sitesRemoved: 0 } });
    expect(await store.directory.cursor(first.accountId, 'sites')).toBe(SITES_LINK);
  });
});

describe('OneDrive', () => {
  const drives = (sites: readonly DirectorySite[]) =>
    sites.map(({ id, owner }) => [id, owner?.driveId ?? null]);

  test('keeps personal sites with their drives, SharePoint Online the others', async () => {
    const [personal, other] = [personalSite(), siteOf()];
    const graph = tenantOfSites([personal, other]);
    const onedrive = await synchronizedSites(store, graph, newSites(OneDrive));
    expect(drives(onedrive.sites)).toEqual([[personal.id, `drive of ${personal.id}`]]);
    const sharepoint = await synchronizedSites(store, graph, newSites());
    expect(sharepoint.sites).toEqual([other]);
  });

  test.each(['sharepoint-online', 'onedrive'] as const)(
    'and SharePoint Online keep apart what is listed, changed, and read by id: %s',
    async (service) => {
      const isOurs = ({ owner }: DirectorySite) => (owner !== null) === (service === 'onedrive');
      const sites = Array.from({ length: 4 }, () => [personalSite(), siteOf()]).flat();
      const [listed, changed, partial, later] = [0, 2, 4, 6].map((at) => sites.slice(at, at + 2));
      const missing = ids(partial).map((id) => ({ id, code: 'itemNotFound', outage: null }));
      const graph = tenantOfSites([], {
        sitePage: async () => ({ sites: [...(listed ?? [])], next: null, skipped: [] }),
        siteDelta: async ({ link }) =>
          link === null
            ? { ...NO_SITE_CHANGES, changed: [...(changed ?? [])], missing }
            : { ...NO_SITE_CHANGES, changed: [...(later ?? [])] },
        sitesById: async () => ({ found: [...(partial ?? [])], missing: [], unreadable: [] }),
      });
      const first = newSites({ service });
      const whole = await synchronizedSites(store, graph, first);
      expect(idsOf(whole.sites)).toEqual(idsOf(sites.slice(0, 6).filter(isOurs)));
      const next = await synchronizedSites(store, graph, newSites(first));
      expect(idsOf(next.sites)).toEqual(idsOf(sites.filter(isOurs)));
    },
  );

  test('asks only for the drives of sites that are new or changed', async () => {
    const [known, renamed] = [personalSite(), personalSite()];
    const first = newSites(OneDrive);
    await synchronizedSites(store, tenantOfSites([known, renamed]), first);
    const asked: string[][] = [];
    const moved = { ...renamed, url: `${renamed.url}2` };
    const [added, retitled] = [personalSite(), { ...known, title: 'Ada Lovelace' }];
    const graph = tenantOfSites([], {
      siteDelta: async () => ({ ...NO_SITE_CHANGES, changed: [retitled, moved, added] }),
      async siteDrives({ siteIds }) {
        asked.push([...siteIds]);
        return siteIds.map((siteId) => ({
          siteId,
          owner: { driveId: `new ${siteId}`, userId: null, displayName: null, principalName: null },
        }));
      },
    });
    const { sites } = await synchronizedSites(store, graph, newSites(first));
    expect(asked.map((ids) => ids.toSorted())).toEqual([[moved.id, added.id].toSorted()]);
    expect(new Map(drives(sites) as [string, string][])).toEqual(
      new Map([
        [known.id, `drive of ${known.id}`],
        [moved.id, `new ${moved.id}`],
        [added.id, `new ${added.id}`],
      ]),
    );
    expect(sites.find(({ id }) => id === known.id)?.title).toBe('Ada Lovelace');
  });

  test('asks again for a drive that fails, and keeps its site when it goes on failing', async () => {
    const sites = Array.from({ length: 3 }, personalSite);
    const [bad, without] = idsOf(sites);
    const failure = failing('UnexpectedAnswer', { status: 500 });
    const graph = tenantOfSites(sites, {
      siteDrives: async ({ siteIds }) =>
        siteIds.map((siteId) =>
          siteId === bad
            ? { siteId, failure }
            : {
                siteId,
                owner:
                  siteId === without
                    ? null
                    : { driveId: 'd', userId: null, displayName: null, principalName: null },
              },
        ),
    });
    const synchronization = newSites(OneDrive);
    let attempts = 1;
    for (; attempts < 2 * MAX_ITEM_FAILURES; attempts += 1) {
      const failed = await readSitesOnce(store, graph, synchronization).catch((error) => error);
      if (!(failed instanceof ProvostError)) break;
      expect(failed.type).toBe('UnexpectedAnswer');
    }
    expect(attempts).toBe(MAX_ITEM_FAILURES - 1);
    const run = await publish(store, synchronization);
    expect(run).toMatchObject({ sites: 3, skipped: 0 });
    const published = await publishedSites(store, synchronization);
    const unknown = drives(published).filter(([, drive]) => drive === null);
    expect(new Set(unknown.map(([id]) => id))).toEqual(new Set([bad, without]));
  });

  const ownerless = { userId: null, displayName: null, principalName: null };

  test('asks once more for a drive that is not there, and the next run asks for those unknown', async () => {
    const site = personalSite();
    let absent = 1;
    const graph = tenantOfSites([site], {
      siteDrives: async ({ siteIds }) => {
        absent -= 1;
        const owner = absent < 0 ? { driveId: 'd', ...ownerless } : null;
        return siteIds.map((siteId) => ({ siteId, owner }));
      },
    });
    const synchronization = newSites(OneDrive);
    expect(drives((await synchronizedSites(store, graph, synchronization)).sites)).toEqual([
      [site.id, 'd'],
    ]);
    absent = 2;
    const another = newSites(OneDrive);
    expect(drives((await synchronizedSites(store, graph, another)).sites)).toEqual([
      [site.id, null],
    ]);
    // Nothing has changed at Microsoft.
    const later = await synchronizedSites(store, graph, newSites(another));
    expect(later.run).toMatchObject({ sitesRead: 'delta', sitesRemoved: 0 });
    expect(drives(later.sites)).toEqual([[site.id, 'd']]);
  });

  test('a run does not wait for ever for its only new drive', async () => {
    const site = personalSite();
    const failure = failing('MicrosoftUnavailable', { status: 503 });
    const graph = tenantOfSites([site], {
      siteDrives: async ({ siteIds }) => siteIds.map((siteId) => ({ siteId, failure })),
    });
    const synchronization = newSites(OneDrive);
    for (let attempt = 1; attempt < MAX_ITEM_OUTAGES - 1; attempt += 1)
      await expect(readSitesOnce(store, graph, synchronization)).rejects.toMatchObject({
        type: 'MicrosoftUnavailable',
      });
    const { sites } = await synchronizedSites(store, graph, synchronization);
    expect(drives(sites)).toEqual([[site.id, null]]);
  });

  test('goes on with the drives where an attempt ended', async () => {
    const sites = Array.from({ length: 400 }, personalSite);
    const asked = new Map<string, number>();
    let calls = 0;
    const graph = tenantOfSites(sites, {
      async siteDrives({ siteIds }) {
        calls += 1;
        if (calls === 12) throw failing('MicrosoftThrottled');
        for (const id of siteIds) asked.set(id, (asked.get(id) ?? 0) + 1);
        return siteIds.map((siteId) => ({
          siteId,
          owner: { driveId: siteId, userId: null, displayName: null, principalName: null },
        }));
      },
    });
    const synchronization = newSites(OneDrive);
    await expect(readSitesOnce(store, graph, synchronization)).rejects.toMatchObject({
      type: 'MicrosoftThrottled',
    });
    const { sites: published } = await synchronizedSites(store, graph, synchronization);
    expect(drives(published).every(([id, drive]) => id === drive)).toBe(true);
    expect(published).toHaveLength(400);
    // The first 160 were stored; of the rest only one page was asked for twice.
    const twice = [...asked.values()].filter((times) => times > 1).length;
    expect(twice).toBeGreaterThan(0);
    expect(twice).toBeLessThan(160);
  });
});

describe('selected targets', () => {
  const nobody = { displayName: null, principalName: null };

  test('sites are staged, all or none', async () => {
    const sites = sitesOf(3);
    const synchronization = newSites({ method: 'selected' });
    const found = { found: sites, missing: [], unreadable: [] };
    const graph = tenantOfSites([], { sitesById: async () => found });
    await attemptSites(store, graph, (each) =>
      each.synchronizeSiteTargets({ ...synchronization, siteIds: ids(sites) }),
    );
    const run = await publish(store, synchronization);
    expect(run).toMatchObject({ sites: 3, outcome: 'published' });
    expect(idsOf(await publishedSites(store, synchronization))).toEqual(idsOf(sites));
  });

  test('a site that is not found is asked for again, then must be chosen again', async () => {
    const missing = [{ id: 'gone', code: 'itemNotFound', outage: null }];
    const graph = tenantOfSites([], {
      sitesById: async () => ({ found: sitesOf(1), missing, unreadable: [] }),
    });
    const synchronization = newSites({ method: 'selected' });
    const types: string[] = [];
    for (let look = 0; look <= TARGET_LOOK_DELAYS.length; look += 1)
      await attemptSites(store, graph, (each) =>
        each.synchronizeSiteTargets({ ...synchronization, siteIds: ['gone'] }),
      ).catch((error: ProvostError) => types.push(error.type));
    expect(types).toEqual([...TARGET_LOOK_DELAYS.map(() => 'TargetsNotFound'), 'TargetsUnknown']);
    expect(await store.runs.byId(synchronization.runId)).toMatchObject({ sites: 0 });
  });

  test('a personal site is no target of SharePoint Online', async () => {
    const personal = personalSite();
    const graph = tenantOfSites([], {
      sitesById: async () => ({ found: [personal], missing: [], unreadable: [] }),
    });
    const synchronization = newSites({ method: 'selected' });
    await expect(
      attemptSites(store, graph, (each) =>
        each.synchronizeSiteTargets({ ...synchronization, siteIds: [personal.id] }),
      ),
    ).rejects.toMatchObject({ type: 'TargetsNotFound', details: { unknown: [personal.id] } });
  });

  test('a site that is refused is not called unknown', async () => {
    const missing = [
      { id: 'x', code: 'accessDenied', outage: null, failure: 'AccessRefused' },
    ] as const;
    const graph = tenantOfSites([], {
      sitesById: async () => ({ found: [], missing: [...missing], unreadable: [] }),
    });
    await expect(
      attemptSites(store, graph, (each) =>
        each.synchronizeSiteTargets({ ...newSites({ method: 'selected' }), siteIds: ['x'] }),
      ),
    ).rejects.toMatchObject({ type: 'AccessRefused' });
  });

  test('a site that is throttled is not called unknown', async () => {
    const outage = { type: 'MicrosoftThrottled', retryAfter: 7_000 } as const;
    const graph = tenantOfSites([], {
      sitesById: async () => ({
        found: [],
        missing: [{ id: 'x', code: 'x', outage }],
        unreadable: [],
      }),
    });
    const siteIds = ['x'];
    await expect(
      attemptSites(store, graph, (each) =>
        each.synchronizeSiteTargets({ ...newSites({ method: 'selected' }), siteIds }),
      ),
    ).rejects.toMatchObject({ type: 'MicrosoftThrottled', retryAfter: 7_000 });
  });

  test('a drive that was published is looked for again, and is not removed while there is a doubt', async () => {
    const account = newSites({ ...OneDrive, method: 'selected' });
    const userId = 'f3c4e8a0-0000-4000-8000-000000000001';
    const site = { ...personalSite(), owner: { driveId: 'd', userId, ...nobody } };
    let found: { site: DirectorySite | null; doubt?: string } = { site };
    const graph = tenantOfSites([], { userDrives: async () => [{ userId, ...found }] });
    async function run(synchronization: typeof account) {
      const userIds = [userId];
      for (let look = 0; look < TARGET_LOOK_DELAYS.length; look += 1) {
        const read = attemptSites(store, graph, (each) =>
          each.synchronizeDriveTargets({ ...synchronization, userIds }),
        );
        if (found.site !== null) await read;
        else await expect(read).rejects.toMatchObject({ type: 'TargetsNotFound' });
      }
      const { pending } = await attemptSites(store, graph, (each) =>
        each.synchronizeDriveTargets({ ...synchronization, userIds }),
      );
      const { skipped } = (await publish(store, synchronization)) ?? {};
      return { pending, skipped, sites: (await publishedSites(store, synchronization)).length };
    }
    expect(await run(account)).toEqual({ pending: [], skipped: 0, sites: 1 });
    found = { site: null, doubt: 'itemNotFound' };
    expect(await run(newSites(account))).toEqual({ pending: [userId], skipped: 1, sites: 1 });
    found = { site: null };
    expect(await run(newSites(account))).toEqual({ pending: [userId], skipped: 0, sites: 0 });
  });

  test('drives of users are staged, and users without one are pending', async () => {
    const site = personalSite();
    const graph = tenantOfSites([], {
      userDrives: async ({ userIds }) =>
        userIds.map((userId) => ({ userId, site: userId === 'with' ? site : null })),
    });
    const synchronization = newSites({ ...OneDrive, method: 'selected' });
    const result = await attemptSites(store, graph, (each) =>
      each.synchronizeDriveTargets({ ...synchronization, userIds: ['with', 'without'] }),
    );
    expect(result).toEqual({ pending: ['without'], licensed: true });
    expect(await publish(store, synchronization)).toMatchObject({ sites: 1 });
    expect(await publishedSites(store, synchronization)).toEqual([site]);
  });

  test('of a run that is published already, who is pending is told again', async () => {
    const [userId, later] = ['f3c4e8a0-0000-4000-8000-000000000002', 'f3c4e8a0-0000-4000-8000-3'];
    const site = { ...personalSite(), owner: { driveId: 'd', userId, ...nobody } };
    const graph = tenantOfSites([], {
      userDrives: async () => [
        { userId, site },
        { userId: later, site: null },
      ],
    });
    const synchronization = newSites({ ...OneDrive, method: 'selected' });
    const read = () =>
      attemptSites(store, graph, (each) =>
        each.synchronizeDriveTargets({ ...synchronization, userIds: [userId, later] }),
      );
    const found = await read();
    await publish(store, synchronization);
    expect(await read()).toEqual(found);
    expect(found).toEqual({ pending: [later], licensed: true });
  });

  test('a tenant without a license has none, keeps what was published, and is no failure', async () => {
    const userId = 'f3c4e8a0-0000-4000-8000-000000000004';
    const drive = { ...personalSite(), owner: { driveId: 'd', userId, ...nobody } };
    const [site] = sitesOf(1) as [DirectorySite];
    let licensed = true;
    const UNANSWERED = {
      id: site.id,
      code: 'BadRequest',
      outage: null,
      failure: 'UnexpectedAnswer',
    } as const;
    const graph = tenantOfSites([], {
      sitesReadable: async () => (licensed ? 'readable' : 'unlicensed'),
      // Of one user, Microsoft says the same if only the user has no license.
      userDrives: async () => [{ userId, site: licensed ? drive : null }],
      sitesById: async () =>
        licensed
          ? { found: [site], missing: [], unreadable: [] }
          : { found: [], missing: [UNANSWERED], unreadable: [] },
    });
    const drives = newSites({ ...OneDrive, method: 'selected' });
    const readDrives = (run: typeof drives) =>
      attemptSites(store, graph, (each) =>
        each.synchronizeDriveTargets({ ...run, userIds: [userId] }),
      );
    const sites = newSites({ method: 'selected' });
    const readSites = (run: typeof sites) =>
      attemptSites(store, graph, (each) =>
        each.synchronizeSiteTargets({ ...run, siteIds: [site.id] }),
      );
    expect(await readDrives(drives)).toEqual({ pending: [], licensed: true });
    expect(await readSites(sites)).toEqual({ licensed: true });
    for (const run of [drives, sites]) await publish(store, run);

    licensed = false;
    const [drivesAgain, sitesAgain] = [newSites(drives), newSites(sites)];
    expect(await readDrives(drivesAgain)).toEqual({ pending: [userId], licensed: false });
    expect(await readSites(sitesAgain)).toEqual({ licensed: false });
    for (const run of [drivesAgain, sitesAgain]) {
      const record = await publish(store, run);
      expect(record).toMatchObject({ outcome: 'published', sites: 1, sitesRemoved: 0 });
    }
    // Also of a run that is published already.
    expect(await readSites(sitesAgain)).toEqual({ licensed: false });
    expect(await readDrives(drivesAgain)).toMatchObject({ licensed: false });
  });
});
