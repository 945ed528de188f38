/** The synchronizations of an account: records, schedule, and the decision on unusually many removals. */
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { DEMO_VIEWER } from '../../api/authentication/seeds.ts';
import { resetAll, type ConsoleSession, openSession, until } from '../support/console-session.ts';
import { controlTenant } from '../support/tenant.ts';
import { submitAndWait, walkToTargets } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { inspect } from './support/inspection.ts';
import { pressUntilFocused } from './support/keyboard.ts';
import { synchronizationsPage } from './support/synchronizations-page.ts';

const USERS = 120;
/** More than a fifth, so that the run is held. */
const GONE = 30;
const SERVICE = '/accounts/exchange-online';

const test = consoleTest({ users: USERS });
let session: ConsoleSession;

/** Longer than a synchronization takes on a loaded machine. */
const SOON = { timeout: 30_000 };

describe('an account of all users', () => {
  test.beforeEach(async ({ stack }) => {
    await resetAll(stack);
    session = await openSession(stack);
    await walkToTargets(session);
    await submitAndWait(session);
  });

  const usersSchema = z.object({
    users: z.array(
      z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }),
    ),
  });

  /** Removes users from the tenant and waits until the next synchronization is held. */
  async function removeSome(sandbox: string) {
    const address = `${session.client.base}${SERVICE}/directory/users?limit=200`;
    const { users } = usersSchema.parse(await session.client.call('GET', address));
    // Keeps the administrator who consented.
    const leaving = users.filter((it) => !it.userPrincipalName.startsWith('admin')).slice(0, GONE);
    await controlTenant(sandbox, 'contoso.example').removeUsers(leaving.map(({ id }) => id));
    await session.client.synchronize();
    await until(session.client, ({ attention }) => attention?.reason === 'removalsHeld');
    return leaving;
  }

  test('removals can be allowed by keyboard, from the notification to the record', async ({
    stack,
    visit,
  }) => {
    const [user] = await removeSome(stack.sandbox);
    const visitor = await visit();
    const { page, t } = visitor;
    const { held, choose, removals, dialog, confirm, records } = synchronizationsPage(visitor);
    const console = consolePage(visitor);
    await console.open(`${CONTOSO}/dashboard`);
    await console.service.getByText(`${GONE} of ${USERS} users`).waitFor();
    await console.hoverRing(t('reasons:removalsHeld.title'));
    const open = console.bell.getByRole('link', {
      name: t('notifications:open.attentionRequired'),
    });
    await open.first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/service-accounts/exchange-online?tab=synchronizations');
    await held.getByText(`${GONE} of ${USERS} users`).waitFor();
    await removals.getByText(user?.userPrincipalName ?? 'a name').waitFor();

    await pressUntilFocused(page, choose('allow'));
    await page.keyboard.press('Enter');
    await dialog.getByText(t('synchronizations:confirm.users', { count: GONE })).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect((await session.client.account()).directory?.users).toBe(USERS);
    await expect.poll(() => choose('allow').evaluate(hasFocus), SOON).toBe(true);
    await page.keyboard.press('Enter');
    await pressUntilFocused(page, confirm);
    await page.keyboard.press('Enter');
    await held.waitFor({ state: 'detached' });
    await records
      .getByText(t('synchronizations:records.usersLine', { added: 0, changed: 0, removed: GONE }))
      .waitFor();
    // The focused button has disappeared: the focus must not fall back to the body.
    await expect.poll(() => page.locator('body').evaluate(hasFocus), SOON).toBe(false);
    expect((await session.client.account()).directory?.users).toBe(USERS - GONE);
  });

  test('rejected removals remove no one', async ({ stack, visit }) => {
    await removeSome(stack.sandbox);
    const visitor = await visit();
    const { page, t } = visitor;
    const { held, choose, notice, records } = synchronizationsPage(visitor);
    await consolePage(visitor).open(provisionPath(CONTOSO));
    await held.waitFor();
    const administration = administrationPage(visitor);
    await administration.open('history');
    await page.getByText(t('audit:action.synchronization.removalsHeld')).waitFor();
    await notice.click();
    await choose('reject').click();
    await held.waitFor({ state: 'detached' });
    await records.getByText(t('synchronizations:records.kept')).waitFor();
    expect((await session.client.account()).directory?.users).toBe(USERS);
    await administration.tab('history').click();
    await page.getByText(t('audit:action.synchronization.rejectHeldRemovals')).waitFor();
    await page
      .getByText(t('audit:fact.removals', { users: GONE, groups: 0 }))
      .first()
      .waitFor();
  });

  test('after users are restored the tenant is read again, and nothing is removed', async ({
    stack,
    visit,
  }) => {
    const gone = await removeSome(stack.sandbox);
    const before = (await session.client.account()).synchronization?.runId;
    const visitor = await visit();
    const { held, choose, record } = synchronizationsPage(visitor);
    await administrationPage(visitor).open('synchronizations');
    await held.waitFor();
    const tenant = controlTenant(stack.sandbox, 'contoso.example');
    await tenant.restoreUsers(gone.map(({ id }) => id));
    await choose('readAgain').click();
    await until(session.client, ({ state }) => state === 'protected');
    await held.waitFor({ state: 'detached' });
    await expect.poll(() => record.count(), SOON).toBe(3);
    const account = await session.client.account();
    expect(account.synchronization?.runId).not.toBe(before);
    expect(account.directory?.users).toBe(USERS);
  });

  test('a viewer sees the pending decision and who can make it', async ({ stack, visit }) => {
    await removeSome(stack.sandbox);
    const visitor = await visit({ as: DEMO_VIEWER });
    const { t } = visitor;
    const { held, schedule, removals } = synchronizationsPage(visitor);
    await administrationPage(visitor).open('synchronizations');
    await held
      .getByText(t('synchronizations:held.viewer', { organization: 'Contoso Security' }))
      .waitFor();
    await removals.getByRole('cell').first().waitFor();
    await schedule.getByText(/02:00, UTC/).waitFor();
    expect(await held.getByRole('button').count()).toBe(0);
    expect(await schedule.getByRole('button').count()).toBe(0);
  });

  test('the schedule can be set with time and zone, and turned off', async ({ visit }) => {
    const visitor = await visit();
    const { t } = visitor;
    const { schedule, daily, timeOfDay, timeZone, save } = synchronizationsPage(visitor);
    await administrationPage(visitor).open('synchronizations');
    await timeOfDay.fill('03:30');
    await timeZone.selectOption('Europe/Madrid');
    await save.click();
    const saved = async () => (await session.client.account()).schedule;
    await expect.poll(saved, SOON).toEqual({ timeOfDay: '03:30', timeZone: 'Europe/Madrid' });
    const [label = ''] = t('synchronizations:schedule.next', { when: '|' }).split('|');
    await schedule.getByText(label).waitFor();
    expect(await save.getAttribute('aria-disabled')).toBe('true');

    await timeOfDay.fill('');
    await schedule.getByText(t('synchronizations:schedule.invalid')).waitFor();
    await daily.uncheck();
    await save.click();
    await expect.poll(saved, SOON).toBeNull();
    await schedule.getByText(label).waitFor({ state: 'detached' });
    expect(await timeOfDay.count()).toBe(0);
  });

  test('records are paged, newest first, each with its cost', async ({ visit }) => {
    const runs = 11;
    for (let run = 1; run < runs; run += 1) {
      const before = (await session.client.account()).synchronization?.runId;
      await session.client.synchronize();
      await until(
        session.client,
        ({ state, synchronization }) => state === 'protected' && synchronization?.runId !== before,
      );
    }
    const visitor = await visit();
    const { t } = visitor;
    const { record, records } = synchronizationsPage(visitor);
    await administrationPage(visitor).open('synchronizations');
    await expect.poll(() => record.count(), SOON).toBe(10);
    await record.first().getByText(t('synchronizations:read.delta')).waitFor();
    await records.getByRole('button', { name: t('synchronizations:records.older') }).click();
    await expect.poll(() => record.count(), SOON).toBe(runs);
    const first = record.last();
    await first.getByText(t('synchronizations:read.first')).waitFor();
    await first.getByText(t('synchronizations:records.details')).click();
    await first.getByText(t('synchronizations:fact.requests')).waitFor();

    await session.client.synchronize();
    await expect.poll(() => record.count(), SOON).toBe(runs + 1);
  });

  test.for(['en', 'es'] as const)('is accessible (%s)', async (language, { stack, visit }) => {
    await removeSome(stack.sandbox);
    const visitor = await visit({ language });
    const inspectAs = (name: string) =>
      inspect({ page: visitor.page, language, axe: language === 'en' }, name);
    const { choose, confirm, removals, record } = synchronizationsPage(visitor);
    const administration = administrationPage(visitor);
    await administration.open('synchronizations');
    await removals.getByRole('cell').first().waitFor();
    await record.last().getByText(visitor.t('synchronizations:records.details')).click();
    await inspectAs('synchronizations-held');
    await choose('allow').click();
    await confirm.waitFor();
    await inspectAs('synchronizations-confirmation');
    await administration.open('directory');
    await administration.users.getByRole('cell').first().waitFor();
    await inspectAs('synchronizations-notice');
    await consolePage(visitor).open(provisionPath(CONTOSO));
    await removals.getByRole('cell').first().waitFor();
    await inspectAs('provision-held');
    await consolePage(visitor).open(`${CONTOSO}/dashboard`);
    await consolePage(visitor).service.waitFor();
    await inspectAs('dashboard-held');
  });
});

test('a directory that Microsoft gives no total of is read, and its record says so', async ({
  stack,
  visit,
}) => {
  await resetAll(stack);
  session = await openSession(stack);
  await walkToTargets(session);
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  await tenant.setFaults({ failNext: 1000, failStatus: 403, failPathContains: '/$count' });
  const { directory, synchronization } = await submitAndWait(session);
  expect(directory?.users).toBe(USERS);
  expect(synchronization?.totalUsers).toBeNull();
  const visitor = await visit();
  const { record } = synchronizationsPage(visitor);
  const without = visitor.t('synchronizations:read.uncounted');
  await administrationPage(visitor).open('synchronizations');
  await record.filter({ hasText: without }).waitFor();

  await tenant.clearFaults();
  await session.client.synchronize();
  await expect.poll(() => record.count(), SOON).toBe(2);
  // Only the changes are read, for which no total is needed.
  await record.first().getByText(visitor.t('synchronizations:read.delta')).waitFor();
  expect(await record.filter({ hasText: without }).count()).toBe(1);
});

test('an account of selected users has no schedule, with the reason', async ({ stack, visit }) => {
  await resetAll(stack);
  session = await openSession(stack);
  await walkToTargets(session);
  const { id } = await session.client.user('admin@contoso.example');
  await submitAndWait(session, { method: 'selected', userIds: [id] });
  const visitor = await visit();
  const { schedule, record } = synchronizationsPage(visitor);
  await administrationPage(visitor).open('synchronizations');
  await schedule
    .getByText(
      visitor.t('synchronizations:schedule.none.usersAndGroups', { services: 'Exchange Online' }),
    )
    .waitFor();
  expect(await schedule.getByRole('switch').count()).toBe(0);
  await record.getByText(visitor.t('synchronizations:read.selected.usersAndGroups')).waitFor();
});

const hasFocus = (element: Element) => element === document.activeElement;
