/** Choosing who to protect: rejections, counts and the draft. */
import { expect } from 'vitest';
import { DEMO_VIEWER } from '../../api/authentication/seeds.ts';
import { resetAll, type ConsoleSession, openSession } from '../support/console-session.ts';
import { controlTenant } from '../support/tenant.ts';
import { walkToTargets } from '../support/walk.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { provisionPage } from './support/provision-page.ts';
import { targetsPage } from './support/targets-page.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest({ users: 300 });
const NOT_FOUND = /status of 404/;
const GROUP = 'All Employees';
const PATIENT = { timeout: 10_000 };

let session: ConsoleSession;
test.beforeEach(async ({ stack }) => {
  await resetAll(stack);
  session = await openSession(stack);
  await walkToTargets(session);
});

/** Opens the screen with both panes. */
async function openPanes(visitor: Visitor) {
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const targets = targetsPage(visitor);
  await targets.selectedUsers.check();
  return targets;
}

test('an unknown name is reported at its field and can be corrected there', async ({ visit }) => {
  const visitor = await visit();
  visitor.expectComplaints(NOT_FOUND);
  const targets = await openPanes(visitor);
  await targets.lookUp('nobody@contoso.example');
  const sentence = visitor.t('targets:byUser.unknown', { name: 'nobody@contoso.example' });
  await targets.available.getByText(sentence).waitFor();
  expect(await targets.user.getAttribute('aria-invalid')).toBe('true');
  // It was about a name that is no longer there.
  await targets.user.fill('');
  await targets.available.getByText(sentence).waitFor({ state: 'hidden' });
  expect(await targets.user.getAttribute('aria-invalid')).not.toBe('true');
  await targets.lookUp('user@contoso.example');
  await targets.entry(targets.available, 'Emeka Obi').waitFor();
  await targets.available.getByText(sentence).waitFor({ state: 'hidden' });
});

test('two characters search nothing, three do', async ({ visit }) => {
  const visitor = await visit();
  const requested: string[] = [];
  visitor.page.on('request', (request) => {
    if (request.url().includes('/groups?')) requested.push(request.url());
  });
  const targets = await openPanes(visitor);
  await targets.search('Sa');
  const tooShort = targets.available.getByText(visitor.t('targets:byGroup.tooShort', { min: 3 }));
  await tooShort.waitFor();
  expect(requested).toEqual([]);
  await targets.group.fill('S');
  await tooShort.waitFor({ state: 'hidden' });
  await targets.search('Sal');
  await targets.groups.first().waitFor();
});

test('the hundred-and-first user is rejected in place, and none is moved', async ({ visit }) => {
  const visitor = await visit();
  const { page, t } = visitor;
  const targets = await openPanes(visitor);
  await targets.lookUp('admin@contoso.example');
  await targets.entry(targets.available, 'Ada Lindqvist').click();
  await targets.add.click();
  await targets.counter(1).waitFor();

  await targets.search('All');
  await targets.openGroup(GROUP);
  const entries = targets.entries(targets.available);
  await entries.nth(49).waitFor();
  for (const shown of [100, 150]) {
    await targets.more.click();
    await entries.nth(shown - 1).waitFor();
  }
  await targets.allShown(targets.available).check();
  await targets.add.click();
  await page.getByText('You can select up to 100 users. There is room for 99 more').waitFor();
  await targets.counter(1).waitFor();

  await targets.allShown(targets.available).uncheck();
  await entries.nth(1).waitFor();
  await markRange(targets, 99);
  await targets.add.click();
  await targets.counter(100).waitFor();
  await targets.lookUp('user@contoso.example');
  await targets.entry(targets.available, 'Emeka Obi').click();
  await targets.add.click();
  await page
    .getByText(t('targets:user.full', { max: 100 }))
    .first()
    .waitFor();
  await targets.counter(100).waitFor();
});

/** Marks this many users who are not selected yet, by click and Shift-click. */
async function markRange(targets: ReturnType<typeof targetsPage>, count: number): Promise<void> {
  const free = targets.entries(targets.available).and(targets.free);
  await free.nth(0).click();
  await free.nth(count - 1).click({ modifiers: ['Shift'] });
}

test('a user found twice is counted once', async ({ visit }) => {
  const visitor = await visit();
  const targets = await openPanes(visitor);
  await targets.search('All');
  await targets.openGroup(GROUP);
  const first = targets.entries(targets.available).first();
  const name = (await first.locator('span').last().textContent()) ?? '';
  await first.click();
  await targets.add.click();
  await targets.counter(1).waitFor();
  await targets.lookUp(name);
  await targets.available.getByText(/is already in Selected Targets\./).waitFor();
  await targets.counter(1).waitFor();
});

test('a name with markup is shown as text', async ({ stack, visit }) => {
  const visitor = await visit();
  const name = '<img src=x onerror="document.title=1">';
  const { id } = await session.client.user('user@contoso.example');
  await controlTenant(stack.sandbox, 'contoso.example').changeUsers([id], { displayName: name });
  const targets = await openPanes(visitor);
  await targets.lookUp('user@contoso.example');
  await targets.entry(targets.available, name).click();
  await targets.add.click();
  await targets.entry(targets.selected, name).waitFor();
  expect(await visitor.page.locator('img[src="x"]').count()).toBe(0);
});

test('the draft survives a reload and a closed tab, until it is submitted', async ({ visit }) => {
  const visitor = await visit();
  const targets = await openPanes(visitor);
  await targets.lookUp('admin@contoso.example');
  await targets.entry(targets.available, 'Ada Lindqvist').click();
  await targets.add.click();
  await targets.counter(1).waitFor();
  await visitor.page.reload();
  await targets.counter(1).waitFor();
  await targets.entry(targets.selected, 'Ada Lindqvist').waitFor();
  expect(await targets.selectedUsers.isChecked()).toBe(true);

  await targets.submitAndConfirm();
  await provisionPage(visitor).protected.waitFor();
  const kept = await visitor.page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).not.toContain('Ada Lindqvist');
});

test('a submit must be confirmed: the dialog explains what will happen and can be cancelled', async ({
  visit,
}) => {
  const visitor = await visit();
  const { page, t } = visitor;
  const targets = await openPanes(visitor);
  await targets.submit.click();
  await page.getByText(t('targets:user.none')).first().waitFor();
  expect(await targets.confirmation.count()).toBe(0);

  await targets.all.check();
  await targets.submit.click();
  await targets.confirmation.getByText(t('targets:confirm.titleAll.usersAndGroups')).waitFor();
  await targets.confirmation.getByRole('button', { name: t('cancel') }).click();
  await targets.confirmation.waitFor({ state: 'hidden' });
  expect((await session.client.account()).state).toBe('awaitingTargets');
  await expect
    .poll(() => targets.submit.evaluate((element) => element === document.activeElement), PATIENT)
    .toBe(true);
});

test('a user who left the tenant in the meantime is marked, and the rest can be submitted', async ({
  stack,
  visit,
}) => {
  const visitor = await visit();
  visitor.expectComplaints(/status of 4(09|22)/);
  const targets = await openPanes(visitor);
  for (const name of ['admin', 'user']) {
    await targets.lookUp(`${name}@contoso.example`);
    await targets.entries(targets.available).first().click();
    await targets.add.click();
  }
  await targets.counter(2).waitFor();
  const { id } = await session.client.user('user@contoso.example');
  await controlTenant(stack.sandbox, 'contoso.example').removeUsers([id]);
  await targets.submitAndConfirm();
  await visitor.page.getByText(visitor.t('targets:user.vanishedLead')).first().waitFor();
  const gone = targets.entry(targets.selected, visitor.t('targets:vanished'));
  expect(await gone.textContent()).toContain('Emeka Obi');
  await gone.click();
  await targets.remove.click();
  await targets.counter(1).waitFor();
  await targets.submitAndConfirm();
  await provisionPage(visitor).protected.waitFor();
});

test('a viewer sees the state but cannot choose', async ({ visit }) => {
  const visitor = await visit({ as: DEMO_VIEWER });
  await consolePage(visitor).open(provisionPath(CONTOSO));
  await visitor.page.getByText(visitor.t('consents:viewer')).waitFor();
  await provisionPage(visitor).targets.waitFor();
  expect(await visitor.page.getByRole('main').getByRole('button').count()).toBe(0);
  expect(await visitor.page.getByRole('radio').count()).toBe(0);
});
