/** The console on the production topology while the API or the worker is down. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTOSO_ADMINISTRATOR } from '../support/administrator.ts';
import { launchChromium } from '../support/chromium.ts';
import { ORGANIZATION_ID, type Production, startProduction } from '../support/production.ts';
import { consolePage, provisionPath } from './support/console-page.ts';
import { provisionPage } from './support/provision-page.ts';
import { targetsPage } from './support/targets-page.ts';
import { openVisitor } from './support/visitor.ts';

const ORGANIZATION = `/organizations/${ORGANIZATION_ID}`;
/** What a browser logs while no server answers. */
const NO_ANSWER = /net::ERR_|status of 50[0-9]/;

let production: Production;
let chromium: Browser;
beforeAll(async () => {
  [production, chromium] = await Promise.all([startProduction({ users: 60 }), launchChromium()]);
});
afterAll(async () => {
  await chromium?.close();
  await production?.close();
});

test('an account continues after an outage of the API and of the worker', async () => {
  let api = await production.startApi();
  let worker = await production.startWorker();
  const visitor = await openVisitor(chromium, production.origin, { as: production.administrator });
  visitor.expectComplaints(NO_ANSWER);
  const { page, t } = visitor;
  const console = consolePage(visitor);
  const provisioning = provisionPage(visitor);
  await console.open('/');
  await console.service.hover();
  await console.provision.click();
  await provisioning.consent('exchange', CONTOSO_ADMINISTRATOR);
  await provisioning.step('exchange').status('granted').waitFor();

  // Without a worker the stored state is shown with a notice.
  await worker.end();
  await page.reload();
  await page.getByText(t('connection.stored')).waitFor();
  await provisioning.step('exchange').status('granted').waitFor();
  worker = await production.startWorker();

  // Without an API a notice is shown; with a new one the screen recovers by itself.
  await api.end();
  await page.getByText(t('connection.lost')).waitFor();
  api = await production.startApi();
  await page.getByText(t('connection.lost')).waitFor({ state: 'hidden' });
  await provisioning.consent('graph', CONTOSO_ADMINISTRATOR);
  const targets = targetsPage(visitor);
  await targets.all.check();
  await targets.submitAndConfirm();
  await provisioning.protected.waitFor();

  await console.open(provisionPath(ORGANIZATION));
  await console.hoverRing(t('notifications:message.protected', { service: 'Exchange Online' }));
  expect(visitor.complaints()).toEqual([]);
});
