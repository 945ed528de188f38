/** The sites of a sandbox tenant, as SharePoint Online and OneDrive synchronize them. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SynchronizationReference } from '../activities/dependencies.ts';
import { createSiteActivities } from '../activities/sites.ts';
import { rowsInMainThread } from '../activities/user-rows.ts';
import { ProvostError } from '../domain/failures.ts';
import type { DirectorySite } from '../domain/directory.ts';
import type { Service } from '../domain/services/services.ts';
import { createGraphs, type Graphs } from '../microsoft/graph.ts';
import { createIdentity, type Identity } from '../microsoft/identity.ts';
import { listenSandbox, type ListeningSandbox } from '../sandbox/server.ts';
import { DATABASES } from '../store/store.fixture.ts';
import { createStore, type Store } from '../store/store.ts';
import { grantOf, sandboxConfiguration } from './support/sandbox-configuration.ts';
import { controlTenant } from './support/tenant.ts';

const TENANT = 'contoso.example';
const SITES = 2_500;
const USERS = 300;
const GUARD = { share: 1, floor: 1_000 };
const ATTEMPTS = 6;
/** Each failed attempt would be logged. */
const QUIET = { logger: new DefaultLogger('ERROR', () => undefined) };

let sandbox: ListeningSandbox;
let store: Store;
let closeStore: () => Promise<void>;
let identity: Identity;
let graphs: Graphs;
let tenantId: string;

beforeAll(async () => {
  sandbox = await listenSandbox({ port: 0, users: USERS, sites: SITES });
  const database = await DATABASES['PGlite']!();
  store = createStore(database.connection.db);
  closeStore = database.close;
  const configuration = sandboxConfiguration(sandbox.origin);
  identity = createIdentity(configuration);
  graphs = createGraphs({ identity, configuration });
  const tenant = controlTenant(sandbox.origin, TENANT);
  tenantId = await tenant.id();
  for (const kind of ['sharepoint', 'onedrive'] as const) await tenant.grant(...grantOf(kind));
});
afterEach(() => setFaults(HEALTHY));
afterAll(async () => {
  await sandbox.close();
  await closeStore();
});

const HEALTHY = {
  sitesMissing: 0,
  zeroSites: false,
  noSharePointLicence: false,
  expireDeltaTokens: 0,
  truncateNext: 0,
  malformNext: 0,
  malformPathContains: '',
  repeatPageNext: 0,
  throttleNext: 0,
};

async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${sandbox.origin}/_sandbox/tenants/${TENANT}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`);
  return answer.json().catch(() => null);
}
const setFaults = (faults: object) => control('PATCH', '/faults', faults);

const siteSchema = z.object({
  id: z.string(),
  webUrl: z.string(),
  displayName: z.string().nullish(),
  isPersonalSite: z.boolean(),
});
const pageSchema = z.object({
  value: z.array(siteSchema),
  '@odata.nextLink': z.string().optional(),
});

/** The sites of the tenant, read without the product's reader. */
async function listed(personal: boolean): Promise<Pick<DirectorySite, 'id' | 'url'>[]> {
  const { token } = await identity.appToken({ kind: 'sharepoint', tenantId });
  const found: z.infer<typeof siteSchema>[] = [];
  let link: string | undefined = 'https://graph.microsoft.com/v1.0/sites/getAllSites?$top=999';
  while (link !== undefined) {
    const url: string = link.replace('https://graph.microsoft.com', sandbox.origin);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const page: z.infer<typeof pageSchema> = pageSchema.parse(await answer.json());
    found.push(...page.value);
    link = page['@odata.nextLink'];
  }
  return found
    .filter(({ isPersonalSite }) => isPersonalSite === personal)
    .map(({ id, webUrl }) => ({ id, url: webUrl }))
    .toSorted(byId);
}
const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

const newAccount = (service: Service): SynchronizationReference => ({
  accountId: randomUUID(),
  organizationId: 'contoso',
  service,
  tenantId,
  runId: randomUUID(),
  method: 'all',
});
const nextRun = (account: SynchronizationReference) => ({ ...account, runId: randomUUID() });

/** Reads as Temporal has it read, without the waits between attempts, and publishes. */
async function synchronize(synchronization: SynchronizationReference) {
  const activities = createSiteActivities({ store, graphs, userRows: rowsInMainThread });
  const attempt = (): Promise<{ licensed: boolean }> =>
    new MockActivityEnvironment({}, QUIET).run(() => activities.synchronizeSites(synchronization));
  let result: { licensed: boolean } | ProvostError = await settled(attempt);
  for (let tries = 1; tries < ATTEMPTS && result instanceof ProvostError; tries += 1)
    result = await settled(attempt);
  if (result instanceof ProvostError) throw result;
  const lease = await store.runs.lease(synchronization.runId, 'publishing');
  const run = await store.runs.byId(synchronization.runId);
  if (!run) throw new Error('There is no run');
  await store.directory.publish(lease, run, GUARD);
  const record = await store.runs.byId(synchronization.runId);
  const page = { search: '', offset: 0, limit: 100_000 };
  const { sites } = await store.published.sites(synchronization.accountId, page);
  return { ...result, record, sites: sites.toSorted(byId) };
}

const settled = <T>(work: () => Promise<T>): Promise<T | ProvostError> =>
  work().catch((error: unknown) => {
    if (error instanceof ProvostError) return error;
    throw error;
  });

const places = (sites: readonly DirectorySite[]) => sites.map(({ id, url }) => ({ id, url }));

test('SharePoint Online has all sites that are not personal, nested ones too', async () => {
  const { sites, licensed, record } = await synchronize(newAccount('sharepoint-online'));
  expect(licensed).toBe(true);
  expect(places(sites)).toEqual(await listed(false));
  expect(sites.length).toBeGreaterThanOrEqual(SITES);
  expect(record).toMatchObject({ sites: sites.length, skipped: 0, restarts: 0, throttled: 0 });
  const ids = new Set(sites.map(({ id }) => id));
  const nested = sites.filter(({ parentId }) => parentId !== null);
  expect(nested.length).toBeGreaterThan(10);
  expect(nested.every(({ parentId }) => ids.has(parentId ?? ''))).toBe(true);
  expect(sites.some(({ title }) => title === null)).toBe(true);
});

test('OneDrive has all personal sites, each with its drive and owner', async () => {
  const { sites } = await synchronize(newAccount('onedrive'));
  expect(places(sites)).toEqual(await listed(true));
  expect(sites.length).toBeGreaterThan(100);
  for (const { owner } of sites)
    expect(owner).toEqual({
      driveId: expect.stringMatching(/^b!/),
      userId: expect.stringMatching(/^[\da-f-]{36}$/),
      displayName: expect.anything(),
      principalName: expect.stringContaining('@'),
    });
});

describe('the list', () => {
  test.each<[string, object]>([
    ['leaves sites out', { sitesMissing: 0.3 }],
    ['is empty', { zeroSites: true }],
  ])('may be wrong: it %s, and nothing is missing', async (_how, faults) => {
    const all = await listed(false);
    await setFaults(faults);
    const { sites, record } = await synchronize(newAccount('sharepoint-online'));
    expect(places(sites)).toEqual(all);
    expect(record).toMatchObject({ skipped: 0 });
  });

  test.each<[string, object]>([
    ['half a body', { truncateNext: 3 }],
    ['a page twice', { repeatPageNext: 1 }],
    ['a throttled page', { throttleNext: 1, retryAfterSeconds: 0 }],
  ])('and the changes survive %s', async (_what, faults) => {
    await setFaults(faults);
    const { sites } = await synchronize(newAccount('sharepoint-online'));
    await setFaults(HEALTHY);
    expect(places(sites)).toEqual(await listed(false));
  });

  test('has invalid sites, which are skipped and kept', async () => {
    const account = newAccount('sharepoint-online');
    const before = await synchronize(account);
    await setFaults({ malformNext: 2, malformPathContains: '/sites' });
    const again = await synchronize({ ...nextRun(account), retried: true });
    expect(again.record?.skipped).toBeGreaterThan(0);
    expect(again.record).toMatchObject({ sitesRemoved: 0, sitesRead: 'full' });
    expect(places(again.sites)).toEqual(places(before.sites));
  });
});

describe('a later run', () => {
  test('follows what was added, renamed, moved and removed', async () => {
    const account = newAccount('sharepoint-online');
    const first = await synchronize(account);
    await control('DELETE', '/sites?count=4');
    await control('PATCH', '/sites', { count: 3, patch: { displayName: 'Renamed' } });
    await control('POST', '/sites', { displayName: 'Added', path: '/sites/added-later' });
    const later = await synchronize(nextRun(account));
    expect(later.record).toMatchObject({ sitesRead: 'delta', sitesAdded: 1 });
    expect(later.record?.sitesRemoved).toBeGreaterThanOrEqual(4);
    expect(later.record?.requests).toBeLessThan(first.record?.requests ?? 0);
    expect(places(later.sites)).toEqual(await listed(false));
    await control('POST', '/sites/restore', {});
    const restored = await synchronize(nextRun(account));
    expect(places(restored.sites)).toEqual(await listed(false));
  });

  test.each(['resyncChangesApplyDifferences', 'resyncChangesUploadDifferences'])(
    'reads everything after %s',
    async (siteResync) => {
      const account = newAccount('sharepoint-online');
      await synchronize(account);
      await control('DELETE', '/sites?count=1');
      await setFaults({ siteResync, expireDeltaTokens: 1 });
      const { record, sites } = await synchronize(nextRun(account));
      expect(record).toMatchObject({ sitesRead: 'full', fullReason: 'tokenExpired' });
      expect(places(sites)).toEqual(await listed(false));
      await control('POST', '/sites/restore', {});
    },
  );

  test('asks only for the drive of a OneDrive that is new', async () => {
    const account = newAccount('onedrive');
    const first = await synchronize(account);
    await control('POST', `/users/${await newUser()}/onedrive`);
    const later = await synchronize(nextRun(account));
    expect(later.sites).toHaveLength(first.sites.length + 1);
    expect(later.sites.every(({ owner }) => owner?.driveId)).toBe(true);
    // A page of changes, the delta link, and a drive.
    expect(later.record?.requests).toBeLessThan(5);
  });
});

/** A user who has no OneDrive yet. */
async function newUser(): Promise<string> {
  const schema = z.object({ added: z.tuple([z.string()]) });
  const { added } = schema.parse(await control('POST', '/users', { count: 1 }));
  return added[0];
}

test('a tenant without SharePoint has no sites, which is no failure', async () => {
  await setFaults({ noSharePointLicence: true });
  for (const service of ['sharepoint-online', 'onedrive'] as const)
    expect(await synchronize(newAccount(service))).toMatchObject({ licensed: false, sites: [] });
  expect(await graphs.sharepoint.sitesReadable({ tenantId })).toBe('unlicensed');
});

test('single sites and drives are found as the console asks for them', async () => {
  const at = { tenantId };
  const [site] = await listed(false);
  const [personal] = await listed(true);
  if (!site || !personal) throw new Error('The tenant has sites');
  expect(await graphs.sharepoint.siteByUrl({ ...at, url: site.url })).toMatchObject(site);
  const url = 'https://contoso.sharepoint.example/sites/finance';
  expect(await graphs.sharepoint.siteByUrl({ ...at, url: `${url}/` })).toMatchObject({ url });
  const home = 'https://contoso.sharepoint.example';
  expect(await graphs.sharepoint.siteByUrl({ ...at, url: home })).toMatchObject({ url: home });
  for (const missing of [`${url}-none`, 'https://fabrikam.sharepoint.example/sites/finance'])
    expect(await graphs.sharepoint.siteByUrl({ ...at, url: missing })).toBeNull();
  expect((await graphs.sharepoint.searchSites({ ...at, words: ['finance'] })).sites).not.toEqual(
    [],
  );
  const byIds = await graphs.sharepoint.sitesById({ ...at, ids: [site.id, `${site.id}x`] });
  expect(byIds.found).toMatchObject([site]);
  expect(byIds.missing).toHaveLength(1);
  const [drive] = await graphs.onedrive.siteDrives({ ...at, siteIds: [personal.id] });
  const userId = (drive && 'owner' in drive && drive.owner?.userId) || '';
  const [mine] = await graphs.onedrive.userDrives({ ...at, userIds: [userId] });
  expect(mine).toMatchObject({ site: personal });
  const added = await newUser();
  expect(await graphs.onedrive.userDrives({ ...at, userIds: [added] })).toEqual([
    { userId: added, site: null },
  ]);
});
