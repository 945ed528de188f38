/** A link for the Global Administrator who is somebody else and has no access to the console. */
import { expect } from 'vitest';
import { CONTOSO_ADMINISTRATOR } from '../support/administrator.ts';
import {
  beginProvisioning,
  clearAway,
  completeStep,
  CONTOSO_TENANT,
  sitDown,
} from '../support/consent-desk.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { permissionsOf, signInAtMicrosoft } from './support/microsoft-pages.ts';
import { provisionPage } from './support/provision-page.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest();
const GONE = /status of 410/;

test.beforeEach(async ({ stack }) => {
  await clearAway(stack);
  await beginProvisioning(stack);
});

/** Copies the link of step 1 and reads what was copied. */
async function copyLink(visitor: Visitor): Promise<string> {
  const { page, context, origin } = visitor;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const { card, copyLink: copy } = provisionPage(visitor).step('exchange');
  await copy.click();
  await card.getByText('Link copied.').waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What a link brought is submitted only once the tenant was confirmed by name. */
async function confirmsTheTenant({ page }: Visitor): Promise<void> {
  await page.getByRole('radio', { name: 'Synchronize all users and groups' }).check();
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(CONTOSO_TENANT).waitFor();
  const submit = dialog.getByRole('button', { name: 'Submit', exact: true });
  expect(await submit.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByRole('checkbox', { name: 'contoso.example is our tenant' }).check();
  await submit.click();
  await page.getByRole('heading', { name: 'Exchange Online protected.' }).waitFor();
}

test('takes somebody who never signed in through the step; the console moves on, and asks whose tenant it is', async ({
  stack,
  visit,
}) => {
  const console = await visit();
  const link = await copyLink(console);

  const administrator = await visit({ as: null });
  const { page } = administrator;
  await page.goto(link);
  await page.getByRole('heading', { name: 'Contoso Security asks for your consent' }).waitFor();
  await page.getByText('full_access_as_app').waitFor();
  await page.getByText('Avery Administrator made this link').waitFor();
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await signInAtMicrosoft(page, CONTOSO_ADMINISTRATOR);
  await permissionsOf(page, CONTOSO_ADMINISTRATOR);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText('Contoso Security sees by itself how the step stands').waitFor();

  const provisioning = provisionPage(console);
  await provisioning.step('exchange').status('granted').waitFor();
  await provisioning.step('graph').clickHere.click({ trial: true });

  await completeStep(await sitDown(stack), 'graph');
  await confirmsTheTenant(console);

  administrator.expectComplaints(GONE);
  await page.goto(link);
  await page.getByText('This link was already used.').waitFor();
  expect(await page.getByRole('button').count()).toBe(0);
});

test('a newer link voids the older one, and the step says who made it', async ({ visit }) => {
  const console = await visit();
  const older = await copyLink(console);
  const { card, copyNewLink } = provisionPage(console).step('exchange');
  await card.getByText(/Avery Administrator is valid until/).waitFor();
  await copyNewLink.click();
  const newest = () => console.page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(newest).not.toBe(older);

  const administrator = await visit({ as: null });
  administrator.expectComplaints(GONE);
  await administrator.page.goto(older);
  await administrator.page.getByText('This link does not count any more').waitFor();
  await administrator.page.goto(await newest());
  await administrator.page.getByRole('button', { name: 'Continue to Microsoft' }).waitFor();
});

test('is shown to be copied by hand where the browser does not copy', async ({ visit }) => {
  const visitor = await visit();
  await visitor.page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const { card, copyLink: copy } = provisionPage(visitor).step('exchange');
  await copy.click();
  const field = card.getByLabel('Link for the Global Administrator');
  expect(await field.inputValue()).toMatch(/\/consents\/link\/[\w-]{43}$/);
  expect(await field.getAttribute('readonly')).not.toBeNull();
});
