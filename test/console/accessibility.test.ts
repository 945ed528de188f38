/** Every screen and dialog, light and dark, narrow and wide: accessible and without horizontal scrolling. */
import { DEMO_VIEWER } from '../../api/authentication/seeds.ts';
import type { Language } from '../../domain/languages.ts';
import { SERVICE_IDS } from '../../domain/services/services.ts';
import {
  about,
  clickAndSignIn,
  completeConsents,
  completeStep,
  FABRIKAM_ADMINISTRATOR,
  openSession,
  removeAccount,
  resetAll,
} from '../support/console-session.ts';
import { controlTenant } from '../support/tenant.ts';
import { submitAndWait, walkToTargets } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, CONTOSO, FABRIKAM, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { inspect } from './support/inspection.ts';
import { provisionPage } from './support/provision-page.ts';
import { synchronizationsPage } from './support/synchronizations-page.ts';
import { targetsPage } from './support/targets-page.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest();
const LANGUAGES = ['en', 'es'] as const;
/** Longer than the test takes, in seconds. */
const LONG = 600;
/** So many sites of so few that their removal is held. */
const MANY = 100;
const SHAREPOINT = 'sharepoint-online';
const ONEDRIVE = 'onedrive';
/** With the only consent of each. */
const OTHER_SERVICES = [
  [SHAREPOINT, 'sharepoint'],
  [ONEDRIVE, 'onedrive'],
] as const;

/** Fabrikam is protected from the beginning. Contoso goes through all screens. */
test.beforeAll(async ({ stack }) => {
  const fabrikam = await openSession(stack, 'fabrikam');
  await walkToTargets(fabrikam, FABRIKAM_ADMINISTRATOR);
  await submitAndWait(fabrikam);
});

const inspectorFor =
  ({ page }: Visitor, language: Language) =>
  (name: string) =>
    inspect({ page, language, axe: language === 'en' }, name);

test.for(LANGUAGES)('sign-in, dashboard and notifications (%s)', async (language, { visit }) => {
  const stranger = await visit({ language, as: null });
  stranger.expectComplaints(/status of 401/);
  await consolePage(stranger).open('/');
  await stranger.page.getByLabel(stranger.t('signIn.email')).waitFor();
  await inspectorFor(stranger, language)('sign-in');
  await consolePage(stranger).fillSignIn({
    email: 'nobody@provost.example',
    password: 'wrong one',
  });
  await stranger.page.getByText(stranger.t('signIn.wrong')).waitFor();
  await inspectorFor(stranger, language)('sign-in-wrong');

  const visitor = await visit({ language });
  const inspectAs = inspectorFor(visitor, language);
  const { page, t } = visitor;
  const console = consolePage(visitor);
  await console.open(`${FABRIKAM}/nowhere`);
  await console.heading(t('notFound.title')).waitFor();
  await inspectAs('not-found');
  await console.open(`${CONTOSO}/dashboard`);
  await console.service.waitFor();
  await inspectAs('dashboard-empty');
  await page.getByRole('button', { name: /Avery Administrator/ }).click();
  await page.getByLabel(t('header.language')).waitFor();
  await inspectAs('user');
  await page.keyboard.press('Escape');
  await console.open(`${FABRIKAM}/dashboard`);
  await console.service.waitFor();
  await inspectAs('dashboard-protected');
  await console.ring.click();
  await console.bell
    .getByText(t('notifications:message.protected', { service: 'Exchange Online' }))
    .waitFor();
  await inspectAs('bell');
  await page.keyboard.press('Escape');
  await console.open(`${FABRIKAM}/notifications`);
  await console.heading(t('notifications:title')).waitFor();
  await inspectAs('notifications');
});

test.for(LANGUAGES)('provisioning (%s)', async (language, { stack, visit }) => {
  const session = await openSession(stack);
  await removeAccount(session.client);
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  const visitor = await visit({ language });
  const inspectAs = inspectorFor(visitor, language);
  const { page, t } = visitor;
  const console = consolePage(visitor);
  const provisioning = provisionPage(visitor);
  const targets = targetsPage(visitor);

  await console.open(provisionPath(CONTOSO));
  await provisioning.begin.waitFor();
  await inspectAs('begin');
  await page.getByRole('button', { name: t('consents:begin.provision'), exact: true }).click();
  const { card, copyLink } = provisioning.step('exchange');
  await copyLink.click();
  await card
    .getByText(t('consents:link.field'))
    .or(card.getByText(/\d{4}/).nth(1))
    .first()
    .waitFor();
  await inspectAs('consents');
  await tenant.setFaults({ ewsBlocked: true, refusedMailboxes: ['*'] });
  await completeStep(session, 'exchange');
  await page.getByText(t('consents:quarantine.finding.graph')).waitFor();
  await inspectAs('consents-finding');
  await clickAndSignIn(session, 'graph');
  await session.browser.press('action', 'accept');
  await page.getByRole('heading', { name: t('reasons:quarantineUnavailable.title') }).waitFor();
  await page
    .getByLabel(t('consents:quarantine.allow.present'))
    .fill('{11111111-1111-4111-8111-111111111111…');
  await page.getByText('"11111111-1111-4111-8111-111111111111,').waitFor();
  await inspectAs('quarantine');
  await page.getByRole('button', { name: t('consents:canary.change'), exact: true }).click();
  visitor.expectComplaints(/404/);
  await page.getByLabel(t('consents:canary.field')).fill('nobody@contoso.example');
  await page.keyboard.press('Enter');
  await page.getByText(t('consents:canary.unknown', { name: 'nobody@contoso.example' })).waitFor();
  const report = page.getByRole('button', { name: t('consents:quarantine.allow.report') });
  await report.click();
  await report.waitFor({ state: 'detached' });
  await inspectAs('quarantine-set');
  await tenant.clearFaults();
  await session.client.check();

  await targets.all.waitFor();
  await inspectAs('targets-all');
  await targets.selectedUsers.check();
  await targets.lookUp('admin@contoso.example');
  await targets.entry(targets.available, 'Ada Lindqvist').click();
  await targets.add.click();
  await targets.search('Sal');
  await targets.groups.first().waitFor();
  await inspectAs('targets-groups');
  await targets.openGroup('Sales');
  await targets.entries(targets.available).first().waitFor();
  await inspectAs('targets-selected');
  await targets.all.check();
  await targets.submit.click();
  await targets.confirmation.waitFor();
  await inspectAs('targets-confirmation');
  await tenant.setFaults({ throttleNext: 1000, retryAfterSeconds: LONG });
  await targets.confirmation.getByRole('button', { name: t('targets:confirm.do') }).click();
  await page.getByText(t('failures:MicrosoftThrottled')).waitFor();
  await inspectAs('progress');
  await tenant.clearFaults();
  await removeAccount(session.client);

  await console.open(provisionPath(FABRIKAM));
  await provisioning.protected.waitFor();
  await inspectAs('protected');
});

test.for(LANGUAGES)('Administration (%s)', async (language, { stack, visit }) => {
  await removeAccount((await openSession(stack)).client);
  const visitor = await visit({ language });
  const inspectAs = inspectorFor(visitor, language);
  const { page, t } = visitor;
  const administration = administrationPage(visitor);
  await administration.openList(CONTOSO);
  await page.getByText(t('administration:empty.title')).waitFor();
  await inspectAs('service-accounts-empty');
  await administration.openList(FABRIKAM);
  await administration.menu.waitFor();
  await inspectAs('service-accounts');
  await administration.menu.click();
  await administration.menuItem('remove').waitFor();
  await inspectAs('service-accounts-menu');
  await administration.open('overview', FABRIKAM);
  await administration.remove.waitFor();
  await inspectAs('account-overview');
  await administration.tab('history').click();
  await administration.events.first().waitFor();
  await inspectAs('account-history');
  await administration.tab('directory').click();
  await administration.users.getByRole('cell').first().waitFor();
  await inspectAs('account-directory');
  await administration.remove.click();
  await administration.dialog.getByText(t('administration:remove.users', { count: 250 })).waitFor();
  await inspectAs('account-remove');
});

test.for(LANGUAGES)('SharePoint Online and OneDrive (%s)', async (language, { stack, visit }) => {
  await resetAll(stack);
  const session = await openSession(stack);
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  const visitor = await visit({ language });
  const inspectAs = inspectorFor(visitor, language);
  const { page, t } = visitor;
  const console = consolePage(visitor);
  await console.open(`${CONTOSO}/dashboard`);
  await console.service.waitFor();
  await inspectAs('three-cards');

  for (const [service, kind] of OTHER_SERVICES) {
    const provisioning = provisionPage(visitor, service);
    await console.open(provisionPath(CONTOSO, service));
    await provisioning.begin.waitFor();
    await inspectAs(`${kind}-begin`);
    await page.getByRole('button', { name: t('consents:begin.provision'), exact: true }).click();
    await provisioning.step(kind).clickHere.waitFor();
    await inspectAs(`${kind}-consents`);
    await completeConsents(about(session, service));
    await targetsPage(visitor, service).all.waitFor();
    await inspectAs(`${kind}-targets-all`);
  }

  await console.open(provisionPath(CONTOSO, SHAREPOINT));
  const sites = targetsPage(visitor, SHAREPOINT);
  await sites.selectedUsers.check();
  await sites.lookUpSite('https://contoso.sharepoint.example/sites/nowhere');
  visitor.expectComplaints(/status of 404/);
  await sites.available.getByText(/sites\/nowhere/).waitFor();
  await inspectAs('sharepoint-targets-unknown');
  await sites.searchSites('Sales');
  await sites.allShown(sites.available.getByRole('tabpanel')).check();
  await sites.add.click();
  await sites.available.getByText(t('targets:isSelected')).first().waitFor();
  await page.mouse.move(0, 0);
  await inspectAs('sharepoint-targets-selected');
  await sites.all.check();
  await sites.submit.click();
  await sites.confirmation.waitFor();
  await inspectAs('sharepoint-targets-confirmation');
  // Not throttled: nothing would be sent to SharePoint until that is over, for no account.
  await tenant.setFaults({ failNext: 1000, failPathContains: '/sites' });
  await sites.confirmation.getByRole('button', { name: t('targets:confirm.do') }).click();
  await page.getByText(t('failures:MicrosoftUnavailable')).waitFor();
  await inspectAs('sharepoint-progress');
  await tenant.clearFaults();
  await removeAccount(session.client.about(SHAREPOINT));

  const newcomers = await tenant.addGroup('Newcomers');
  await tenant.addMember(newcomers, (await tenant.addUsers(1))[0] ?? '');
  await console.open(provisionPath(CONTOSO, ONEDRIVE));
  const users = targetsPage(visitor, ONEDRIVE);
  await users.selectedUsers.check();
  await users.search('Newc');
  await users.openGroup('Newcomers');
  await users.entries(users.available.getByRole('tabpanel')).first().click();
  await users.add.click();
  await users.lookUp('admin@contoso.example');
  await users.entry(users.available, 'Ada Lindqvist').click();
  await users.add.click();
  await users.counter(2).waitFor();
  await page.mouse.move(0, 0);
  await inspectAs('onedrive-targets-selected');
  await users.submitAndConfirm();
  await provisionPage(visitor, ONEDRIVE).protected.waitFor();
  await inspectAs('onedrive-protected-pending');
  await console.open(provisionPath(CONTOSO, SHAREPOINT));
  await provisionPage(visitor, SHAREPOINT).begin.waitFor();
  await inspectAs('sharepoint-begin-required');
});

test.for(LANGUAGES)('three protected services (%s)', async (language, { stack, visit }) => {
  await resetAll(stack);
  const session = await openSession(stack);
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  const added = await tenant.addSites(MANY);
  for (const service of SERVICE_IDS) {
    await walkToTargets(about(session, service));
    await submitAndWait(about(session, service));
  }
  const visitor = await visit({ language });
  const inspectAs = inspectorFor(visitor, language);
  const { page, t } = visitor;
  const console = consolePage(visitor);
  await console.open(`${CONTOSO}/dashboard`);
  for (const service of SERVICE_IDS)
    await consolePage(visitor, service)
      .service.getByText(t('dashboard:state.protected'), { exact: true })
      .waitFor();
  await inspectAs('three-protected');
  await console.ring.click();
  await console.bell
    .getByText(t('notifications:message.protected', { service: 'OneDrive' }))
    .first()
    .waitFor();
  await inspectAs('three-bell');
  await administrationPage(visitor).openList();
  await page.getByRole('link', { name: 'OneDrive', exact: true }).waitFor();
  await inspectAs('three-accounts');

  for (const [service, kind] of OTHER_SERVICES) {
    const administration = administrationPage(visitor, service);
    await console.open(provisionPath(CONTOSO, service));
    await provisionPage(visitor, service).protected.waitFor();
    await inspectAs(`${kind}-protected`);
    await administration.open('directory');
    const { sites, drives } = administration;
    await sites.or(drives).getByRole('cell').first().waitFor();
    await inspectAs(`${kind}-directory`);
    await administration.open();
    await administration.remove.click();
    await administration.dialog.getByRole('textbox').waitFor();
    await inspectAs(`${kind}-remove`);
  }

  await tenant.removeSites(added);
  await session.client.about(SHAREPOINT).synchronize();
  await administrationPage(visitor, SHAREPOINT).open('synchronizations');
  const { removals, choose, dialog } = synchronizationsPage(visitor);
  await removals.getByRole('cell').first().waitFor();
  await inspectAs('sharepoint-held');
  await choose('allow').click();
  await dialog.waitFor();
  await inspectAs('sharepoint-held-confirm');
});

test('the screens of a viewer', async ({ stack, visit }) => {
  const session = await openSession(stack);
  await removeAccount(session.client);
  await walkToTargets(session);
  const visitor = await visit({ as: DEMO_VIEWER });
  const inspectAs = inspectorFor(visitor, 'en');
  await consolePage(visitor).open(provisionPath(CONTOSO));
  await visitor.page.getByText(visitor.t('consents:viewer')).waitFor();
  await inspectAs('viewer-provision');
  await administrationPage(visitor).open();
  await visitor.page
    .getByText(visitor.t('administration:viewer', { organization: 'Contoso Security' }))
    .waitFor();
  await inspectAs('viewer-account');
});
