/** SharePoint Online and OneDrive beside Exchange Online, as a person provisions and administers them. */
import { expect } from 'vitest';
import type { Service } from '../../domain/services/services.ts';
import { SERVICE_IDS } from '../../domain/services/services.ts';
import {
  about,
  completeConsents,
  type ConsoleSession,
  CONTOSO_USER,
  openSession,
  resetAll,
} from '../support/console-session.ts';
import { connectClient } from '../../temporal/connection.ts';
import { workflowIdOf } from '../../temporal/names.ts';
import { type SubmittedTargets, targetsSubmittedSignal } from '../../workflows/account.messages.ts';
import type { Stack } from '../support/stack.ts';
import { CONTOSO_ADMINISTRATOR } from '../support/administrator.ts';
import { controlTenant } from '../support/tenant.ts';
import { start, submitAndWait, untilState, walkToTargets } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { inspect } from './support/inspection.ts';
import { consentAtMicrosoft } from './support/microsoft-pages.ts';
import { provisionPage } from './support/provision-page.ts';
import { synchronizationsPage } from './support/synchronizations-page.ts';
import { targetsPage } from './support/targets-page.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest();
const SHAREPOINT = 'sharepoint-online';
const ONEDRIVE = 'onedrive';
/** So many sites of so few that their removal is held. */
const MANY = 100;

let session: ConsoleSession;
test.beforeEach(async ({ stack }) => {
  await resetAll(stack);
  session = await openSession(stack);
});

const inspectAs = ({ page }: Visitor, name: string) =>
  inspect({ page, language: 'en', axe: true }, name);

/** From the dashboard to the choice of the targets, as a person does it. */
async function provision(visitor: Visitor, service: Service): Promise<void> {
  const { page } = visitor;
  const console = consolePage(visitor, service);
  await console.open(`${CONTOSO}/dashboard`);
  await console.service.hover();
  await console.provision.click();
  await page.waitForURL((url) => url.pathname === provisionPath(CONTOSO, service));
  const first = page.getByRole('tab').first();
  expect(await first.textContent()).toBe('Use Access Token');
  expect(await first.getAttribute('aria-selected')).toBe('true');
}

test('the dashboard offers three services, each with a screen of its own', async ({ visit }) => {
  const visitor = await visit();
  const { page } = visitor;
  await consolePage(visitor).open(`${CONTOSO}/dashboard`);
  for (const name of ['Exchange Online', 'SharePoint Online', 'OneDrive']) {
    await consolePage(visitor).open(`${CONTOSO}/dashboard`);
    const card = page.getByRole('group', { name, exact: true });
    await card.hover();
    await card.getByRole('button', { name: 'Provision', exact: true }).click();
    await page
      .getByRole('heading', { name: `Accessing Microsoft ${name} Account Information` })
      .waitFor();
    await page.getByText('Use Access Token').waitFor();
  }
  await consolePage(visitor).open(`${CONTOSO}/dashboard`);
  await inspectAs(visitor, 'services-dashboard');
});

test('SharePoint Online is provisioned for all sites in three steps', async ({ visit }) => {
  const visitor = await visit();
  const { page, t } = visitor;
  await provision(visitor, SHAREPOINT);
  const provisioning = provisionPage(visitor, SHAREPOINT);
  const journey = page.getByRole('list', { name: t('consents:journey.label') });
  expect(await journey.getByRole('listitem').count()).toBe(3);
  await provisioning.step('sharepoint').card.getByText('Sites.Read.All').waitFor();
  await inspectAs(visitor, 'sharepoint-consent');
  await provisioning.consent('sharepoint');
  const targets = targetsPage(visitor, SHAREPOINT);
  await page.getByText('Synchronize selected sites', { exact: true }).waitFor();
  await page.getByRole('radio', { name: 'Synchronize all sites' }).check();
  await inspectAs(visitor, 'sharepoint-targets-all');
  await targets.submitAndConfirm();
  await page.getByRole('heading', { name: 'SharePoint Online protected.' }).waitFor();
  await consolePage(visitor).hoverRing('SharePoint Online protected.');
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  const { directory } = await session.client.about(SHAREPOINT).account();
  const sites = directory?.sites ?? 0;
  expect(sites).toBeGreaterThan(0);
  await provisioning.protected
    .getByText(sites.toLocaleString('en-GB'), { exact: true })
    .first()
    .waitFor();
  await inspectAs(visitor, 'sharepoint-protected');

  const administration = administrationPage(visitor, SHAREPOINT);
  await administration.open('directory');
  await page.getByText(t('administration:directory.sitesFound.sites', { count: sites })).waitFor();
  await administration.sites.getByRole('cell').first().waitFor();
  await inspectAs(visitor, 'sharepoint-directory');
  await administration.tab('synchronizations').click();
  await page
    .getByText(
      t('synchronizations:records.sitesLine.sites', { added: sites, changed: 0, removed: 0 }),
    )
    .waitFor();
  await inspectAs(visitor, 'sharepoint-synchronizations');
  await administration.tab('history').click();
  await page.getByText('SharePoint Online protected.', { exact: true }).first().waitFor();
  await administration.tab('overview').click();
  await inspectAs(visitor, 'sharepoint-overview');
  await administration.remove.click();
  await administration.dialog
    .getByText(t('administration:remove.protectedSites.sites', { count: sites }))
    .waitFor();
  await inspectAs(visitor, 'sharepoint-remove');
});

test('selected sites are found by address and by title', async ({ stack, visit }) => {
  const sharepoint = about(session, SHAREPOINT);
  await walkToTargets(sharepoint);
  const sites = await sharepoint.client.sites('Sales');
  const [site] = sites;
  const visitor = await visit();
  const { page, t } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO, SHAREPOINT));
  const targets = targetsPage(visitor, SHAREPOINT);
  await targets.selectedUsers.check();

  visitor.expectComplaints(/status of 40[04]/);
  await targets.lookUpSite(`${site?.url}?web=1`);
  await targets.available.getByText(t('failures:SiteAddressWithParameters')).waitFor();
  const nowhere = 'https://contoso.sharepoint.example/sites/nowhere';
  await targets.lookUpSite(nowhere);
  await targets.available.getByText(t('targets:byUrl.unknown', { name: nowhere })).waitFor();
  await inspectAs(visitor, 'sharepoint-targets-unknown');
  await targets.lookUpSite(site?.url ?? '');
  await targets.entry(targets.available, site?.title ?? '').click();
  await targets.add.click();
  await targets.counter(1).waitFor();

  const sandbox = controlTenant(stack.sandbox, 'contoso.example');
  for (let number = 0; number < 51; number += 1)
    await sandbox.addSite(`/sites/quarry-${number}`, `Quarry ${number}`);
  await targets.searchSites('quar');
  await targets.available
    .getByRole('tabpanel')
    .getByText(t('targets:byTitle.first', { count: 50 }))
    .waitFor();
  await inspectAs(visitor, 'sharepoint-targets-more');
  await targets.searchSites('Sa');
  await targets.available.getByText(t('targets:byTitle.tooShort', { min: 3 })).waitFor();
  await targets.searchSites('Sales');
  await targets.available.getByText(t('targets:isSelected')).waitFor();
  expect(await targets.entries(targets.available.getByRole('tabpanel')).count()).toBe(sites.length);
  await targets.allShown(targets.available.getByRole('tabpanel')).check();
  await targets.add.click();
  await targets.counter(sites.length).waitFor();
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'hidden' });
  await inspectAs(visitor, 'sharepoint-targets-selected');
  await page.reload();
  await targets.counter(sites.length).waitFor();
  await targets.submitAndConfirm();
  await page.getByRole('heading', { name: 'SharePoint Online protected.' }).waitFor();
  const account = await sharepoint.client.account();
  expect(account).toMatchObject({ method: 'selected', targetCount: sites.length });
});

test('in Spanish, SharePoint Online is provisioned for a selected site, up to the notification', async ({
  visit,
}) => {
  const sharepoint = about(session, SHAREPOINT);
  const visitor = await visit({ language: 'es' });
  const { page } = visitor;
  const console = consolePage(visitor, SHAREPOINT);
  await console.open(`${CONTOSO}/dashboard`);
  await console.service.hover();
  await console.service.getByRole('button', { name: 'Aprovisionar', exact: true }).click();
  await page
    .getByRole('heading', {
      name: 'Acceso a la información de cuentas de Microsoft SharePoint Online',
    })
    .waitFor();
  await page.getByRole('tab', { name: 'Usar token de acceso' }).waitFor();
  const tab = await provisionPage(visitor, SHAREPOINT).openMicrosoft('sharepoint');
  await consentAtMicrosoft(tab, CONTOSO_ADMINISTRATOR);
  await tab.getByText('Paso 1, SharePoint Online: Microsoft ha recibido su respuesta.').waitFor();
  await tab.close();

  const targets = targetsPage(visitor, SHAREPOINT);
  await page.getByRole('radio', { name: 'Sincronizar sitios seleccionados' }).check();
  const [site] = await sharepoint.client.sites('Sales');
  await targets.lookUpSite(site?.url ?? '');
  await targets.entry(targets.available, site?.title ?? '').click();
  await targets.add.click();
  await targets.selected.getByText('1 de 100', { exact: true }).waitFor();
  const twice = targets.available.getByText(`${site?.title} ya está en Destinos seleccionados.`);
  expect(await twice.count()).toBe(0);
  await targets.lookUpSite(site?.url ?? '');
  await twice.waitFor();
  await targets.submitAndConfirm();
  await page.getByRole('heading', { name: 'SharePoint Online está protegido.' }).waitFor();
  await console.hoverRing('SharePoint Online está protegido.');
});

test('OneDrive is provisioned for selected users, and one without a OneDrive is kept', async ({
  stack,
  visit,
}) => {
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  const visitor = await visit();
  const { page, t } = visitor;
  await provision(visitor, ONEDRIVE);
  await provisionPage(visitor, ONEDRIVE).consent('onedrive');
  const targets = targetsPage(visitor, ONEDRIVE);
  await targets.selectedUsers.check();
  const newcomers = await tenant.addGroup('Newcomers');
  await tenant.addMember(newcomers, (await tenant.addUsers(1))[0] ?? '');
  await targets.lookUp(CONTOSO_USER.email);
  await targets.entries(targets.available).first().click();
  await targets.add.click();
  await targets.search('Newc');
  await targets.openGroup('Newcomers');
  await targets.entries(targets.available.getByRole('tabpanel')).first().click();
  await targets.add.click();
  await targets.counter(2).waitFor();
  expect(await page.getByText(t('targets:noMailbox')).count()).toBe(0);
  await page.mouse.move(0, 0);
  await inspectAs(visitor, 'onedrive-targets');
  await targets.submitAndConfirm();
  await page.getByRole('heading', { name: 'OneDrive protected.' }).waitFor();
  await page.getByText('1 selected user has no OneDrive yet.').waitFor();
  const { pendingTargets } = await session.client.about(ONEDRIVE).account();
  const [pending] = pendingTargets;
  expect(pending?.name).toMatch(/@contoso\.example$/);
  await page.getByText(pending?.name ?? 'a name', { exact: true }).waitFor();
  await inspectAs(visitor, 'onedrive-protected-pending');
  await consolePage(visitor).open(`${CONTOSO}/dashboard`);
  await consolePage(visitor, ONEDRIVE).service.waitFor();
  await inspectAs(visitor, 'onedrive-dashboard');
  const administration = administrationPage(visitor, ONEDRIVE);
  await administration.open('directory');
  await administration.drives.getByRole('cell', { name: CONTOSO_USER.email }).waitFor();
  const address = administration.drives.getByRole('cell', { name: /^https:/ });
  const hidden = () => address.evaluate((cell) => cell.scrollWidth - cell.clientWidth);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await address.waitFor();
    expect(await hidden(), `hidden at ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 1000 });
  await inspectAs(visitor, 'onedrive-directory');
});

test('on a phone, the list of all drives scrolls to the last one, with its whole address', async ({
  visit,
}) => {
  const onedrive = about(session, ONEDRIVE);
  await walkToTargets(onedrive);
  const { directory } = await submitAndWait(onedrive);
  const last = (directory?.sites ?? 0) + 1;
  const visitor = await visit({ width: 390 });
  const administration = administrationPage(visitor, ONEDRIVE);
  await administration.open('directory');
  const { drives } = administration;
  await drives.getByRole('cell').first().waitFor();
  await drives.focus();
  await visitor.page.keyboard.press('End');
  const row = drives.locator(`[role="row"][aria-rowindex="${last}"][aria-busy="false"]`);
  const address = row.getByRole('cell', { name: /^https:/ });
  await address.waitFor();
  const cut = await address.evaluate((cell) => cell.scrollWidth - cell.clientWidth);
  expect(cut).toBeLessThanOrEqual(0);
  await expect
    .poll(async () => {
      const [inner, outer] = [await row.boundingBox(), await drives.boundingBox()];
      return inner && outer && inner.y + inner.height <= outer.y + outer.height + 1;
    })
    .toBe(true);
});

test('the method of another service is told before any consent, and the other one cannot be chosen', async ({
  visit,
}) => {
  await walkToTargets(session);
  await submitAndWait(session);
  const visitor = await visit();
  const { page, t } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO, ONEDRIVE));
  const why = 'Exchange Online synchronizes everything, so this service must do the same.';
  const how =
    'To change the method, remove Exchange Online under Administration > Service Account and provision again.';
  await page.getByText(why).waitFor();
  await page.getByText(how).waitFor();
  await inspectAs(visitor, 'onedrive-begin');
  const onedrive = about(session, ONEDRIVE);
  await start(onedrive);
  await provisionPage(visitor, ONEDRIVE).step('onedrive').clickHere.waitFor();
  await page.getByText(why).waitFor();
  await completeConsents(onedrive);
  const targets = targetsPage(visitor, ONEDRIVE);
  expect(await targets.selectedUsers.isDisabled()).toBe(true);
  expect(await targets.all.isChecked()).toBe(true);
  const choice = page.getByRole('radiogroup', { name: t('targets:method') });
  await choice.getByText(why).waitFor();
  await inspectAs(visitor, 'onedrive-targets-required');
  await targets.submitAndConfirm();
  await page.getByRole('heading', { name: 'OneDrive protected.' }).waitFor();
  await inspectAs(visitor, 'onedrive-protected');
});

test('a page that is about to choose follows when another service chooses first', async ({
  visit,
}) => {
  const [sharepoint, onedrive] = [about(session, SHAREPOINT), about(session, ONEDRIVE)];
  await walkToTargets(sharepoint);
  await walkToTargets(onedrive);
  const visitor = await visit();
  const { page, t } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO, ONEDRIVE));
  const targets = targetsPage(visitor, ONEDRIVE);
  await targets.selectedUsers.check();
  await targets.lookUp(CONTOSO_USER.email);
  await targets.entries(targets.available).first().click();
  await targets.add.click();
  const submit = page.getByRole('button', { name: t('targets:submit'), exact: true });
  const dialog = page.getByRole('dialog');
  await submit.click();
  await dialog.waitFor();
  await submitAndWait(sharepoint);
  // What was to be confirmed is not possible any more, and nothing else takes its place.
  await dialog.waitFor({ state: 'hidden' });
  const overruled = 'Meanwhile everything was chosen for SharePoint Online, so your choice is not';
  await page.getByText(overruled).waitFor();
  const kept = page.getByRole('list', { name: t('targets:kept.user', { count: 1 }) });
  await kept.getByText('Emeka Obi', { exact: true }).waitFor();
  expect(await targets.all.isChecked()).toBe(false);
  expect(await targets.selectedUsers.isChecked()).toBe(false);
  await inspectAs(visitor, 'onedrive-targets-overruled');
  await submit.click();
  await page.getByText(t('targets:noMethod')).waitFor();
  expect((await onedrive.client.account()).state).toBe('awaitingTargets');
  await page.reload();
  await page.getByText(overruled).waitFor();
  expect(await targets.all.isChecked()).toBe(false);
  await targets.all.check();
  await kept.waitFor({ state: 'hidden' });
  await targets.submitAndConfirm();
  await page.getByRole('heading', { name: 'OneDrive protected.' }).waitFor();
});

test('a question that another service made impossible does not come back with that service’s removal', async ({
  visit,
}) => {
  const [sharepoint, onedrive] = [about(session, SHAREPOINT), about(session, ONEDRIVE)];
  await walkToTargets(sharepoint);
  await walkToTargets(onedrive);
  const visitor = await visit({ language: 'es' });
  const { page } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO, SHAREPOINT));
  const targets = targetsPage(visitor, SHAREPOINT);
  await targets.selectedUsers.check();
  const [site] = await sharepoint.client.sites('Sales');
  await targets.lookUpSite(site?.url ?? '');
  await targets.entry(targets.available, site?.title ?? '').click();
  await targets.add.click();
  await targets.submit.click();
  await targets.confirmation.getByText('¿Sincronizar 1 sitio seleccionado?').waitFor();
  await submitAndWait(onedrive);
  await targets.confirmation.waitFor({ state: 'hidden' });
  await page.getByText('Mientras tanto se ha elegido todo para OneDrive').waitFor();
  await onedrive.client.remove();
  // The selection is possible again, and is there.
  await targets.entry(targets.selected, site?.title ?? '').waitFor();
  expect(await targets.selectedUsers.isChecked()).toBe(true);
  expect(await targets.confirmation.count()).toBe(0);
  expect((await sharepoint.client.account()).state).toBe('awaitingTargets');
});

test('with selected targets required, the first target stays selected, and each service that must go for all is named', async ({
  visit,
}) => {
  const sharepoint = about(session, SHAREPOINT);
  await walkToTargets(sharepoint);
  const [site] = await sharepoint.client.sites('Sales');
  await submitAndWait(sharepoint, { method: 'selected', siteIds: [site?.id ?? ''] });
  await walkToTargets(about(session, ONEDRIVE));
  const visitor = await visit();
  await consolePage(visitor).open(provisionPath(CONTOSO, ONEDRIVE));
  const targets = targetsPage(visitor, ONEDRIVE);
  await targets.lookUp(CONTOSO_USER.email);
  await targets.entries(targets.available).first().click();
  await targets.add.click();
  await targets.counter(1).waitFor();
  expect(await targets.selectedUsers.isChecked()).toBe(true);
  const both = /, remove SharePoint Online and OneDrive under Administration > Service Account/;
  await visitor.page.getByRole('note').getByText(both).waitFor();
  await targets.submitAndConfirm();
  await provisionPage(visitor, ONEDRIVE).protected.waitFor();
  await administrationPage(visitor, SHAREPOINT).open();
  await visitor.page.getByText(both).waitFor();
});

test('of two services that submit different methods at once, the page of the one that lost says which is possible', async ({
  stack,
  visit,
}) => {
  const [sharepoint, onedrive] = [about(session, SHAREPOINT), about(session, ONEDRIVE)];
  await walkToTargets(sharepoint);
  await walkToTargets(onedrive);
  const { accountId } = await onedrive.client.account();
  const { id } = await onedrive.client.user(CONTOSO_USER.email);
  const visitor = await visit();
  const { page, t } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO, ONEDRIVE));
  const targets = targetsPage(visitor, ONEDRIVE);
  await targets.selectedUsers.check();
  await submitAndWait(sharepoint);
  // The API would refuse this choice by now. It had let it pass while no other service had a method.
  await chooseUnchecked(stack, { accountId, method: 'selected', targetIds: [id] });

  await page.getByText(t('reasons:methodDiffers.lead')).waitFor();
  const choice = page.getByRole('radiogroup', { name: t('targets:method') });
  await choice
    .getByText('SharePoint Online synchronizes everything, so this service must do the same.')
    .waitFor();
  await choice.getByText('To change the method, remove SharePoint Online').waitFor();
  expect(await targets.selectedUsers.isDisabled()).toBe(true);
  expect(await targets.all.isChecked()).toBe(false);
  await targets.all.check();
  await inspectAs(visitor, 'onedrive-method-differs');
  await consolePage(visitor).hoverRing(t('reasons:methodDiffers.title'));
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  await targets.submitAndConfirm();
  await page.getByRole('heading', { name: 'OneDrive protected.' }).waitFor();
});

/** Tells the workflow of OneDrive a choice that passed the checks of the API before. */
async function chooseUnchecked(stack: Stack, targets: SubmittedTargets): Promise<void> {
  const { connection, workflow } = connectClient(stack.temporal.location);
  const handle = workflow.getHandle(workflowIdOf(ONEDRIVE, 'contoso'));
  await handle.signal(targetsSubmittedSignal, targets);
  await connection.close();
}

test('held removals count sites, and the three accounts are listed', async ({ stack, visit }) => {
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  const added = await tenant.addSites(MANY);
  for (const service of SERVICE_IDS) {
    await walkToTargets(about(session, service));
    await submitAndWait(about(session, service));
  }
  const sharepoint = about(session, SHAREPOINT);
  const { directory } = await sharepoint.client.account();
  const total = directory?.sites ?? 0;
  const visitor = await visit();
  const { page } = visitor;
  await administrationPage(visitor).openList();
  for (const name of ['Exchange Online', 'SharePoint Online', 'OneDrive'])
    await page.getByRole('link', { name, exact: true }).waitFor();
  await inspectAs(visitor, 'services-accounts');
  await consolePage(visitor).open(`${CONTOSO}/dashboard`);
  await consolePage(visitor, SHAREPOINT)
    .service.getByText(/sites protected/)
    .waitFor();
  await inspectAs(visitor, 'services-protected');

  await tenant.removeSites(added);
  await sharepoint.client.synchronize();
  await administrationPage(visitor, SHAREPOINT).open('synchronizations');
  const { held, choose, dialog } = synchronizationsPage(visitor);
  await held.getByText(`${MANY} of ${total} sites`).waitFor();
  await inspectAs(visitor, 'sharepoint-held');
  await choose('allow').click();
  await dialog.getByText(`${MANY} sites`).waitFor();
  await inspectAs(visitor, 'sharepoint-held-confirm');
});

test('who looks for sites in a tenant without a license is told that there is nothing to protect', async ({
  stack,
  visit,
}) => {
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  await walkToTargets(about(session, SHAREPOINT));
  await tenant.setFaults({ noSharePointLicence: true });
  const visitor = await visit();
  visitor.expectComplaints(/status of 409/);
  await consolePage(visitor).open(provisionPath(CONTOSO, SHAREPOINT));
  const targets = targetsPage(visitor, SHAREPOINT);
  await targets.selectedUsers.check();
  const nothing = 'There is nothing to protect: the tenant has no license for SharePoint Online.';
  await targets.lookUpSite('https://contoso.sharepoint.example/sites/sales');
  await targets.available.getByText(nothing).waitFor();
  await inspectAs(visitor, 'sharepoint-targets-unlicensed');
  await targets.searchSites('Sales');
  await targets.available.getByRole('tabpanel').getByText(nothing).waitFor();
});

test('a tenant without a SharePoint license has nothing to protect, which is said', async ({
  stack,
  visit,
}) => {
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  await tenant.setFaults({ noSharePointLicence: true });
  const sharepoint = about(session, SHAREPOINT);
  await walkToTargets(sharepoint);
  await sharepoint.client.submit({ method: 'all' });
  await untilState(sharepoint, 'protected');
  const visitor = await visit();
  const { page, t } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO, SHAREPOINT));
  await page.getByText(t('unlicensed')).waitFor();
  await inspectAs(visitor, 'sharepoint-unlicensed');
  await consolePage(visitor).open(`${CONTOSO}/dashboard`);
  await page.getByText(t('dashboard:nothingToProtect'), { exact: true }).waitFor();
  await administrationPage(visitor, SHAREPOINT).open();
  await page.getByText(t('unlicensed')).waitFor();
});
