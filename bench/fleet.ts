/** Provisions many organizations concurrently, like the API but without HTTP. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import { z } from 'zod';
import { type AccountGateway, createAccountGateway } from '../api/account-gateway.ts';
import type { AccountView } from '../domain/account.ts';
import {
  CONSENT_KINDS,
  type ConsentKind,
  CONSENTS,
  GLOBAL_ADMINISTRATOR,
} from '../domain/consents.ts';
import { ATTEMPT_LIFETIME } from '../domain/limits.ts';
import { ProvostError } from '../domain/failures.ts';
import { DEFAULT_REGISTRATIONS } from '../sandbox/registrations.ts';
import { createStore, type Store } from '../store/store.ts';
import { connectClient } from '../temporal/connection.ts';
import type { Bench } from './topology.ts';
import { awaits } from '../test/support/positions.ts';

export interface FleetTenant {
  readonly tenantId: string;
  readonly organizationId: string;
  readonly administrator: { readonly objectId: string; readonly name: string };
}

const SERVICE = 'exchange-online';
/** Concurrent messages, as many as an API would send for its users. */
const MESSAGES_AT_ONCE = 64;
const POLL = 100;
/** How long a message is retried. */
const RETRY_MS = 600_000;

const tenantsSchema = z.object({
  tenants: z.array(
    z.object({
      id: z.guid(),
      defaultDomain: z.string(),
      people: z.array(z.object({ objectId: z.guid(), userPrincipalName: z.string() })),
    }),
  ),
});

/** The fleet tenants of a sandbox. */
export async function fleetTenants({ production }: Bench): Promise<FleetTenant[]> {
  const answer = await fetch(`${production.sandbox.origin}/_sandbox/tenants`);
  const { tenants } = tenantsSchema.parse(await answer.json());
  return tenants
    .filter(({ defaultDomain }) => /^tenant-\d+\.example$/.test(defaultDomain))
    .map(({ id, defaultDomain, people: [administrator] }) => ({
      tenantId: id,
      organizationId: defaultDomain.replace('.example', ''),
      administrator: {
        objectId: administrator?.objectId ?? '',
        name: administrator?.userPrincipalName ?? '',
      },
    }));
}

/** Grants both consents in every tenant, as if its administrator had accepted. */
export async function grantAll(bench: Bench, tenants: readonly FleetTenant[]): Promise<void> {
  const limit = pLimit(16);
  const grants = CONSENT_KINDS.map((kind, index) => ({
    clientId: DEFAULT_REGISTRATIONS[index]?.clientId,
    roles: CONSENTS[kind].permissions.map(({ value }) => value),
  }));
  const grant = async (tenantId: string, body: unknown) => {
    const url = `${bench.production.sandbox.origin}/_sandbox/tenants/${tenantId}/grants`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}`);
  };
  await Promise.all(
    tenants.flatMap(({ tenantId }) => grants.map((body) => limit(() => grant(tenantId, body)))),
  );
}

/**
 * Provisions all tenants concurrently, until the last one is protected.
 * @returns the number of messages that were retried because their answer took too long
 */
export async function provisionFleet(
  bench: Bench,
  tenants: readonly FleetTenant[],
): Promise<number> {
  const sender = { again: 0 };
  const client = connectClient(bench.production.temporal.location);
  const store = createStore(bench.production.db);
  const gateway = createAccountGateway({ client, store });
  const states = watchStates(bench);
  try {
    const limit = pLimit(MESSAGES_AT_ONCE);
    await Promise.all(
      tenants.map((tenant) => provisionOne({ tenant, gateway, store, states, limit, sender })),
    );
    return sender.again;
  } finally {
    await states.end();
    await client.connection.close();
  }
}

interface Provisioning {
  readonly tenant: FleetTenant;
  readonly gateway: AccountGateway;
  readonly store: Store;
  readonly states: StateWatch;
  readonly limit: LimitFunction;
  readonly sender: { again: number };
}

/** Retries a message to which the API would answer 503. Every message is idempotent. */
async function send<T>({ sender }: Provisioning, message: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + RETRY_MS;
  for (;;) {
    try {
      return await message();
    } catch (error) {
      if (!(error instanceof ProvostError) || error.type !== 'Unavailable') throw error;
      if (performance.now() > deadline) throw error;
      sender.again += 1;
    }
  }
}

async function provisionOne(provisioning: Provisioning): Promise<void> {
  const { tenant, gateway, states, limit } = provisioning;
  const { organizationId } = tenant;
  const accountId = randomUUID();
  await limit(() => send(provisioning, () => gateway.start(SERVICE, organizationId, accountId)));
  await states.reached(organizationId, awaits('exchange'));
  await limit(() => consent(provisioning, accountId, 'exchange'));
  await states.reached(organizationId, awaits('graph'));
  await limit(() => consent(provisioning, accountId, 'graph'));
  await states.reached(organizationId, ({ state }) => state === 'awaitingTargets');
  const targets = { accountId, method: 'all', targetIds: [] } as const;
  await limit(() =>
    send(provisioning, () => gateway.submitTargets(SERVICE, organizationId, targets)),
  );
  await states.reached(organizationId, ({ state }) => state === 'protected');
}

/** The click, the sign-in and the callback, stored and sent as by the API's routes. */
async function consent(
  provisioning: Provisioning,
  accountId: string,
  kind: ConsentKind,
): Promise<void> {
  const {
    tenant,
    gateway,
    store: { consents },
  } = provisioning;
  const { organizationId, tenantId, administrator } = tenant;
  const attemptId = randomUUID();
  const expiresAt = new Date(Date.now() + ATTEMPT_LIFETIME);
  const [signInState, consentState] = [randomUUID(), randomUUID()];
  const about = { accountId, kind, attemptId };
  await consents.begin({
    ...about,
    organizationId,
    service: SERVICE,
    stateHash: signInState,
    createdBy: { id: 'bench', name: 'Bench' },
    expiresAt,
  });
  const begun = { ...about, expiresAt: expiresAt.toISOString() };
  await send(provisioning, () => gateway.beginConsent(SERVICE, organizationId, begun));
  await consents.takeState('signIn', signInState);
  await consents.identify(attemptId, { tenantId, ...administrator });
  const person = {
    ...about,
    tenantId,
    objectId: administrator.objectId,
    directoryRoles: [GLOBAL_ADMINISTRATOR],
    guest: false,
  };
  await send(provisioning, () => gateway.administratorSignedIn(SERVICE, organizationId, person));
  await consents.sendToConsent(attemptId, consentState, expiresAt);
  await consents.takeState('consent', consentState);
  const returned = { ...about, failure: null };
  await send(provisioning, () => gateway.consentReturned(SERVICE, organizationId, returned));
}

type Expected = (view: AccountView) => boolean;

interface StateWatch {
  /** Resolves when the stored account of the organization is as expected. */
  reached(organizationId: string, expected: Expected): Promise<void>;
  end(): Promise<void>;
}

/** Milliseconds by which a commit may be later than its `updated_at` and still be seen. */
const COMMIT_DELAY_MS = 5000;

/** Polls the changed accounts with one query, instead of one event stream per account. */
function watchStates({ production: { db } }: Bench): StateWatch {
  const waiting = new Map<string, { expected: Expected; resolve: () => void }>();
  const views = new Map<string, AccountView>();
  const ending = new AbortController();
  let newest = 0;
  const poll = async () => {
    const rows = await db
      .selectFrom('accounts')
      .select(['organizationId', 'view', 'updatedAt'])
      .where('updatedAt', '>', new Date(newest - COMMIT_DELAY_MS))
      .execute();
    for (const { organizationId, view, updatedAt } of rows) {
      newest = Math.max(newest, updatedAt.getTime());
      views.set(organizationId, view);
      const waiter = waiting.get(organizationId);
      if (view.state === 'attentionRequired') throw new Error(`${organizationId} needs attention`);
      if (waiter?.expected(view)) waiter.resolve();
    }
  };
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (failed = reject));
  const watching = (async () => {
    while (!ending.signal.aborted) {
      await poll();
      await delay(POLL);
    }
  })().catch(failed);
  failure.catch(() => undefined);
  return {
    reached: (organizationId, expected) => {
      const seen = new Promise<void>((resolve) => {
        const view = views.get(organizationId);
        if (view && expected(view)) resolve();
        else waiting.set(organizationId, { expected, resolve });
      });
      return Promise.race([seen, failure]);
    },
    async end() {
      ending.abort();
      await watching;
    },
  };
}
