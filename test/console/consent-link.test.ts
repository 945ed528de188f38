/** A link for a Global Administrator who has no access to the console. */
import { expect } from 'vitest';
import { CONTOSO_ADMINISTRATOR } from '../support/administrator.ts';
import {
  beginProvisioning,
  resetAll,
  completeStep,
  CONTOSO_TENANT,
  openSession,
} from '../support/console-session.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { permissionsOf, signInAtMicrosoft } from './support/microsoft-pages.ts';
import { provisionPage } from './support/provision-page.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest();
const GONE = /status of 410/;

test.beforeEach(async ({ stack }) => {
  await resetAll(stack);
  await beginProvisioning(stack);
});

/** Copies the link of step 1 and reads the clipboard. */
async function copyLink(visitor: Visitor): Promise<string> {
  const { page, context, origin } = visitor;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const { card, copyLink: copy } = provisionPage(visitor).step('exchange');
  await copy.click();
  await card.getByText('Link copied.').waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** After a consent through a link, targets can be submitted only after the tenant is confirmed by name. */
async function submitWithConfirmedTenant({ page }: Visitor): Promise<void> {
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

test('completes the step without a console sign-in; the console updates and asks to confirm the tenant', async ({
  stack,
  visit,
}) => {
  const console = await visit();
  const link = await copyLink(console);

  const administrator = await visit({ as: null });
  const { page } = administrator;
  await page.goto(link);
  await page.getByRole('heading', { name: 'Contoso Security requests your consent' }).waitFor();
  await page.getByText('full_access_as_app').waitFor();
  await page.getByText('Avery Administrator created this link').waitFor();
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await signInAtMicrosoft(page, CONTOSO_ADMINISTRATOR);
  await permissionsOf(page, CONTOSO_ADMINISTRATOR);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText('Contoso Security is informed automatically').waitFor();

  const provisioning = provisionPage(console);
  await provisioning.step('exchange').status('granted').waitFor();
  await provisioning.step('graph').clickHere.click({ trial: true });

  await completeStep(await openSession(stack), 'graph');
  await submitWithConfirmedTenant(console);

  administrator.expectComplaints(GONE);
  await page.goto(link);
  await page.getByText('This link has already been used.').waitFor();
  expect(await page.getByRole('button').count()).toBe(0);
});

test('a newer link voids the older one, and the step shows who made it', async ({ visit }) => {
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
  await administrator.page.getByText('This link is no longer valid').waitFor();
  await administrator.page.goto(await newest());
  await administrator.page.getByRole('button', { name: 'Continue to Microsoft' }).waitFor();
});

test('is shown for copying by hand if the browser has no clipboard', async ({ visit }) => {
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
