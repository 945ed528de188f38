/** Administration > Service Account with a larger tenant. */
import { describe, expect } from 'vitest';
import { DEMO_VIEWER } from '../../api/authentication/seeds.ts';
import {
  beginProvisioning,
  resetAll,
  type ConsoleSession,
  openSession,
} from '../support/console-session.ts';
import { mailboxesOfContoso } from '../support/tenant-users.ts';
import { submitAndWait, walkToTargets } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';

const USERS = 3000;
const MAILBOXES = mailboxesOfContoso(USERS).toLocaleString('en');
const test = consoleTest({ users: USERS });

describe('an account of all users and groups', () => {
  let session: ConsoleSession;
  test.beforeAll(async ({ stack }) => {
    session = await openSession(stack);
    await walkToTargets(session);
    await submitAndWait(session);
  });

  test('is listed with its details, and the row opens it', async ({ visit }) => {
    const visitor = await visit();
    const administration = administrationPage(visitor);
    const { page, t } = visitor;
    await consolePage(visitor).open(`${CONTOSO}/dashboard`);
    await page.getByRole('link', { name: 'Service Account' }).click();
    await consolePage(visitor).heading('Service Account').waitFor();
    const account = await session.client.account();
    const row = administration.table.getByRole('row').nth(1);
    await row.waitFor();
    const shown = (await row.textContent()) ?? '';
    for (const fact of [
      'Exchange Online',
      account.tenant?.name ?? 'a name',
      account.tenant?.id ?? 'an id',
      ...account.consents.map(({ clientId }) => clientId),
      t('administration:method.all.usersAndGroups'),
      t('dashboard:state.protected'),
      '3,000',
      String(account.directory?.groups),
    ]) {
      expect(shown).toContain(fact);
    }
    await row.getByText(t('administration:method.all.usersAndGroups')).click();
    await page.waitForURL('**/service-accounts/exchange-online');
    await page.getByText(account.accountId).waitFor();
  });

  test('shows its history live, newest first, page by page', async ({ visit }) => {
    const visitor = await visit();
    const { page, t } = visitor;
    const administration = administrationPage(visitor);
    await administration.open('history');
    // An account of all users gets a daily schedule when it becomes protected.
    const { events } = administration;
    await events.first().getByText(t('audit:action.synchronization.scheduled')).waitFor();
    await events
      .nth(1)
      .getByText(t('audit:action.account.protected', { service: 'Exchange Online' }))
      .waitFor();
    await administration.events.first().getByText(t('audit:more')).click();
    await administration.events.first().getByText(t('audit:correlationId')).waitFor();

    await session.client.synchronize();
    await page.getByText(t('audit:action.synchronization.request')).first().waitFor();
    while (await administration.older.isVisible()) {
      const before = await administration.events.count();
      await administration.older.click();
      await expect.poll(() => administration.events.count()).toBeGreaterThan(before);
    }
    await page.getByText(t('audit:end')).waitFor();
    await page.getByText(t('audit:action.account.opened')).waitFor();
    expect(await page.getByText(/Unknown event/).count()).toBe(0);
  });

  test('scrolls to the last of many users in its directory, and finds one of them', async ({
    visit,
  }) => {
    const visitor = await visit();
    const { page, t } = visitor;
    const administration = administrationPage(visitor);
    await administration.open('directory');
    const { users, groups, search } = administration;
    await page
      .getByText(t('administration:directory.usersFound', { count: USERS }))
      .first()
      .waitFor();
    const table = users.getByRole('table');
    expect(await table.getAttribute('aria-rowcount')).toBe(String(USERS + 1));
    expect(await users.getByRole('row').count()).toBeLessThan(100);

    await users.focus();
    await page.keyboard.press('End');
    const last = users.locator(`[role="row"][aria-rowindex="${USERS + 1}"][aria-busy="false"]`);
    await last.waitFor();
    const name = (await last.getByRole('cell').nth(1).textContent()) ?? '';
    expect(name).toMatch(/@contoso\.example$/);

    await search.fill(name);
    await page
      .getByText(t('administration:directory.usersFound', { count: 1 }))
      .first()
      .waitFor();
    await users.getByText(name).first().waitFor();
    await search.fill('%');
    await page.getByText(t('administration:directory.nothing')).waitFor();
    await search.fill('');
    await administration.showGroups.check();
    await groups.getByText('All Employees', { exact: true }).waitFor();
  });

  test('synchronizes now on request', async ({ visit }) => {
    const visitor = await visit();
    const administration = administrationPage(visitor);
    const before = (await session.client.account()).synchronization?.runId;
    await administration.open();
    await administration.synchronize.click();
    const run = async () => (await session.client.account()).synchronization;
    await expect.poll(async () => (await run())?.runId, { timeout: 30_000 }).not.toBe(before);
    await expect.poll(async () => (await run())?.outcome, { timeout: 60_000 }).toBe('published');
    await administration.synchronize.waitFor();
  });

  test('shows a viewer everything without actions and explains why', async ({ visit }) => {
    const visitor = await visit({ as: DEMO_VIEWER });
    const { page, t } = visitor;
    const administration = administrationPage(visitor);
    const why = t('administration:viewer', { organization: 'Contoso Security' });
    await administration.openList();
    await page.getByText(why).waitFor();
    await administration.menu.click();
    await administration.menuItem('details').waitFor();
    expect(await page.getByRole('menuitem').count()).toBe(1);
    await administration.menuItem('details').click();
    await page.getByText(why).waitFor();
    for (const part of ['overview', 'synchronizations', 'history', 'directory'] as const) {
      await administration.tab(part).click();
      await page.waitForURL(`**tab=${part}`);
      expect(await administration.remove.count()).toBe(0);
      expect(await administration.synchronize.count()).toBe(0);
    }
    await consolePage(visitor).open(`${CONTOSO}/dashboard`);
    await consolePage(visitor).service.getByText(`${MAILBOXES} mailboxes protected`).waitFor();
  });

  test('is removed step by step only after typing the service’s name, and can be provisioned again', async ({
    visit,
  }) => {
    const visitor = await visit();
    const { page, t } = visitor;
    const administration = administrationPage(visitor);
    await administration.open();
    await administration.remove.click();
    const { dialog, confirmation, confirm } = administration;
    await dialog.getByText(t('administration:remove.users', { count: USERS })).waitFor();
    await dialog.getByText(t('administration:remove.grants', { count: 2 })).waitFor();
    await dialog.getByRole('heading', { name: /for Exchange Online\?$/ }).waitFor();
    await dialog
      .getByText('Provost stops protecting Exchange Online for contoso.example.')
      .waitFor();
    await confirmation.fill('contoso.example');
    await confirm.click({ force: true });
    expect(await dialog.isVisible()).toBe(true);
    expect((await session.client.account()).state).toBe('protected');

    await confirmation.fill('exchange online');
    await confirm.click();
    await page.getByRole('heading', { name: t('administration:removed.title') }).waitFor();
    await page.getByText(t('audit:action.removal.releaseTenant')).waitFor();
    // The events of the whole organization: each names its service.
    await administration.events
      .filter({ hasText: t('audit:action.synchronization.request') })
      .first()
      .getByText('Exchange Online', { exact: true })
      .waitFor();
    await administration.provisionAgain.click();
    await page.waitForURL((url) => url.pathname === provisionPath(CONTOSO));
    await consolePage(visitor)
      .heading(t('consents:title', { service: 'Exchange Online' }))
      .waitFor();
  });
});

describe('another account', () => {
  test.beforeEach(({ stack }) => resetAll(stack));

  test('is removed while it waits for its first consent', async ({ stack, visit }) => {
    await beginProvisioning(stack);
    const visitor = await visit();
    const { page, t } = visitor;
    const administration = administrationPage(visitor);
    await administration.openList();
    await administration.menu.click();
    await administration.menuItem('remove').click();
    await administration.dialog.getByText(t('administration:remove.nothing')).waitFor();
    await administration.confirmation.fill('Exchange Online');
    await administration.confirm.click();
    await page.getByText(t('administration:removed.title')).first().waitFor();
  });

  test('is shown as removed even when the removal is complete before its page opens', async ({
    stack,
    visit,
  }) => {
    const { client } = await beginProvisioning(stack);
    const visitor = await visit();
    const { page, t } = visitor;
    await page.route('**/accounts/exchange-online', async (route) => {
      const response = await route.fetch();
      await client.follow(({ account }) => account === null);
      await route.fulfill({ response });
    });
    const administration = administrationPage(visitor);
    await administration.openList();
    await administration.menu.click();
    await administration.menuItem('remove').click();
    await administration.confirmation.fill('Exchange Online');
    await administration.confirm.click();
    await page.getByText(t('administration:removed.title')).first().waitFor();
  });

  test('of selected users cannot be synchronized on request, and explains why', async ({
    stack,
    visit,
  }) => {
    const session = await openSession(stack);
    await walkToTargets(session);
    const { id } = await session.client.user('admin@contoso.example');
    await submitAndWait(session, { method: 'selected', userIds: [id] });
    const visitor = await visit();
    const administration = administrationPage(visitor);
    await administration.openList();
    await administration.menu.click();
    const item = administration.menuItem('synchronize');
    expect(await item.getAttribute('aria-disabled')).toBe('true');
    expect(await item.textContent()).toContain(
      visitor.t('synchronizations:schedule.none.usersAndGroups').slice(0, 40),
    );
    await administration.menuItem('details').click();
    await administration.remove.waitFor();
    expect(await administration.synchronize.count()).toBe(0);
  });
});
