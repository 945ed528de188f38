/** Nothing is lost: closed tabs, restarts, declined consents, no network, expired sign-ins. */
import { expect } from 'vitest';
import { MAX_STREAMS_PER_SESSION } from '../../domain/limits.ts';
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

test('a page beyond the limit of streams says so, is refreshed rarely, and recovers when others close', async ({
  visit,
}) => {
  const visitor = await visit();
  visitor.expectComplaints(/status of 429/);
  const { page, context, origin, t } = visitor;
  const address = `${origin}/api/organizations/contoso/events`;
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const others = await Promise.all(
    Array.from({ length: MAX_STREAMS_PER_SESSION }, () => fetch(address, { headers: { cookie } })),
  );
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/\/(events|accounts)$/.test(pathname)) asked.push(`${request.method()} ${pathname}`);
  });
  await page.clock.install();
  const console = consolePage(visitor);
  await console.open(`${CONTOSO}/dashboard`);
  await console.service.waitFor();
  const notice = page.getByText(t('common:connection.refused'));
  await notice.waitFor();
  const attempts = () => asked.filter((line) => line.endsWith('/events'));
  expect(attempts().map((line) => line.split(' ')[0])).toEqual(['GET', 'HEAD']);
  await page.clock.fastForward(20_000);
  expect(attempts()).toHaveLength(2);
  const reads = asked.filter((line) => line.endsWith('/accounts')).length;
  await page.clock.fastForward(11_000);
  // Refused once more, so the page was refreshed.
  await expect
    .poll(() => asked.filter((line) => line.endsWith('/accounts')).length)
    .toBe(reads + 1);
  expect(attempts()).toHaveLength(4);
  await Promise.all(others.map(async ({ body }) => body?.cancel()));
  await notice.waitFor();
  await page.clock.fastForward(31_000);
  await notice.waitFor({ state: 'hidden' });
});
