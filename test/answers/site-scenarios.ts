/** What the product does with its calls to SharePoint Online and OneDrive. */
import { randomUUID } from 'node:crypto';
import type { DirectorySite } from '../../domain/directory.ts';
import type { Service } from '../../domain/services/services.ts';
import type { SyncRun } from '../../store/schema.ts';
import { sandboxConfiguration } from '../support/sandbox-configuration.ts';
import type { ControlledTenant } from '../support/tenant.ts';
import { type AccountIds, copiedAccount, newAccount } from './copied-account.ts';
import {
  answered,
  type End,
  endOf,
  type Outcome,
  persist,
  productOf,
  type World,
} from './product.ts';
import { verify } from './scenarios.ts';
import { PARTIAL_SITES } from './partial-sites.ts';

type Sites = ReadonlyMap<string, DirectorySite>;

/** What synchronizations without hostility publish, of the tenant as it was, and as it is. */
interface Right {
  readonly account: AccountIds;
  before: Sites;
  after: Sites;
}
const NONE: Sites = new Map();
const rightOf = (service: Service): Right => ({
  account: newAccount(service),
  before: NONE,
  after: NONE,
});
const right = { sites: rightOf('sharepoint-online'), drives: rightOf('onedrive') };

/** Users with a OneDrive, and an account that protects only theirs. */
const chosen = { users: [] as string[], account: newAccount('onedrive') };
/** Selected targets. */
const FEW = 5;

/** Sets what each synchronization must publish. */
export async function learnRightSites(world: World, control: ControlledTenant): Promise<void> {
  for (const each of Object.values(right)) {
    await synchronized(world, synchronizationOf(world, each.account));
    each.before = await publishedSites(world, each.account);
  }
  chosen.users = [...right.drives.before.values()]
    .flatMap(({ owner }) => owner?.userId ?? [])
    .slice(0, FEW);
  await chosenSynchronized(world, chosenOf(world, chosen.account));

  // What has changed since.
  const ids = [...right.sites.before.keys()];
  await control.changeSites(ids.slice(0, 3), { displayName: 'Renamed' });
  await control.addSites(2);
  const [user = ''] = await control.addUsers(1);
  await control.provisionDrive(user);
  PARTIAL_SITES.push(...ids.slice(4, 6));
  for (const each of Object.values(right)) {
    const account = await copiedAccount(world.db, each.account);
    await synchronized(world, synchronizationOf(world, account));
    each.after = await publishedSites(world, account);
  }
}

const synchronizationOf = ({ tenant }: World, account: AccountIds, retried = false) => ({
  ...account,
  tenantId: tenant.tenantId,
  runId: randomUUID(),
  method: 'all' as const,
  retried,
});
type Synchronization = Omit<ReturnType<typeof synchronizationOf>, 'method'> & {
  readonly method: 'all' | 'selected';
};

/** Reads and publishes. */
async function synchronized(world: World, synchronization: Synchronization): Promise<boolean> {
  const { activities } = productOf(world);
  return settled(
    await persist(world, async () => {
      const { licensed } = await activities.synchronizeSites(synchronization);
      await activities.publishDirectory(synchronization);
      return licensed;
    }),
  );
}

function settled<T>(outcome: Outcome<T>): T {
  if ('result' in outcome) return outcome.result;
  throw outcome.failure;
}

async function publishedSites({ store }: World, { accountId }: AccountIds): Promise<Sites> {
  const { sites } = await store.published.sites(accountId, { search: '', offset: 0, limit: 1_000 });
  return new Map(sites.map((site) => [site.id, site]));
}

const theRun = async ({ store }: World, { runId }: Synchronization): Promise<SyncRun | null> =>
  store.runs.byId(runId);

/** The same product at a Microsoft that is friendly again. */
const inPeace = (world: World): World => ({
  ...world,
  configuration: sandboxConfiguration(world.sandbox),
  hits: null,
  attempts: 3,
});

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** A site as it is, but for its drive, which is not known. */
const isWithoutDrive = ({ owner, ...site }: DirectorySite, right: DirectorySite): boolean =>
  owner?.driveId === null && same({ ...site, owner: null }, { ...right, owner: null });

/** What a run has published must be right, except what it skipped, which must be as it was before. */
function wrongIn(published: Sites, before: Sites, after: Sites, skipped: readonly unknown[]) {
  const wrong = [...after.values()].filter((site) => {
    const ours = published.get(site.id);
    const known = before.get(site.id);
    if (same(ours, site) || (skipped.includes(site.id) && same(ours, known))) return false;
    const wasKnown = known?.url === site.url && known.owner !== null;
    return !ours || wasKnown || !isWithoutDrive(ours, site);
  });
  const extra = [...published.keys()].filter((id) => !after.has(id));
  return [...wrong.map(({ id }) => id), ...extra];
}

const drivesUnknown = (published: Sites): number =>
  [...published.values()].filter(({ owner }) => owner?.driveId === null).length;

async function endOfSites(
  world: World,
  synchronization: Synchronization,
  outcome: Outcome<boolean>,
  before: Sites,
): Promise<End> {
  const run = await theRun(world, synchronization);
  if (!('result' in outcome)) return endOf(outcome, run?.waitingUntil ?? null);
  const after = before === NONE ? right[sideOf(synchronization)].after : afterOf(synchronization);
  const published = await publishedSites(world, synchronization);
  const licensed = outcome.result;
  const skipped = run?.skippedItems.map(({ id }) => id) ?? [];
  const wrong = licensed
    ? wrongIn(published, before, after, skipped)
    : wrongIn(published, NONE, before, []);
  if (wrong.length > 0) return { kind: 'defect', why: `lost or false: ${wrong.join(' ')}` };
  const unknown = drivesUnknown(published);
  if (licensed && run?.skipped === 0 && unknown === 0) return { kind: 'healed', why: '' };
  const later = await synchronized(inPeace(world), {
    ...synchronization,
    runId: randomUUID(),
    retried: false,
  });
  const found = await publishedSites(world, synchronization);
  const left = wrongIn(found, NONE, after, []);
  const isFound = later && left.length === 0 && drivesUnknown(found) === 0;
  if (!isFound) return { kind: 'defect', why: `not looked for again: ${left.join(' ')}` };
  const why = `${run?.skipped} skipped, ${unknown} drives not known`;
  return { kind: 'skipped', why: licensed ? why : 'no license' };
}

const sideOf = ({ service }: AccountIds) => (service === 'onedrive' ? 'drives' : 'sites');
const afterOf = (account: AccountIds) => right[sideOf(account)].after;

/** A first synchronization. */
async function first(world: World, service: Service): Promise<End> {
  const synchronization = synchronizationOf(world, newAccount(service));
  return hostile(world, synchronization, NONE);
}

/** A later one. */
async function later(world: World, { account, before }: Right, retried = false): Promise<End> {
  const copied = await copiedAccount(world.db, account);
  return hostile(world, synchronizationOf(world, copied, retried), before);
}

async function hostile(
  world: World,
  synchronization: Synchronization,
  before: Sites,
): Promise<End> {
  const { activities } = productOf(world);
  world.turn();
  const outcome = await persist(world, async () => {
    const { licensed } = await activities.synchronizeSites(synchronization);
    await activities.publishDirectory(synchronization);
    return licensed;
  });
  return endOfSites(world, synchronization, outcome, before);
}

const chosenOf = (world: World, account: AccountIds): Synchronization => ({
  ...synchronizationOf(world, account),
  method: 'selected',
});

const chosenSynchronized = async (world: World, synchronization: Synchronization) => {
  const { activities } = productOf(world);
  return persist(world, async () => {
    const userIds = chosen.users;
    const { pending } = await activities.synchronizeDriveTargets({ ...synchronization, userIds });
    await activities.publishDirectory(synchronization);
    return pending;
  });
};

/** Selected drives. Those that are pending are named on the page and looked for every hour. */
async function chosenDrives(world: World, account: AccountIds): Promise<End> {
  const synchronization = chosenOf(world, account);
  const before = await publishedSites(world, account);
  world.turn();
  const outcome = await chosenSynchronized(world, synchronization);
  const run = await theRun(world, synchronization);
  if (!('result' in outcome)) return endOf(outcome, run?.waitingUntil ?? null);
  const pending = outcome.result;
  const published = await publishedSites(world, account);
  const theirs = [...right.drives.before.values()].filter(({ owner }) =>
    chosen.users.includes(owner?.userId ?? ''),
  );
  const left = theirs.filter(
    ({ id, owner }) => owner?.driveId !== published.get(id)?.owner?.driveId,
  );
  const lost = left.filter(({ owner }) => !pending.includes(owner?.userId ?? ''));
  if (lost.length > 0)
    return { kind: 'defect', why: `lost: ${lost.map(({ id }) => id).join(' ')}` };
  if (left.some(({ id }) => before.has(id))) return { kind: 'asked', why: 'gone', turns: [] };
  return pending.length > 0 || (run?.skipped ?? 0) > 0
    ? { kind: 'skipped', why: `${pending.length} pending, ${run?.skipped} skipped` }
    : { kind: 'healed', why: '' };
}

export const SITE_SCENARIOS = {
  verifySites: (world: World) => verify(world, 'sharepoint'),

  synchronizeSites: (world: World) => first(world, 'sharepoint-online'),
  synchronizeDrives: (world: World) => first(world, 'onedrive'),
  /** Later synchronizations, which read the changes. */
  followSites: (world: World) => later(world, right.sites),
  followDrives: (world: World) => later(world, right.drives),
  /** A later synchronization, which reads everything. */
  readSitesAgain: (world: World) => later(world, right.sites, true),

  async siteTargets(world: World): Promise<End> {
    const { activities } = productOf(world);
    const synchronization = chosenOf(world, newAccount('sharepoint-online'));
    const siteIds = [...right.sites.after.keys()].slice(0, FEW);
    world.turn();
    const outcome = await persist(world, async () => {
      await activities.synchronizeSiteTargets({ ...synchronization, siteIds });
      await activities.publishDirectory(synchronization);
    });
    const run = await theRun(world, synchronization);
    if (!('result' in outcome)) return endOf(outcome, run?.waitingUntil ?? null);
    const published = await publishedSites(world, synchronization);
    return same([...published.keys()].toSorted(), siteIds.toSorted())
      ? { kind: 'healed', why: '' }
      : { kind: 'defect', why: 'lost' };
  },

  driveTargets: (world: World) => chosenDrives(world, newAccount('onedrive')),
  driveTargetsAgain: async (world: World) =>
    chosenDrives(world, await copiedAccount(world.db, chosen.account)),

  /** Background work of a protected account. The page names the users whose OneDrive is waited for. */
  async waitForDrives(world: World): Promise<End> {
    const { activities } = productOf(world);
    const { tenantId } = world.tenant;
    const wait = { ...newAccount('onedrive'), tenantId, userIds: chosen.users };
    world.turn();
    const outcome = await persist(world, () => activities.waitForDrives(wait));
    if ('result' in outcome) return { kind: 'healed', why: '' };
    return outcome.failure.type === 'DriveNotThere'
      ? { kind: 'skipped', why: 'not there yet' }
      : endOf(outcome, new Date());
  },

  findSite(world: World): Promise<End> {
    const [site] = right.sites.after.values();
    return answered(world, ({ graphs }, at) =>
      graphs.sharepoint.siteByUrl({ ...at, url: site?.url ?? '' }),
    );
  },
  findSites: (world: World) =>
    answered(world, ({ graphs }, at) => graphs.sharepoint.searchSites({ ...at, words: ['sales'] })),
} satisfies Record<string, (world: World) => Promise<End>>;
export type SiteScenarioName = keyof typeof SITE_SCENARIOS;
