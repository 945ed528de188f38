/** A protected account is checked, whatever its service: what broke is told, and mended in place. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readingConsent } from '../domain/consents.ts';
import type { AttentionReason } from '../domain/reasons.ts';
import { type Service, SERVICE_IDS } from '../domain/services/services.ts';
import { REGISTRATIONS } from '../sandbox/registrations.ts';
import type { Choice } from './support/console-client.ts';
import {
  about,
  completeStep,
  type ConsoleSession,
  openSession,
  resetAll,
  until,
} from './support/console-session.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { expectNotices } from './support/published.ts';
import { controlTenant, type ControlledTenant, type TenantFaults } from './support/tenant.ts';
import { startSkipping } from './support/time-skipping.ts';
import { submitAndWait, untilState, walkToTargets } from './support/walk.ts';

const HOUR = 3_600_000;
/** More than the time between two checks. */
const UNTIL_CHECKED = 7 * HOUR;

let postgres: PostgresStack;
let tenant: ControlledTenant;
let session: ConsoleSession;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 40 });
  tenant = controlTenant(postgres.stack.sandbox, 'contoso.example');
});
afterAll(() => postgres?.close());
beforeEach(async () => {
  await resetAll(postgres.stack);
  session = await openSession(postgres.stack);
});

const skip = (service: Service) =>
  startSkipping(postgres.temporal, `${service}/contoso`, UNTIL_CHECKED);

/** Protects one user or site: nothing synchronizes it, so only checks notice what breaks. */
async function protectSelected(service: Service): Promise<ConsoleSession> {
  const its = about(session, service);
  await walkToTargets(its);
  await submitAndWait(its, await someTarget(its));
  return its;
}

async function someTarget({ client }: ConsoleSession): Promise<Choice> {
  if (client.service === 'sharepoint-online') {
    const [site] = await client.sites('Sales');
    return { method: 'selected', siteIds: [site?.id ?? ''] };
  }
  const { id } = await client.user('admin@contoso.example');
  return { method: 'selected', userIds: [id] };
}

interface Breaking {
  readonly reason: AttentionReason;
  readonly faults: TenantFaults;
}

const EVERY_CALL = 1_000_000;
const REFUSED = { failNext: EVERY_CALL, failStatus: 403 };

test.each<[what: string, service: Service, breaking: Breaking]>([
  ...SERVICE_IDS.flatMap((service): [string, Service, Breaking][] => [
    [
      'a registration that was deleted in the tenant',
      service,
      { reason: 'consentRevoked', faults: { tokenRefusal: 'noServicePrincipal' } },
    ],
    ['a tenant that refuses every read', service, { reason: 'readingRefused', faults: REFUSED }],
  ]),
  [
    'an application that is disabled',
    'exchange-online',
    { reason: 'applicationDisabled', faults: { tokenRefusal: 'applicationDisabled' } },
  ],
  [
    'a policy that blocks the application',
    'onedrive',
    { reason: 'conditionalAccess', faults: { tokenRefusal: 'blockedByPolicy' } },
  ],
])('%s (%s) is told once, and its end too', async (_, service, { reason, faults }) => {
  const its = await protectSelected(service);
  await tenant.setFaults(faults);
  await skip(service);
  const { accountId, attention } = await untilState(its, 'attentionRequired');
  expect(attention).toMatchObject({ reason, consent: readingConsent(service) });

  await tenant.clearFaults();
  await skip(service);
  await untilState(its, 'protected');
  await expectNotices(postgres.db, accountId, [
    expect.objectContaining({ kind: 'protected' }),
    expect.objectContaining({ kind: 'attentionRequired', reason }),
    expect.objectContaining({ kind: 'recovered', reason }),
  ]);
});

test('a consent that was withdrawn is given again on the page, and everything else stays', async () => {
  const its = await protectSelected('onedrive');
  const before = await its.client.account();
  await tenant.revoke(REGISTRATIONS.onedrive.clientId);
  await its.client.check();
  await skip('onedrive');
  const broken = await untilState(its, 'attentionRequired');
  expect(broken.consents).toMatchObject([{ kind: 'onedrive', status: 'revoked' }]);
  await completeStep(its, 'onedrive');
  const after = await untilState(its, 'protected');
  const kept = ({ method, targetCount, directory, schedule }: typeof before) => ({
    method,
    targetCount,
    directory,
    schedule,
  });
  expect(kept(after)).toEqual(kept(before));
});

test('a mailbox policy that ends the quarantine is told, and its end too', async () => {
  await tenant.setFaults({ ewsBlocked: true });
  const its = await protectSelected('exchange-online');
  const { quarantine } = await its.client.account();
  expect(quarantine?.adapter).toBe('graph');
  await refuseMailboxes();
  await skip('exchange-online');
  const { accountId } = await untilState(its, 'attentionRequired');
  await tenant.clearFaults();
  await skip('exchange-online');
  await untilState(its, 'protected');
  await expectNotices(postgres.db, accountId, [
    expect.objectContaining({ kind: 'protected' }),
    expect.objectContaining({ kind: 'attentionRequired', reason: 'quarantineUnavailable' }),
    expect.objectContaining({ kind: 'recovered', reason: 'quarantineUnavailable' }),
  ]);
});

test('while Microsoft does not answer nothing is known, and nobody is told', async () => {
  const its = await protectSelected('sharepoint-online');
  await tenant.setFaults({ failNext: EVERY_CALL, failStatus: 503, failTokenNext: EVERY_CALL });
  await its.client.check();
  const { health, state, accountId } = await until(
    its.client,
    (account) => account.health?.state === 'unknown',
  );
  expect(state).toBe('protected');
  expect(health?.looks).toEqual([
    { aspect: 'token', consent: 'sharepoint', outcome: 'unknown', failure: 'MicrosoftUnavailable' },
  ]);
  expect(health?.nextCheckAt).not.toBeNull();
  await tenant.clearFaults();
  await its.client.check();
  await until(its.client, (account) => account.health?.state === 'works');
  await expectNotices(postgres.db, accountId, [expect.objectContaining({ kind: 'protected' })]);
});

test('a hiccup of one look is looked at again, and nobody is told', async () => {
  const its = await protectSelected('sharepoint-online');
  await tenant.setFaults({ failNext: 1, failStatus: 403 });
  await its.client.check();
  const { health } = await until(its.client, (account) => account.health?.state === 'doubtful');
  expect(health?.looks).toMatchObject([
    { aspect: 'token', outcome: 'works' },
    { aspect: 'reading', outcome: 'fails', failure: 'AccessRefused' },
  ]);
  const { state, accountId } = await until(
    its.client,
    (account) => account.health?.state === 'works',
  );
  expect(state).toBe('protected');
  await expectNotices(postgres.db, accountId, [expect.objectContaining({ kind: 'protected' })]);
});

test('our own credential is told to operators once, and to customers on the page alone', async () => {
  const its = await protectSelected('sharepoint-online');
  const other = await protectSelected('onedrive');
  await tenant.setFaults({ tokenRefusal: 'secretExpired' });
  await skip('sharepoint-online');
  await skip('onedrive');
  for (const each of [its, other]) {
    const { attention, accountId, consents } = await untilState(each, 'attentionRequired');
    expect(attention).toMatchObject({ reason: 'credentialRejected', turns: ['us'] });
    expect(consents.map(({ status }) => status)).toEqual(['granted']);
    await expectNotices(postgres.db, accountId, [expect.objectContaining({ kind: 'protected' })]);
  }
  await expect.poll(openAlerts, { timeout: 30_000 }).toEqual([
    { kind: 'credentialRejected', subject: 'OneDrive (Microsoft Graph)' },
    { kind: 'credentialRejected', subject: 'SharePoint Online (Microsoft Graph)' },
  ]);

  await tenant.clearFaults();
  await skip('sharepoint-online');
  await skip('onedrive');
  for (const each of [its, other]) {
    const { accountId } = await untilState(each, 'protected');
    await expectNotices(postgres.db, accountId, [expect.objectContaining({ kind: 'protected' })]);
  }
  await its.client.check();
  await other.client.check();
  await expect.poll(openAlerts, { timeout: 30_000 }).toEqual([]);
});

const openAlerts = () =>
  postgres.db
    .selectFrom('operatorAlerts')
    .select(['kind', 'subject'])
    .where('closedAt', 'is', null)
    .orderBy('subject')
    .execute();

/** Those in which the quarantine was proven. */
async function refuseMailboxes(): Promise<void> {
  const rows = await postgres.db.selectFrom('canaryMailboxes').select('address').execute();
  expect(rows).not.toEqual([]);
  await tenant.setFaults({ refusedMailboxes: rows.map(({ address }) => address) });
}
