/** Nothing is lost: closed tabs, restarts, declined consents, no network, expired sign-ins. */
import { beginProvisioning, resetAll, openSession } from '../support/console-session.ts';
import { walkToTargets } from '../support/walk.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { provisionPage } from './support/provision-page.ts';
import { targetsPage } from './support/targets-page.ts';
import { reopened, type Visitor } from './support/visitor.ts';

const test = consoleTest();
const NOT_SIGNED_IN = /status of 401/;
/** What a browser logs without network or without an answering server. */
const NO_ANSWER = /net::ERR_|status of 50[0-9]/;

test.beforeEach(({ stack }) => resetAll(stack));

/** Closes the tab and continues in a new one from the console's address. */
async function comeBack(visitor: Visitor): Promise<Visitor> {
  const next = await reopened(visitor);
  const console = consolePage(next);
  await console.open('/');
  await console.service.getByRole('link', { name: next.t('dashboard:continue') }).click();
  return next;
}

test('a tab closed after each step reopens at the current step', async ({ visit }) => {
  let visitor = await visit();
  const console = consolePage(visitor);
  await console.open('/');
  await console.service.hover();
  await console.provision.click();
  await provisionPage(visitor).step('exchange').clickHere.waitFor();

  visitor = await comeBack(visitor);
  await provisionPage(visitor).consent('exchange');
  visitor = await comeBack(visitor);
  await provisionPage(visitor).step('exchange').status('granted').waitFor();
  await provisionPage(visitor).consent('graph');
  visitor = await comeBack(visitor);
  const targets = targetsPage(visitor);
  await targets.all.check();
  await targets.submitAndConfirm();
  await provisionPage(visitor).targets.waitFor({ state: 'hidden' });

  visitor = await reopened(visitor);
  await consolePage(visitor).open(provisionPath(CONTOSO));
  await provisionPage(visitor).protected.waitFor();
});

test('the tab at Microsoft is closed before the answer; a second click works', async ({
  visit,
}) => {
  const visitor = await visit();
  await beginAndOpen(visitor);
  const provisioning = provisionPage(visitor);
  const tab = await provisioning.openMicrosoft('exchange');
  await tab.getByLabel('Email').waitFor();
  await tab.close();
  await provisioning.step('exchange').status('waitingForAdministrator').waitFor();
  await provisioning.consent('exchange');
  await provisioning.step('exchange').status('granted').waitFor();
});

test('a declined step says so, and another click works', async ({ visit }) => {
  const visitor = await visit();
  visitor.expectComplaints(/status of 400.*error=access_denied/);
  await beginAndOpen(visitor);
  const provisioning = provisionPage(visitor);
  await provisioning.consent('exchange', undefined, 'Cancel');
  await provisioning.step('exchange').status('declined').waitFor();
  await provisioning
    .step('exchange')
    .card.getByText(visitor.t('failures:ConsentDeclined'))
    .waitFor();
  await provisioning.consent('exchange');
  await provisioning.step('exchange').status('granted').waitFor();
});

/** Opens the account from the dashboard. */
async function beginAndOpen(visitor: Visitor): Promise<void> {
  const console = consolePage(visitor);
  await console.open('/');
  await console.service.hover();
  await console.provision.click();
  await provisionPage(visitor).step('exchange').clickHere.waitFor();
}

test('restarted servers lose nothing, and the open screen recovers by itself', async ({
  stack,
  visit,
}) => {
  const visitor = await visit();
  visitor.expectComplaints(NO_ANSWER);
  await beginProvisioning(stack);
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const provisioning = provisionPage(visitor);
  await provisioning.step('exchange').clickHere.waitFor();
  await stack.restart();
  await provisioning.consent('exchange');
  await provisioning.step('exchange').status('granted').waitFor();
  await stack.restart();
  await provisioning.consent('graph');
  const targets = targetsPage(visitor);
  await targets.all.check();
  await stack.restart();
  await targets.submitAndConfirm();
  await provisionPage(visitor).targets.waitFor({ state: 'hidden' });
  await stack.restart();
  await provisioning.protected.waitFor();
});

test('without network the console says so and keeps the choice, which can be submitted afterwards', async ({
  stack,
  visit,
}) => {
  const visitor = await visit();
  visitor.expectComplaints(NO_ANSWER);
  await walkToTargets(await openSession(stack));
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const lost = visitor.page.getByText(visitor.t('connection.lost'));
  const targets = targetsPage(visitor);
  await targets.all.check();
  await visitor.context.setOffline(true);
  await lost.waitFor();
  await targets.submitAndConfirm();
  await visitor.page.getByText(visitor.t('offline')).waitFor();

  await visitor.context.setOffline(false);
  await lost.waitFor({ state: 'hidden' });
  await targets.submitAndConfirm();
  await provisionPage(visitor).protected.waitFor();
});

test('an expired sign-in leads to the sign-in page and back to the same screen', async ({
  stack,
  visit,
}) => {
  const visitor = await visit();
  visitor.expectComplaints(NOT_SIGNED_IN);
  await beginProvisioning(stack);
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const { clickHere } = provisionPage(visitor).step('exchange');
  await clickHere.waitFor();
  await visitor.context.clearCookies();
  await visitor.page.reload();
  await visitor.page.waitForURL((url) => url.pathname === '/sign-in');
  await consolePage(visitor).fillSignIn();
  await visitor.page.waitForURL((url) => url.pathname === provisionPath(CONTOSO));
  await clickHere.waitFor();
});
