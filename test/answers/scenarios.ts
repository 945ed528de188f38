/** What the product does with its calls: activities with Temporal's retries, and questions of a person. */
import { randomUUID } from 'node:crypto';
import { type ConsentKind, serviceOfConsent } from '../../domain/consents.ts';
import { quarantineTurns } from '../../domain/quarantine.ts';
import type { Listing } from '../support/listing.ts';
import { publishedDirectory } from '../support/published.ts';
import { type AccountIds, copiedAccount, newAccount } from './copied-account.ts';
import {
  answered,
  type End,
  endOf,
  type Outcome,
  persist,
  type Product,
  productOf,
  type World,
} from './product.ts';
import { signedIn } from './signed-in.ts';

/** The proof of a consent, from the first check on. */
export async function verify(world: World, kind: ConsentKind): Promise<End> {
  const { activities } = productOf(world);
  const account = newAccount(serviceOfConsent(kind));
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
