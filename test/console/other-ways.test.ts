/** The main job in other ways: keyboard, touch, Spanish, two organizations. */
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { DEMO_ADMINISTRATOR } from '../../api/authentication/seeds.ts';
import { CONTOSO_ADMINISTRATOR } from '../support/administrator.ts';
import { resetAll, FABRIKAM_ADMINISTRATOR } from '../support/console-session.ts';
import { consolePage, FABRIKAM, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { pressUntilFocused } from './support/keyboard.ts';
import { provisionPage } from './support/provision-page.ts';
import { targetsPage } from './support/targets-page.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest();

test.beforeEach(({ stack }) => resetAll(stack));

/** From the consents to the protected account. */
async function finish(visitor: Visitor, who = CONTOSO_ADMINISTRATOR): Promise<void> {
  const provisioning = provisionPage(visitor);
  await provisioning.consent('exchange', who);
  await provisioning.step('exchange').status('granted').waitFor();
  await provisioning.consent('graph', who);
  const targets = targetsPage(visitor);
  await targets.all.check();
  await targets.submitAndConfirm();
  await provisioning.protected.waitFor();
}

test('by keyboard only, also at Microsoft', async ({ visit }) => {
  const visitor = await visit({ as: null });
  visitor.expectComplaints(/status of 401/);
  const { page, context, origin } = visitor;
  const press = (key: string) => page.keyboard.press(key);
  const reach = (...wanted: Parameters<Page['getByRole']>) =>
    pressUntilFocused(page, page.getByRole(...wanted));

  await page.goto(origin);
  await pressUntilFocused(page, page.getByLabel('E-mail address'));
  await page.keyboard.type(DEMO_ADMINISTRATOR.email);
  await pressUntilFocused(page, page.getByLabel('Password'));
  await page.keyboard.type(DEMO_ADMINISTRATOR.password);
  await press('Enter');

  await pressUntilFocused(page, consolePage(visitor).provision);
  await press('Enter');

  for (const [kind, step] of [
    ['exchange', 'Step 1'],
    ['graph', 'Step 2'],
  ] as const) {
    const { card, clickHere } = provisionPage(visitor).step(kind);
    await card.getByRole('heading', { name: step }).waitFor();
    await expect.poll(() => clickHere.isEnabled(), { timeout: 30_000 }).toBe(true);
    await pressUntilFocused(page, clickHere);
    const [tab] = await Promise.all([context.waitForEvent('page'), press('Enter')]);
    await consentByKeyboard(tab);
    await tab.close();
  }

  await page.getByRole('heading', { name: 'Choose who to protect' }).waitFor();
  await reach('radio', { name: 'Synchronize all users and groups' });
  await press('Space');
  await reach('button', { name: 'Submit' });
  await press('Space');
  await pressUntilFocused(page, page.getByRole('dialog').getByRole('button', { name: 'Submit' }));
  await press('Enter');
  await page.getByRole('heading', { name: 'Exchange Online protected.' }).waitFor();

  await reach('button', { name: 'Notifications' });
  await press('Enter');
  await page
    .getByRole('dialog', { name: 'Notifications' })
    .getByText('Exchange Online protected.')
    .first()
    .waitFor();
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe('Notifications');
});

async function consentByKeyboard(tab: Page): Promise<void> {
  const email = tab.getByLabel('Email');
  const another = tab.getByRole('button', { name: 'Use another account' });
  await email.or(another).waitFor();
  if (await another.isVisible()) {
    await pressUntilFocused(tab, another);
    await tab.keyboard.press('Enter');
  }
  await pressUntilFocused(tab, email);
  await tab.keyboard.type(CONTOSO_ADMINISTRATOR.email);
  await pressUntilFocused(tab, tab.getByLabel('Password'));
  await tab.keyboard.type(CONTOSO_ADMINISTRATOR.password);
  await tab.keyboard.press('Enter');
  await pressUntilFocused(tab, tab.getByRole('button', { name: 'Accept' }));
  await tab.keyboard.press('Enter');
  await tab.getByRole('heading', { name: 'Go back to the console' }).waitFor();
}

test('in Spanish, also on the callback pages', async ({ visit }) => {
  const visitor = await visit({ language: 'es' });
  const { page, t } = visitor;
  const console = consolePage(visitor);
  await console.open('/');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
  await console.service.hover();
  await console.provision.click();
  await console.heading(t('consents:title', { service: 'Exchange Online' })).waitFor();
  await finish(visitor);
  await console.hoverRing('Exchange Online está protegido.');
});

test('in English after choosing it, also after a reload', async ({ visit }) => {
  const visitor = await visit({ language: 'es' });
  const { page, t } = visitor;
  const console = consolePage(visitor);
  await console.open('/');
  await page.getByRole('button', { name: /Avery Administrator/ }).click();
  await page.getByLabel(t('header.language')).selectOption('en');
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
});

test('in the second organization with its own tenant', async ({ visit }) => {
  const visitor = await visit();
  const console = consolePage(visitor);
  await console.open('/');
  await console.switchTo('Fabrikam Security');
  await console.service.hover();
  await console.provision.click();
  await visitor.page.waitForURL((url) => url.pathname === provisionPath(FABRIKAM));
  await finish(visitor, FABRIKAM_ADMINISTRATOR);
  await visitor.page.getByText('250', { exact: true }).first().waitFor();
  await console.hoverRing('Exchange Online protected.');

  await console.switchTo('Contoso Security');
  await console.service.getByText(visitor.t('dashboard:notProvisioned')).waitFor();
});

test('by touch, on a narrow screen', async ({ visit }) => {
  const visitor = await visit({ touch: true, width: 390, height: 844 });
  const { page } = visitor;
  const console = consolePage(visitor);
  await console.open('/');
  await console.service.tap();
  await console.provision.tap();
  await finish(visitor);
  await console.ring.tap();
  await console.bell.getByText('Exchange Online protected.').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
