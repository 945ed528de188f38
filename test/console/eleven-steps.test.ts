/** The eleven steps of the requirements, in the console as a person does them. */
import { expect } from 'vitest';
import { DEMO_PASSWORD } from '../../api/authentication/demo-password.ts';
import { CONTOSO_ADMINISTRATOR } from '../support/administrator.ts';
import { resetAll } from '../support/console-session.ts';
import { mailboxesOfContoso } from '../support/tenant-users.ts';
import { consoleTest } from './support/console-test.ts';
import { permissionsOf, signInAtMicrosoft } from './support/microsoft-pages.ts';
import type { Visitor } from './support/visitor.ts';

const USERS = 120;
const test = consoleTest({ users: USERS });
/** Before the sign-in the session request is rejected, which the browser logs. */
const NOT_SIGNED_IN = /status of 401/;

test.beforeEach(({ stack }) => resetAll(stack));

/** Steps 1 to 3, up to the screen of step 4. */
async function signInAndProvision({ page, origin }: Visitor): Promise<void> {
  // 1. Sign in.
  await page.goto(origin);
  await page.getByLabel('E-mail address').fill('admin@provost.example');
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();

  // 2. Hover Exchange Online on the dashboard.
  const exchangeOnline = page.getByRole('group', { name: 'Exchange Online' });
  await exchangeOnline.hover();

  // 3. Provision.
  await exchangeOnline.getByRole('button', { name: 'Provision', exact: true }).click();

  // 4. The screen, with the tab Use Access Token shown first.
  await page
    .getByRole('heading', { name: 'Accessing Microsoft Exchange Online Account Information' })
    .waitFor();
  const first = page.getByRole('tab').first();
  expect(await first.textContent()).toBe('Use Access Token');
  expect(await first.getAttribute('aria-selected')).toBe('true');
}

/** Steps 5 to 7. */
async function consentTwice({ page, context }: Visitor): Promise<void> {
  const step1 = page.getByRole('group', { name: 'Step 1' });
  const step2 = page.getByRole('group', { name: 'Step 2' });
  const clickStep2 = step2.getByRole('button', { name: 'Click here' });
  expect(await clickStep2.isDisabled()).toBe(true);

  // 5. Step 1: Microsoft's logon in a new tab, the Exchange Online authorization, Accept.
  const [exchangeTab] = await Promise.all([
    context.waitForEvent('page'),
    step1.getByRole('button', { name: 'Click here' }).click(),
  ]);
  await signInAtMicrosoft(exchangeTab, CONTOSO_ADMINISTRATOR);
  const exchangePermissions = await permissionsOf(exchangeTab, CONTOSO_ADMINISTRATOR);
  expect(await exchangePermissions.textContent()).toContain('Exchange Web Services');
  await exchangeTab.getByRole('button', { name: 'Accept' }).click();

  // 6. Back to the console, as the page says. The console updates by itself.
  await exchangeTab.getByRole('heading', { name: 'Go back to the console' }).waitFor();
  await exchangeTab.close();
  await step1.getByText('Granted', { exact: true }).waitFor();

  // 7. Step 2, likewise.
  const [graphTab] = await Promise.all([context.waitForEvent('page'), clickStep2.click()]);
  await signInAtMicrosoft(graphTab, CONTOSO_ADMINISTRATOR);
  const graphPermissions = await permissionsOf(graphTab, CONTOSO_ADMINISTRATOR);
  expect(await graphPermissions.textContent()).toContain('mail in all mailboxes');
  await graphTab.getByRole('button', { name: 'Accept' }).click();
  await graphTab.getByRole('heading', { name: 'Go back to the console' }).waitFor();
  await graphTab.close();
  await page.getByRole('heading', { name: 'Choose who to protect' }).waitFor();
}

/** Steps 9 to 11. */
async function submitAndSeeItProtected({ page }: Visitor): Promise<void> {
  // 9. Submit.
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click();
  await page.getByRole('heading', { name: 'Exchange Online protected.' }).waitFor();

  // 10. Hover the ring icon at the upper right.
  const ring = page.getByRole('button', { name: 'Notifications' });
  const { x = 0, y = 0 } = (await ring.boundingBox()) ?? {};
  expect([x > page.viewportSize()!.width * 0.8, y < 60]).toEqual([true, true]);
  await ring.hover();

  // 11. "Exchange Online protected." means success.
  const notifications = page.getByRole('dialog', { name: 'Notifications' });
  await notifications.getByText('Exchange Online protected.').first().waitFor();
}

test('the eleven steps, for all users and groups', async ({ visit }) => {
  const visitor = await visit({ as: null });
  visitor.expectComplaints(NOT_SIGNED_IN);
  const { page } = visitor;
  await signInAndProvision(visitor);
  await consentTwice(visitor);

  // 8. Choose who to protect.
  await page.getByRole('radio', { name: 'Synchronize all users and groups' }).check();

  await submitAndSeeItProtected(visitor);
  await page.getByRole('link', { name: 'Dashboard', exact: true }).click();
  await page.getByText(`${mailboxesOfContoso(USERS)} mailboxes protected`).waitFor();
});

test('the eleven steps, for selected users', async ({ visit }) => {
  const visitor = await visit({ as: null });
  visitor.expectComplaints(NOT_SIGNED_IN);
  const { page } = visitor;
  await signInAndProvision(visitor);
  await consentTwice(visitor);

  // 8. Choose who to protect. By User: the exact user principal name and Enter show the display name.
  await page.getByRole('radio', { name: 'Synchronize selected users' }).check();
  const available = page.getByRole('region', { name: 'Available Targets' });
  const selected = page.getByRole('region', { name: 'Selected Targets' });
  const toSelected = page.getByRole('button', { name: 'Add to Selected Targets' });
  const fromSelected = page.getByRole('button', { name: 'Remove from Selected Targets' });
  await available.getByRole('tab', { name: 'By User' }).click();
  await available.getByLabel('User principal name').fill('admin@contoso.example');
  await page.keyboard.press('Enter');
  await available.getByRole('option', { name: 'Ada Lindqvist' }).click();
  await toSelected.click();
  await selected.getByRole('option', { name: 'Ada Lindqvist' }).waitFor();
  await selected.getByText('1 of 100').waitFor();

  // By Group: at least three characters and Enter show the groups, and each its users.
  await available.getByRole('tab', { name: 'By Group' }).click();
  await available.getByLabel('Group name').fill('Sal');
  await page.keyboard.press('Enter');
  await available.getByRole('button', { name: 'Sales' }).first().click();
  const members = available.getByRole('option');
  await members.nth(1).waitFor();
  await members.nth(0).click();
  await members.nth(1).click();
  await toSelected.click();
  await selected.getByText('3 of 100').waitFor();

  // The other arrow moves them back.
  await selected.getByRole('option').nth(2).click();
  await fromSelected.click();
  await selected.getByText('2 of 100').waitFor();

  await submitAndSeeItProtected(visitor);
  await page.getByRole('link', { name: 'Dashboard', exact: true }).click();
  await page.getByText('2 mailboxes protected').waitFor();
});
