import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Method } from '../domain/account.ts';
import type { Service } from '../domain/services/services.ts';
import type { Connected } from './connections.ts';
import { DATABASES, viewOf } from './store.fixture.ts';
import { createStore, type Store } from './store.ts';

type View = ReturnType<typeof viewOf>;

// Vocabulary of the design, of which one has code yet.
const SERVICES = ['exchange-online', 'onedrive', 'sharepoint-online'] as string[] as Service[];

/** One account of each service, of one organization. */
const accountsOf = (organizationId = randomUUID()): View[] =>
  SERVICES.map((service) => viewOf({ organizationId, service }));

/** Every order of the items. */
const orders = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) =>
        orders(items.toSpliced(index, 1)).map((others) => [item, ...others]),
      );

describe.each(Object.entries(DATABASES))('on %s', (_, open) => {
  let database: Awaited<ReturnType<typeof open>>;
  let store: Store;
  beforeAll(async () => {
    database = await open();
    store = createStore(database.connection.db);
  });
  afterAll(() => database.close());

  const claim = (view: View, tenantId: string, tenantName = 'contoso.example') =>
    store.connections.claimTenant({ ...view, tenantId, tenantName });
  const method = (view: View, wanted: Method) =>
    store.connections.claimMethod({ ...view, method: wanted });
  const connectionOf = ({ organizationId }: View) => store.connections.of(organizationId);

  test('a tenant belongs to one organization until it is released', async () => {
    const tenantId = randomUUID();
    const [first, second] = [viewOf(), viewOf()];
    await claim(first, tenantId);
    await claim(first, tenantId);
    await expect(claim(second, tenantId)).rejects.toMatchObject({ type: 'TenantTaken' });
    expect(await connectionOf(second)).toBeNull();
    await store.connections.release(first.accountId);
    await store.connections.release(first.accountId);
    await claim(second, tenantId);
  });

  test('of many concurrent organizations, one gets the tenant', async () => {
    const tenantId = randomUUID();
    const claims = Array.from({ length: 10 }, () => claim(viewOf(), tenantId));
    const results = await Promise.allSettled(claims);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toMatchObject({ type: 'TenantTaken' });
  });

  test('the only holder moves the connection to another tenant, unless that one is taken', async () => {
    const [view, other] = [viewOf(), viewOf()];
    const [first, second, taken] = [randomUUID(), randomUUID(), randomUUID()];
    await claim(view, first, 'a.example');
    await method(view, 'all');
    await claim(view, second, 'b.example');
    const holders = [{ accountId: view.accountId, service: view.service, method: 'all' }];
    const moved = { tenantId: second, tenantName: 'b.example', holders };
    expect(await connectionOf(view)).toEqual(moved);
    await claim(viewOf(), first);
    await claim(other, taken);
    await expect(claim(view, taken)).rejects.toMatchObject({ type: 'TenantTaken' });
    expect(await connectionOf(view)).toEqual(moved);
  });

  test('an account of another service joins the same tenant, and keeps its name', async () => {
    const [exchange, onedrive] = accountsOf() as [View, View];
    const [tenantId, another] = [randomUUID(), randomUUID()];
    await claim(exchange, tenantId, 'a.example');
    await expect(claim(onedrive, another)).rejects.toMatchObject({ type: 'TenantMismatch' });
    await claim(onedrive, tenantId, 'b.example');
    for (const view of [exchange, onedrive])
      await expect(claim(view, another)).rejects.toMatchObject({ type: 'TenantMismatch' });
    const held = await connectionOf(exchange);
    expect(held).toMatchObject({ tenantId, tenantName: 'a.example' });
    expect(held?.holders.map(({ service }) => service)).toEqual(['exchange-online', 'onedrive']);
    for (const { accountId } of [exchange, onedrive]) await store.connections.release(accountId);
    await claim(onedrive, another);
  });

  test('only an account that holds a tenant renames it', async () => {
    const view = viewOf();
    await store.accounts.record(view);
    const tenantId = randomUUID();
    await claim(view, tenantId, 'a.example');
    const named = { accountId: view.accountId, tenantId };
    const { accountId } = viewOf();
    const tenantName = 'stranger.example';
    await store.connections.rename({ ...named, accountId, tenantName });
    await store.connections.rename({ ...named, tenantId: randomUUID(), tenantName });
    expect((await store.accounts.byId(view.accountId))?.tenantName).toBe('a.example');
    await store.connections.rename({ ...named, tenantName: 'b.example' });
    expect((await store.accounts.byId(view.accountId))?.tenantName).toBe('b.example');
  });

  test('all holders use the same method, and the refusal names those that use the other one', async () => {
    const [exchange, onedrive, sharepoint] = accountsOf() as [View, View, View];
    const tenantId = randomUUID();
    for (const view of [exchange, onedrive, sharepoint]) await claim(view, tenantId);
    await method(exchange, 'all');
    await method(exchange, 'selected');
    await method(onedrive, 'selected');
    await method(onedrive, 'selected');
    await expect(method(sharepoint, 'all')).rejects.toMatchObject({
      type: 'MethodDiffers',
      details: { services: ['exchange-online', 'onedrive'], method: 'selected' },
    });
    await expect(method(exchange, 'all')).rejects.toMatchObject({
      details: { services: ['onedrive'], method: 'selected' },
    });
    const methods = (await connectionOf(exchange))?.holders.map((holder) => holder.method);
    expect(methods).toEqual(['selected', 'selected', null]);
  });

  test('an account without a connection claims no method', async () => {
    const [exchange, onedrive] = accountsOf() as [View, View];
    await claim(exchange, randomUUID());
    for (const view of [onedrive, viewOf()])
      await expect(method(view, 'all')).rejects.toThrow(/must hold a connection/);
  });

  test('an account whose workflow is gone lets go when the next one starts, and claims nothing late', async () => {
    const [abandoned, onedrive] = accountsOf() as [View, View];
    const tenantId = randomUUID();
    await store.accounts.record(abandoned);
    for (const view of [abandoned, onedrive]) await claim(view, tenantId, 'a.example');
    await method(abandoned, 'selected');
    const next = viewOf({ organizationId: abandoned.organizationId });
    await store.accounts.record(next);
    expect((await connectionOf(next))?.holders).toMatchObject([{ service: 'onedrive' }]);
    await method(onedrive, 'all');
    await expect(claim(abandoned, tenantId)).rejects.toMatchObject({ type: 'WrongState' });
    await claim(next, tenantId);
    const last = viewOf({ organizationId: abandoned.organizationId });
    await store.connections.release(onedrive.accountId);
    await store.accounts.record(last);
    expect(await connectionOf(next)).toBeNull();
    await claim(viewOf(), tenantId);
  });
});

describe('in every order of three provisionings and three removals', () => {
  const EVENTS = SERVICES.flatMap((service) => [
    { service, provisioned: true },
    { service, provisioned: false },
  ]);
  const isPossible = (events: typeof EVENTS) =>
    SERVICES.every(
      (service) =>
        events.findIndex((event) => event.service === service && event.provisioned) <
        events.findIndex((event) => event.service === service && !event.provisioned),
    );
  const ORDERS = orders(EVENTS).filter(isPossible);
  /** Wanted by each service: the odd one comes first, last or in the middle. */
  const WANTED: Readonly<Record<string, Method>> = {
    'exchange-online': 'all',
    onedrive: 'selected',
    'sharepoint-online': 'all',
  };

  let database: Awaited<ReturnType<(typeof DATABASES)[string]>>;
  let store: Store;
  beforeAll(async () => {
    database = await DATABASES['PGlite']!();
    store = createStore(database.connection.db);
  });
  afterAll(() => database.close());

  test('the tenant and the method stay while one account holds them, and not longer', async () => {
    expect(ORDERS).toHaveLength(90);
    for (const order of ORDERS) await live(order);
  });

  async function live(order: typeof EVENTS): Promise<void> {
    const accounts = new Map(accountsOf().map((view) => [view.service, view]));
    const tenant = { tenantId: randomUUID(), tenantName: 'contoso.example' };
    let expected: Connected | null = null;
    for (const { service, provisioned } of order) {
      const view = accounts.get(service)!;
      if (provisioned) await provision(view, tenant);
      else await store.connections.release(view.accountId);
      expected = after(expected, tenant, view, provisioned);
      const told = order.map((event) => `${event.provisioned ? '+' : '-'}${event.service}`).join();
      expect(await store.connections.of(view.organizationId), told).toEqual(expected);
      await expectStranger(tenant, expected === null);
    }
    expect(expected).toBeNull();
  }

  /** A method that others do not use is refused, which changes nothing. */
  async function provision(view: View, tenant: { tenantId: string; tenantName: string }) {
    await store.connections.claimTenant({ ...view, ...tenant });
    await store.connections
      .claimMethod({ ...view, method: WANTED[view.service]! })
      .catch((error: unknown) => expect(error).toMatchObject({ type: 'MethodDiffers' }));
  }

  function after(
    before: Connected | null,
    tenant: { tenantId: string; tenantName: string },
    { accountId, service }: View,
    provisioned: boolean,
  ): Connected | null {
    const others = (before?.holders ?? []).filter((holder) => holder.service !== service);
    const wanted = WANTED[service]!;
    const differs = others.some((other) => other.method !== null && other.method !== wanted);
    const holder = { accountId, service, method: differs ? null : wanted };
    const holders = provisioned ? [...others, holder] : others;
    if (holders.length === 0) return null;
    return {
      ...tenant,
      holders: holders.toSorted((a, b) => (a.service < b.service ? -1 : 1)),
    };
  }

  /** Another organization gets the tenant only when nobody holds it. */
  async function expectStranger(
    tenant: { tenantId: string; tenantName: string },
    free: boolean,
  ): Promise<void> {
    const stranger = viewOf();
    const claimed = store.connections.claimTenant({ ...stranger, ...tenant });
    if (!free) return expect(claimed).rejects.toMatchObject({ type: 'TenantTaken' });
    await claimed;
    await store.connections.release(stranger.accountId);
  }
});
