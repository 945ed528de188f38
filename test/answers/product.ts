/** The product under test: its activities with Temporal's retries, and what a person is told in the end. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Kysely } from 'kysely';
import { type Activities, createActivities } from '../../activities/activities.ts';
import { rowsInMainThread } from '../../activities/user-rows.ts';
import { REASON_OF_LOST_ACCESS, turnsOf } from '../../domain/reasons.ts';
import { createWebhookSender } from '../../delivery/sender.ts';
import { createKeyVault } from '../../delivery/signing-keys.ts';
import {
  FAILURES,
  type FailureType,
  isOutage,
  isTokenFailure,
  ProvostError,
} from '../../domain/failures.ts';
import type { Turn } from '../../domain/turns.ts';
import type { MicrosoftConfiguration } from '../../microsoft/configuration.ts';
import { createExchange } from '../../microsoft/ews/exchange.ts';
import { createGraphs, type Graph, type Graphs } from '../../microsoft/graph.ts';
import { createIdentity, type Identity } from '../../microsoft/identity.ts';
import type { Database } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

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
  /** How often it was; null where it stays hostile, so that waiting for it is no use. */
  readonly hits: (() => number) | null;
  /** Attempts after which something that goes on is endless, or waits. */
  readonly attempts: number;
}

export interface Product {
  readonly identity: Identity;
  readonly activities: Activities;
  readonly graph: Graph;
  readonly graphs: Graphs;
}

export function productOf({ store, configuration, ...world }: World): Product {
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
    activities: createActivities({
      ...dependencies,
      health: HEALTH,
      alertOperators: () => undefined,
      outgoing: NONE,
      webhooks: NO_WEBHOOKS,
      mailer: null,
      userRows: rowsInMainThread,
    }),
  };
}

const HEALTH = { interval: 60_000, credentialEnds: {} };
/** Nothing is delivered. */
const NONE = { start: async () => undefined };
const NO_WEBHOOKS = {
  sender: createWebhookSender({ allowLoopback: false }),
  vault: createKeyVault(''),
};

export type Outcome<T> =
  | { readonly result: T }
  | { readonly failure: ProvostError; readonly ended: boolean };

/** Each failed attempt would be logged. */
const QUIET = new DefaultLogger('ERROR', () => undefined);

/** Runs an activity as Temporal does, but without waiting between the attempts. */
export async function persist<T>(
  { attempts, hits }: World,
  run: () => Promise<T>,
): Promise<Outcome<T>> {
  let heartbeatDetails: unknown;
  let failure = new ProvostError('Internal');
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = hits?.();
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
      const isHeld = failure.type === 'MicrosoftThrottled' && before === hits?.();
      if (hits && isHeld) await untilAllowed();
    }
  }
  return { failure, ended: false };
}

/** Nothing is sent until Microsoft's `Retry-After` is over. Longer than the one of the answers. */
const untilAllowed = () => new Promise((resolve) => void setTimeout(resolve, 150));

/** The consent is there in every cell: to ask for it again would be wrong. */
const WRONG: readonly FailureType[] = ['ConsentRevoked', 'Internal'];

/** The end of an activity that gave no result. `next`: when the screen says that it tries again. */
export function endOf(
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
  const failed = type === 'TargetsUnknown' ? 'targetsUnknown' : 'synchronizationFailed';
  const attention = lost === null ? failed : REASON_OF_LOST_ACCESS[lost];
  return turnsOf({ attention: { reason: attention }, quarantine: null });
}

/** What a person is told: the failure, and what stands in the way of our access. */
const reasonOf = ({ type, details }: ProvostError): string =>
  type === 'AccessBlocked' ? `${type} by ${String(details['reason'])}` : type;

/** A person waits for the answer: a failure is a sentence at once, and the person may ask again. */
export async function answered(
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
