/** What the product does with its calls: activities with Temporal's retries, and questions of a person. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { type Activities, createActivities } from '../../activities/activities.ts';
import { rowsInMainThread } from '../../activities/user-rows.ts';
import { REASON_OF_LOST_ACCESS, turnsOf } from '../../domain/account.ts';
import {
  FAILURES,
  type FailureType,
  isOutage,
  isTokenFailure,
  ProvostError,
} from '../../domain/failures.ts';
import { quarantineTurns } from '../../domain/quarantine.ts';
import type { Turn } from '../../domain/turns.ts';
import type { MicrosoftConfiguration } from '../../microsoft/configuration.ts';
import { createExchange } from '../../microsoft/ews/exchange.ts';
import { createGraphs, type Graph, type Graphs } from '../../microsoft/graph.ts';
import { createIdentity, type Identity } from '../../microsoft/identity.ts';
import type { Database } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { Listing } from '../support/listing.ts';
import { publishedDirectory } from '../support/published.ts';
import { type AccountIds, copiedAccount, newAccount } from './copied-account.ts';
import { signedIn } from './signed-in.ts';

/**
 * How a cell ends. `healed`: the result is the right one. `skipped`: the item is left out and
 * shown. `asked`: a person is asked to act, or gets a sentence at once. `waits`: until Microsoft
 * recovers, with the time of the next try on screen. Anything else is a defect and says which.
 */
export interface End {
  readonly kind: 'healed' | 'skipped' | 'asked' | 'waits' | 'defect';
  /** The failure, or what is wrong. */
  readonly why: string;
  /** Whose turn it is, where the account then needs attention. Otherwise whoever asked is told at once. */
  readonly turns?: readonly Turn[];
}

export interface Tenant {
  readonly tenantId: string;
  readonly userIds: readonly string[];
  readonly groupId: string;
  readonly userPrincipalName: string;
  /** Those that are not personal, and the personal ones. */
  readonly siteIds: readonly string[];
  readonly personalSiteIds: readonly string[];
  /** Users with a drive: who asks for many that do not exist is throttled. */
  readonly driveUserIds: readonly string[];
  readonly siteUrl: string;
}

export interface World {
  readonly store: Store;
  readonly db: Kysely<Database>;
  readonly tenant: Tenant;
  readonly configuration: MicrosoftConfiguration;
  /** With tokens that all cells share, unless the cell is about Entra. */
  readonly identity?: Identity | undefined;
  /** Where the person signs in. */
  readonly sandbox: string;
  /** From now on, Microsoft is hostile. */
  readonly turn: () => void;
  /** Attempts after which something that goes on is endless, or waits. */
  readonly attempts: number;
}

interface Product {
  readonly identity: Identity;
  readonly activities: Activities;
  readonly graph: Graph;
  readonly graphs: Graphs;
}

function productOf({ store, configuration, ...world }: World): Product {
  const { identity = createIdentity(configuration) } = world;
  const graphs = createGraphs({ identity, configuration });
  const { graph } = graphs;
  const exchange = createExchange({ identity, configuration });
  const removalGuard = { share: 1, floor: 1000 };
  const dependencies = { store, identity, graph, graphs, exchange, removalGuard };
  return {
    identity,
    graph,
    graphs,
    activities: createActivities({ ...dependencies, userRows: rowsInMainThread }),
  };
}

type Outcome<T> =
  | { readonly result: T }
  | { readonly failure: ProvostError; readonly ended: boolean };

/** Each failed attempt would be logged. */
const QUIET = new DefaultLogger('ERROR', () => undefined);

/** Runs an activity as Temporal does, but without waiting between the attempts. */
async function persist<T>({ attempts }: World, run: () => Promise<T>): Promise<Outcome<T>> {
  let heartbeatDetails: unknown;
  let failure = new ProvostError('Internal');
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const environment = new MockActivityEnvironment(
      { attempt, heartbeatDetails },
      { logger: QUIET },
    );
    environment.on('heartbeat', (details: unknown) => void (heartbeatDetails = details));
    try {
      return { result: await environment.run(run) };
    } catch (error) {
      failure = error instanceof ProvostError ? error : new ProvostError('Internal', String(error));
      if (!FAILURES[failure.type].retried) return { failure, ended: true };
    }
  }
  return { failure, ended: false };
}

/** The consent is there in every cell: to ask for it again would be wrong. */
const WRONG: readonly FailureType[] = ['ConsentRevoked', 'Internal'];

/** The end of an activity that gave no result. `next`: when the screen says that it tries again. */
function endOf(
  { failure, ended }: { failure: ProvostError; ended: boolean },
  next: Date | null,
): End {
  const { type } = failure;
  if (WRONG.includes(type)) return { kind: 'defect', why: `wrong reason ${failure.message}` };
  if (ended) return { kind: 'asked', why: reasonOf(failure), turns: turnsAfter(failure) };
  if (next === null) return { kind: 'defect', why: `silent ${type}` };
  return isOutage(type) ? { kind: 'waits', why: type } : { kind: 'defect', why: `endless ${type}` };
}

/** Whose turn a failure makes it that ends a synchronization or a quarantine check. */
function turnsAfter({ type, details }: ProvostError): readonly Turn[] {
  const { reason } = details;
  const lost = type === 'AccessBlocked' && isTokenFailure(reason) ? reason : null;
  const attention = lost === null ? 'synchronizationFailed' : REASON_OF_LOST_ACCESS[lost];
  return turnsOf({ attention: { reason: attention }, quarantine: null });
}

/** What a person is told: the failure, and what stands in the way of our access. */
const reasonOf = ({ type, details }: ProvostError): string =>
  type === 'AccessBlocked' ? `${type} by ${String(details['reason'])}` : type;

async function verify(world: World, kind: 'exchange' | 'graph'): Promise<End> {
  const { activities } = productOf(world);
  const account = newAccount();
  const { tenantId, userPrincipalName } = world.tenant;
  if (kind === 'exchange') await rememberAdministrator(world, account, userPrincipalName);
  world.turn();
  const outcome = await persist(world, () =>
    activities.verifyGrant({ ...account, kind, tenantId }),
  );
  if ('result' in outcome) {
    const finding = outcome.result;
    // The account goes on without Exchange Web Services, and shows why.
    return finding
      ? { kind: 'skipped', why: `finding ${finding.outcome}` }
      : { kind: 'healed', why: '' };
  }
  const check = await world.store.consents.check(account.accountId, kind);
  const end = endOf(outcome, check?.nextCheckAt ?? null);
  // The wait for a grant has a bound of three days, after which a person is asked.
  return end.why.startsWith('endless') ? { kind: 'asked', why: outcome.failure.type } : end;
}

async function rememberAdministrator(
  { store, tenant }: World,
  account: AccountIds,
  name: string,
): Promise<void> {
  const attemptId = randomUUID();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await store.consents.begin({
    ...account,
    attemptId,
    service: 'exchange-online',
    kind: 'exchange',
    stateHash: randomUUID(),
    createdBy: { id: randomUUID(), name: 'a' },
    expiresAt,
  });
  const objectId = tenant.userIds[0] ?? '';
  const stateHash = randomUUID();
  await store.consents.identify(attemptId, { tenantId: tenant.tenantId, objectId, name });
  const attempt = await store.consents.byId(attemptId);
  await store.consents.takeState('signIn', attempt?.signInStateHash ?? '');
  await store.consents.sendToConsent(attemptId, stateHash, expiresAt);
}

const synchronizationOf = (
  { tenant }: World,
  method: 'all' | 'selected',
  account = newAccount(),
) => ({
  ...account,
  tenantId: tenant.tenantId,
  runId: randomUUID(),
  method,
});
type Synchronization = ReturnType<typeof synchronizationOf>;

/** Reads and publishes. */
async function synchronized(
  { activities }: Product,
  synchronization: Synchronization,
): Promise<void> {
  await activities.synchronizeDirectory(synchronization);
  await activities.publishDirectory(synchronization);
}

/** What a synchronization without hostility publishes, and the account that has it. */
const right: { directory: Listing | null; account: AccountIds } = {
  directory: null,
  account: newAccount(),
};

/** Sets what a synchronization must publish. */
export async function learnRightDirectory(world: World): Promise<void> {
  const synchronization = synchronizationOf(world, 'all', right.account);
  const outcome = await persist(world, () => synchronized(productOf(world), synchronization));
  if (!('result' in outcome)) throw outcome.failure;
  right.directory = await publishedDirectory(world.db, synchronization.accountId);
}

/**
 * How a synchronization has ended. Whatever was skipped, the rest must be there; over a directory that was
 * published before (`kept`), everything must.
 */
async function endOfSynchronization(
  world: World,
  synchronization: Synchronization,
  outcome: Outcome<void>,
  { kept }: { readonly kept: boolean },
): Promise<End> {
  const run = await world.store.runs.byId(synchronization.runId);
  if (!('result' in outcome)) return endOf(outcome, run?.waitingUntil ?? null);
  if (!run || !right.directory) throw new Error('The run and the right directory are known');
  const published = await publishedDirectory(world.db, synchronization.accountId);
  const skipped = new Set(kept ? [] : run.skippedItems.map(({ id }) => id));
  const wrong = differences(published, withoutSkipped(right.directory, skipped));
  // Pages of a list of members that were read before it was skipped are there.
  const wronger = differences(published, right.directory);
  if (wrong.missing.length > 0 || wronger.extra.length > 0)
    return { kind: 'defect', why: `lost or false: ${[...wrong.missing, ...wronger.extra].join()}` };
  return run.skipped > 0
    ? { kind: 'skipped', why: String(run.skipped) }
    : { kind: 'healed', why: '' };
}

type Skipped = ReadonlySet<string | null>;

const withoutSkipped = ({ users, groups, memberships }: Listing, skipped: Skipped): Listing => ({
  users: users.filter(({ id }) => !skipped.has(id)),
  groups: groups.filter(({ id }) => !skipped.has(id)),
  memberships: memberships.filter(
    ({ groupId, memberId }) => !skipped.has(groupId) && !skipped.has(memberId),
  ),
});

function differences(actual: Listing, expected: Listing) {
  const [ours, theirs] = [namesOf(actual), namesOf(expected)];
  return {
    extra: [...ours].filter((row) => !theirs.has(row)),
    missing: [...theirs].filter((row) => !ours.has(row)),
  };
}

/** The rows of a directory, whole: a user with other values is another one. */
const namesOf = (directory: Listing): Set<string> =>
  new Set(
    [directory.users, directory.groups, directory.memberships].flatMap((rows) =>
      rows.map((row) => JSON.stringify(row)),
    ),
  );

/** A later synchronization. */
async function later(world: World, how: { readonly retried?: boolean }): Promise<End> {
  const product = productOf(world);
  const account = await copiedAccount(world.db, right.account);
  const synchronization = { ...synchronizationOf(world, 'all', account), ...how };
  world.turn();
  const outcome = await persist(world, () => synchronized(product, synchronization));
  return endOfSynchronization(world, synchronization, outcome, { kept: true });
}

const siteSynchronization = (
  world: World,
  service: 'sharepoint-online' | 'onedrive',
  method: 'all' | 'selected' = 'all',
) => synchronizationOf(world, method, { ...newAccount(), service });

async function siteSynchronized(
  { activities }: Product,
  synchronization: Synchronization,
): Promise<void> {
  await activities.synchronizeSites(synchronization);
  await activities.publishDirectory(synchronization);
}

/** A synchronization of sites: the first one of an account, or a later one. Every site must be there. */
async function sitesEnd(
  world: World,
  service: 'sharepoint-online' | 'onedrive',
  before?: Synchronization,
): Promise<End> {
  const { tenant, store } = world;
  const product = productOf(world);
  const synchronization = before
    ? { ...before, runId: randomUUID() }
    : siteSynchronization(world, service);
  world.turn();
  const outcome = await persist(world, () => siteSynchronized(product, synchronization));
  const run = await store.runs.byId(synchronization.runId);
  if (!('result' in outcome)) return endOf(outcome, run?.waitingUntil ?? null);
  const page = { search: '', offset: 0, limit: 10_000 };
  const { sites } = await store.published.sites(synchronization.accountId, page);
  const expected = service === 'onedrive' ? tenant.personalSiteIds : tenant.siteIds;
  if (
    sites
      .map(({ id }) => id)
      .toSorted()
      .join() !== expected.toSorted().join()
  )
    return { kind: 'defect', why: `${sites.length} sites, not ${expected.length}` };
  const unknown = sites.filter(({ owner }) => owner !== null && owner.driveId === null);
  return unknown.length > 0
    ? { kind: 'skipped', why: `${unknown.length} drives not known` }
    : { kind: 'healed', why: '' };
}

export const SCENARIOS = {
  verifyExchange: (world: World) => verify(world, 'exchange'),
  verifyGraph: (world: World) => verify(world, 'graph'),

  async synchronize(world: World): Promise<End> {
    const product = productOf(world);
    const synchronization = synchronizationOf(world, 'all');
    world.turn();
    const outcome = await persist(world, () => synchronized(product, synchronization));
    return endOfSynchronization(world, synchronization, outcome, { kept: false });
  },

  /** A later synchronization, which reads the changes. */
  follow: (world: World) => later(world, {}),
  /** A later synchronization, which reads everything. */
  readAgain: (world: World) => later(world, { retried: true }),

  async targets(world: World): Promise<End> {
    const { activities } = productOf(world);
    const synchronization = synchronizationOf(world, 'selected');
    const userIds = world.tenant.userIds.slice(0, 20);
    world.turn();
    const outcome = await persist(world, async () => {
      await activities.synchronizeTargets({ ...synchronization, userIds });
      await activities.publishDirectory(synchronization);
    });
    const run = await world.store.runs.byId(synchronization.runId);
    if (!('result' in outcome)) return endOf(outcome, run?.waitingUntil ?? null);
    return run?.users === userIds.length
      ? { kind: 'healed', why: '' }
      : { kind: 'defect', why: 'lost' };
  },

  /** The first synchronization of SharePoint Online. */
  synchronizeSites: (world: World) => sitesEnd(world, 'sharepoint-online'),
  /** That of OneDrive. */
  synchronizeDrives: (world: World) => sitesEnd(world, 'onedrive'),

  /** A later synchronization of sites, which reads the changes. */
  async followSites(world: World): Promise<End> {
    const first = siteSynchronization(world, 'sharepoint-online');
    const product = productOf(world);
    const before = await persist(world, () => siteSynchronized(product, first));
    if (!('result' in before)) throw before.failure;
    return sitesEnd(world, 'sharepoint-online', first);
  },

  async siteTargets(world: World): Promise<End> {
    const { activities } = productOf(world);
    const synchronization = siteSynchronization(world, 'sharepoint-online', 'selected');
    const siteIds = world.tenant.siteIds.slice(0, 5);
    world.turn();
    const outcome = await persist(world, async () => {
      await activities.synchronizeSiteTargets({ ...synchronization, siteIds });
      await activities.publishDirectory(synchronization);
    });
    const run = await world.store.runs.byId(synchronization.runId);
    if (!('result' in outcome)) return endOf(outcome, run?.waitingUntil ?? null);
    return run?.sites === siteIds.length
      ? { kind: 'healed', why: '' }
      : { kind: 'defect', why: 'lost' };
  },

  async driveTargets(world: World): Promise<End> {
    const { activities } = productOf(world);
    const synchronization = siteSynchronization(world, 'onedrive', 'selected');
    const userIds = world.tenant.driveUserIds;
    world.turn();
    const outcome = await persist(world, async () => {
      const { pending } = await activities.synchronizeDriveTargets({ ...synchronization, userIds });
      await activities.publishDirectory(synchronization);
      return pending;
    });
    const run = await world.store.runs.byId(synchronization.runId);
    if (!('result' in outcome)) return endOf(outcome, run?.waitingUntil ?? null);
    return run && run.sites + outcome.result.length === userIds.length
      ? { kind: 'healed', why: '' }
      : { kind: 'defect', why: 'lost' };
  },

  findSite: (world: World) =>
    answered(world, ({ graphs }, at) =>
      graphs.sharepoint.siteByUrl({ ...at, url: world.tenant.siteUrl }),
    ),
  findSites: (world: World) =>
    answered(world, ({ graphs }, at) => graphs.sharepoint.searchSites({ ...at, text: 'finance' })),

  /** Optional, and begun again after the next synchronization. */
  async classify(world: World): Promise<End> {
    const { activities } = productOf(world);
    const account = await copiedAccount(world.db, right.account);
    world.turn();
    const synchronization = synchronizationOf(world, 'all', account);
    const outcome = await persist(world, () => activities.classifyMailboxes(synchronization));
    if (!('result' in outcome)) return endOf(outcome, new Date());
    const open = await world.store.mailboxes.open(account.accountId, null, 1000);
    return open.length > 0
      ? { kind: 'skipped', why: `${open.length} not known` }
      : { kind: 'healed', why: '' };
  },

  async quarantine(world: World): Promise<End> {
    const { activities } = productOf(world);
    const account = newAccount();
    const { tenantId } = world.tenant;
    world.turn();
    const proof = { ...account, tenantId, adapters: ['graph'] as const, named: null, known: null };
    const outcome = await persist(world, () => activities.proveQuarantine(proof));
    const check = await world.store.consents.check(account.accountId, 'graph');
    if (!('result' in outcome)) return endOf(outcome, check?.nextCheckAt ?? null);
    const working = outcome.result.some((finding) => finding.outcome === 'works');
    const codes = outcome.result.map(({ outcome: found, code }) => `${found} ${code ?? ''}`.trim());
    return working
      ? { kind: 'healed', why: '' }
      : {
          kind: 'asked',
          why: [...new Set(codes)].join(', '),
          turns: quarantineTurns(outcome.result, null),
        };
  },

  findUser: (world: World) =>
    answered(world, ({ graph }, at) =>
      graph.userByPrincipalName({ ...at, userPrincipalName: world.tenant.userPrincipalName }),
    ),
  findAddress: (world: World) =>
    answered(world, ({ graph }, at) =>
      graph.userByAddress({ ...at, address: world.tenant.userPrincipalName }),
    ),
  findGroups: (world: World) =>
    answered(world, ({ graph }, at) => graph.searchGroups({ ...at, text: 'sal' })),
  listGroup: (world: World) =>
    answered(world, ({ graph }, at) =>
      graph.groupUsers({ ...at, groupId: world.tenant.groupId, link: null }),
    ),

  /** A person who comes back from the sign-in: the code is redeemed, the token checked by Entra's keys. */
  async signIn(world: World): Promise<End> {
    const redemption = await signedIn(productOf(world).identity, world.sandbox);
    return answered(world, ({ identity }) => identity.redeem(redemption));
  },
} satisfies Record<string, (world: World) => Promise<End>>;
export type ScenarioName = keyof typeof SCENARIOS;

/** A person waits for the answer: a failure is a sentence at once, and the person may ask again. */
async function answered(
  world: World,
  ask: (product: Product, at: { tenantId: string }) => Promise<unknown>,
): Promise<End> {
  const product = productOf(world);
  world.turn();
  try {
    const found = await ask(product, { tenantId: world.tenant.tenantId });
    return found === null ? { kind: 'asked', why: 'not found' } : { kind: 'healed', why: '' };
  } catch (error) {
    if (!(error instanceof ProvostError)) return { kind: 'defect', why: String(error) };
    return WRONG.includes(error.type)
      ? { kind: 'defect', why: `wrong reason ${error.type}` }
      : { kind: 'asked', why: error.type };
  }
}
