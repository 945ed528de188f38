/** What the page of a protected account says about the checks that watch it. */
import { expect } from 'vitest';
import { DEMO_VIEWER } from '../../api/authentication/seeds.ts';
import { about, openSession, resetAll } from '../support/console-session.ts';
import { controlTenant } from '../support/tenant.ts';
import { submitAndWait, walkToTargets } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { inspect } from './support/inspection.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest();
const SHAREPOINT = 'sharepoint-online';
const EVERY_CALL = 1_000_000;
const DOWN = { failNext: EVERY_CALL, failStatus: 503, failTokenNext: EVERY_CALL };
const REFUSED = { failNext: EVERY_CALL, failStatus: 403 };

test.beforeEach(async ({ stack }) => {
  await resetAll(stack);
  const sharepoint = about(await openSession(stack), SHAREPOINT);
  await walkToTargets(sharepoint);
  const [site] = await sharepoint.client.sites('Sales');
  await submitAndWait(sharepoint, { method: 'selected', siteIds: [site?.id ?? ''] });
});

const healthOf = ({ page, t }: Visitor) => {
  const panel = page.getByRole('group', { name: t('progress:health.title'), exact: true });
  return { panel, checkNow: panel.getByRole('button', { name: t('consents:check.checkNow') }) };
};

test('a check that is asked for tells what it found, also that Microsoft does not answer', async ({
  stack,
  visit,
}) => {
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  const visitor = await visit();
  const { page } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO, SHAREPOINT));
  const { panel, checkNow } = healthOf(visitor);
  await panel.getByText('Everything was proven when it was provisioned. First check:').waitFor();
  await inspect({ page, language: 'en', axe: true }, 'health-first');
  await checkNow.click();
  await panel.getByText('Last checked just now: everything works. Next check:').waitFor();

  await tenant.setFaults(DOWN);
  await checkNow.click();
  await panel.getByText(/^Microsoft has not answered since .* We look again at/).waitFor();
  expect(await panel.getByText('everything works').count()).toBe(0);
  await inspect({ page, language: 'en', axe: true }, 'health-unknown');
  await tenant.clearFaults();
  await checkNow.click();
  await panel.getByText('Last checked just now: everything works.').waitFor();
  await inspect({ page, language: 'en', axe: true }, 'health-works');

  await tenant.setFaults(REFUSED);
  await checkNow.click();
  await panel.getByText(/^Something did not work\. .* before we tell anybody\.$/).waitFor();
});

test('in Spanish, the account in Administration tells it too, and a viewer asks for nothing', async ({
  stack,
  visit,
}) => {
  const visitor = await visit({ language: 'es' });
  const { page } = visitor;
  await administrationPage(visitor, SHAREPOINT).open();
  const { panel, checkNow } = healthOf(visitor);
  await panel.getByText('Todo se comprobó durante el aprovisionamiento.').waitFor();
  await controlTenant(stack.sandbox, 'contoso.example').setFaults(DOWN);
  await checkNow.click();
  await panel.getByText(/^Microsoft no responde desde el /).waitFor();
  await inspect({ page, language: 'es', axe: false }, 'health-unknown');
  const viewer = await visit({ as: DEMO_VIEWER });
  await administrationPage(viewer, SHAREPOINT).open();
  await healthOf(viewer).panel.getByText('Microsoft has not answered').waitFor();
  expect(await healthOf(viewer).checkNow.count()).toBe(0);
});
