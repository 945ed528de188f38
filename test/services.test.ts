/** Three services of one organization: one tenant, one method, and each can come and go alone. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Method, notificationText } from '../domain/account.ts';
import { type Service, SERVICE_IDS } from '../domain/services/services.ts';
import {
  about,
  clickAndSignIn,
  completeConsents,
  type ConsoleSession,
  FABRIKAM_ADMINISTRATOR,
  openSession,
  removeAccount,
  resetAll,
  until,
} from './support/console-session.ts';
import type { Choice } from './support/console-client.ts';
import { outcomeOf } from './support/consent-outcomes.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { expectNotices } from './support/published.ts';
import { controlTenant, type ControlledTenant } from './support/tenant.ts';
import { startSkipping } from './support/time-skipping.ts';
import {
  start,
  submitAndWait,
  unread,
  untilProtected,
  untilState,
  walkToTargets,
} from './support/walk.ts';

const HOUR = 3_600_000;

let postgres: PostgresStack;
let tenant: ControlledTenant;
let session: ConsoleSession;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 40 });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
  session = await openSession(postgres.stack);
});
afterAll(() => postgres?.close());
afterEach(() => resetAll(postgres.stack));

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );

const connection = () => postgres.db.selectFrom('connections').selectAll().executeTakeFirst();
const holders = async () => {
  const rows = await postgres.db.selectFrom('connectionHolders').select('service').execute();
  return rows.map(({ service }) => service).toSorted();
};

test.each(permutations(SERVICE_IDS).map((order) => [order] as const))(
  '%s are provisioned in this order and removed in it, and the connection lasts as long as one of them',
  async (order) => {
    for (const service of order) {
      const client = about(session, service);
      await walkToTargets(client);
      await submitAndWait(client);
      const { accountId } = await client.client.account();
      const message = notificationText('protected', service);
      const said = { kind: 'protected', message, reason: null };
      await expectNotices(postgres.db, accountId, [said]);
    }
    const before = await connection();
    expect(before).toBeDefined();
    const left = [...order];
    while (left.length > 0) {
      const directories = await Promise.all(left.slice(1).map(directoryOf));
      await removeAccount(session.client.about(left.shift() ?? 'onedrive'));
      expect(await holders()).toEqual([...left].toSorted());
      expect(await Promise.all(left.map(directoryOf))).toEqual(directories);
      if (left.length > 0) expect(await connection()).toEqual(before);
    }
    expect(await connection()).toBeUndefined();
  },
);

async function directoryOf(service: Service) {
  const { state, directory, tenant: bound } = await session.client.about(service).account();
  return { state, directory, bound };
}

describe('a service whose organization has another one', () => {
  test('is told before any consent which method is possible, and the other is refused', async () => {
    await walkToTargets(session);
    await submitAndWait(session);
    const sharepoint = about(session, 'sharepoint-online');
    const opened = await start(sharepoint);
    expect(opened.state).toBe('awaitingConsent');
    expect(opened.requiredMethod).toEqual({ method: 'all', services: ['exchange-online'] });

    await walkToTargets(sharepoint);
    const [site] = await sharepoint.client.sites('Sales');
    const choice = { method: 'selected', siteIds: [site?.id ?? ''] } as const;
    const problem = await problemOfCall(sharepoint.client.submit(choice));
    expect(problem).toMatchObject({ status: 409, code: 'MethodDiffers' });
    expect((await sharepoint.client.account()).state).toBe('awaitingTargets');
    await submitAndWait(sharepoint);

    // Without the other service there is nothing to agree with.
    await removeAccount(session.client);
    expect((await sharepoint.client.account()).requiredMethod).toBeNull();
  });

  test('cannot be connected to another tenant', async () => {
    await walkToTargets(session);
    const onedrive = about(session, 'onedrive');
    await start(onedrive);
    const { page } = await clickAndSignIn(onedrive, 'onedrive', FABRIKAM_ADMINISTRATOR);
    expect(outcomeOf(page)).toMatchObject({
      code: 'TenantMismatch',
      sentence:
        'admin@fabrikam.example belongs to the tenant fabrikam.example, but this organization began with contoso.example for Exchange Online. Sign in as a Global Administrator of contoso.example. To connect fabrikam.example instead, first remove Exchange Online under Administration > Service Account.',
    });
    expect(await holders()).toEqual(['exchange-online']);
  });

  test('that only began may be finished with another tenant, which is said, and then both have it', async () => {
    const sharepoint = about(session, 'sharepoint-online');
    const onedrive = about(session, 'onedrive');
    await start(sharepoint);
    await clickAndSignIn(sharepoint, 'sharepoint');
    await start(onedrive);
    const { page } = await clickAndSignIn(onedrive, 'onedrive', FABRIKAM_ADMINISTRATOR);
    expect(outcomeOf(page).sentence).toBe(
      'admin@fabrikam.example belongs to the tenant fabrikam.example, but this organization began with contoso.example for SharePoint Online. Sign in as a Global Administrator of contoso.example. To connect fabrikam.example instead, first finish the consent of SharePoint Online with it, or remove SharePoint Online under Administration > Service Account.',
    );
    await completeConsents(sharepoint, FABRIKAM_ADMINISTRATOR);
    await completeConsents(onedrive, FABRIKAM_ADMINISTRATOR);
    expect(await connection()).toMatchObject({ tenantName: 'fabrikam.example' });
    expect(await holders()).toEqual(['onedrive', 'sharepoint-online']);
  });
});

test('of two services that choose different methods at the same moment, one is told to choose again', async () => {
  const sharepoint = about(session, 'sharepoint-online');
  const onedrive = about(session, 'onedrive');
  await walkToTargets(sharepoint);
  await walkToTargets(onedrive);
  const [site] = await sharepoint.client.sites('Sales');
  /** Refused at once if the other service was faster, and else by its workflow. */
  const outcome = async (of: ConsoleSession, choice: Choice) => {
    try {
      await of.client.submit(choice);
    } catch (error) {
      expect(error).toMatchObject({ problem: { code: 'MethodDiffers' } });
      return of.client.account();
    }
    return until(
      of.client,
      ({ state, attention }) => state === 'protected' || attention?.reason === 'methodDiffers',
    );
  };
  const states = await Promise.all([
    outcome(sharepoint, { method: 'selected', siteIds: [site?.id ?? ''] }),
    outcome(onedrive, { method: 'all' }),
  ]);
  const winner = states.find(({ state }) => state === 'protected');
  const loser = states.find(({ state }) => state !== 'protected');
  expect(winner && loser).toBeDefined();
  expect(loser).toMatchObject({ method: null });

  const again = loser?.service === 'onedrive' ? onedrive : sharepoint;
  const method: Method = winner?.method ?? 'all';
  const user = await onedrive.client.user('admin@contoso.example');
  await again.client.submit(method === 'all' ? { method } : { method, userIds: [user.id] });
  await untilState(again, 'protected');
});

describe('a tenant without a SharePoint license', () => {
  test.each(['sharepoint-online', 'onedrive'] as const)(
    'has nothing to protect for %s, which is no failure',
    async (service) => {
      await tenant.setFaults({ noSharePointLicence: true });
      const of = about(session, service);
      await walkToTargets(of);
      await of.client.submit({ method: 'all' });
      const account = await untilState(of, 'protected');
      expect(account).toMatchObject({ licensed: false, directory: { sites: 0 }, attention: null });
      expect(unread(await of.client.notifications())).toEqual([]);
    },
  );

  test('has nothing to select, which is said where a person looks for it, and at the choice', async () => {
    const sharepoint = about(session, 'sharepoint-online');
    const onedrive = about(session, 'onedrive');
    await walkToTargets(sharepoint);
    await walkToTargets(onedrive);
    const [site] = await sharepoint.client.sites('Sales');
    const user = await onedrive.client.user('admin@contoso.example');
    await tenant.setFaults({ noSharePointLicence: true });
    for (const asking of [
      () => sharepoint.client.sites('Sales'),
      () => sharepoint.client.siteByUrl(site?.url ?? ''),
      () => sharepoint.client.submit({ method: 'selected', siteIds: [site?.id ?? ''] }),
      () => onedrive.client.user('admin@contoso.example'),
      () => onedrive.client.submit({ method: 'selected', userIds: [user.id] }),
    ])
      expect(await problemOfCall(asking())).toMatchObject({
        status: 409,
        code: 'TenantUnlicensed',
        detail: 'There is nothing to protect: the tenant has no license for SharePoint Online.',
      });
    await tenant.clearFaults();
    await submitAndWait(onedrive, { method: 'selected', userIds: [user.id] });
  });

  test('keeps what was published when there was one', async () => {
    const sharepoint = about(session, 'sharepoint-online');
    await walkToTargets(sharepoint);
    const before = await submitAndWait(sharepoint);
    expect(before.licensed).toBe(true);
    await tenant.setFaults({ noSharePointLicence: true });
    await sharepoint.client.synchronize();
    const after = await until(
      sharepoint.client,
      ({ licensed, state }) => licensed === false && state === 'protected',
    );
    expect(after.directory?.sites).toBe(before.directory?.sites);
  });
});

test('the OneDrive of a selected user that has just been created is found by a check', async () => {
  const onedrive = about(session, 'onedrive');
  await walkToTargets(onedrive);
  const [newcomer = ''] = await tenant.addUsers(1);
  await onedrive.client.submit({ method: 'selected', userIds: [newcomer] });
  expect((await untilProtected(onedrive)).pendingTargets).toHaveLength(1);
  await tenant.provisionDrive(newcomer);
  await onedrive.client.check();
  await until(
    onedrive.client,
    ({ directory, pendingTargets }) => directory?.sites === 1 && pendingTargets.length === 0,
  );
});

test('a selected user without a OneDrive is named, kept, and protected once it exists', async () => {
  const onedrive = about(session, 'onedrive');
  await walkToTargets(onedrive);
  const [newcomer = ''] = await tenant.addUsers(1);
  const admin = await onedrive.client.user('admin@contoso.example');
  await onedrive.client.submit({ method: 'selected', userIds: [admin.id, newcomer] });
  const waiting = await untilProtected(onedrive);
  expect(waiting.pendingTargets).toHaveLength(1);
  expect(waiting.directory?.sites).toBe(1);

  await tenant.provisionDrive(newcomer);
  await startSkipping(postgres.temporal, 'onedrive/contoso', HOUR);
  const complete = await until(onedrive.client, ({ directory }) => directory?.sites === 2);
  expect(complete.pendingTargets).toEqual([]);
});
