/** The console says how many mailboxes are protected, how many users are known, and who has none. */
import { expect } from 'vitest';
import { resetAll, openSession, type ConsoleSession } from '../support/console-session.ts';
import { controlTenant, MAILBOX_SETTINGS_HELD } from '../support/tenant.ts';
import { mailboxesOfContoso, usersOfContoso } from '../support/tenant-users.ts';
import { submitAndWait, walkToTargets } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { inspect } from './support/inspection.ts';
import { provisionPage } from './support/provision-page.ts';
import { targetsPage } from './support/targets-page.ts';
import type { Visitor } from './support/visitor.ts';

const USERS = 300;
const test = consoleTest({ users: USERS });
const users = usersOfContoso(USERS);
const MAILBOXES = mailboxesOfContoso(USERS);
const WITHOUT = `${USERS} users, ${USERS - MAILBOXES} without a mailbox`;
const room = users.find(({ mailbox }) => mailbox === 'room');
const nobody = users.find(({ mailbox, mail }) => mailbox === null && mail === null);

let session: ConsoleSession;
test.beforeEach(async ({ stack }) => {
  await resetAll(stack);
  session = await openSession(stack);
  await walkToTargets(session);
});

const inspectAs = ({ page }: Visitor, name: string) =>
  inspect({ page, language: 'en', axe: true }, name);

test('all screens count mailboxes, and what is not known becomes known while they are open', async ({
  stack,
  visit,
}) => {
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  await tenant.setFaults(MAILBOX_SETTINGS_HELD);
  await submitAndWait(session);
  const { directory } = await session.client.account();
  const unknown = `${directory?.mailboxUnknown} not known yet`;
  expect(directory?.mailboxUnknown).toBeGreaterThan(0);
  const [dashboard, list] = [await visit(), await visit()];
  const { service, open } = consolePage(dashboard);
  await open(`${CONTOSO}/dashboard`);
  await service.getByText(`${directory?.mailboxes} mailboxes protected`).waitFor();
  await service.getByText(unknown).waitFor();
  await inspectAs(dashboard, 'dashboard-unknown');
  await administrationPage(list).open('directory');
  await list.page.getByText(unknown).waitFor();
  await administrationPage(list).search.fill(room?.mail ?? '');
  const { users: table } = administrationPage(list);
  const row = table.getByRole('row', { name: room?.userPrincipalName ?? '' });
  const badge = (text: string) => row.getByText(text, { exact: true });
  await badge(list.t('administration:directory.mailboxUnknown')).waitFor();

  await tenant.clearFaults();
  await service.getByText(`${MAILBOXES} mailboxes protected`).waitFor({ timeout: 30_000 });
  await service.getByText(WITHOUT, { exact: true }).waitFor();
  await list.page.getByText(`${MAILBOXES} mailboxes · ${WITHOUT}`).waitFor();
  await badge(list.t('administration:directory.mailbox.room')).waitFor();

  await administrationPage(list).tab('overview').click();
  const facts = list.page.getByRole('definition');
  await facts.getByText(String(MAILBOXES), { exact: true }).first().waitFor();
  await administrationPage(list).tab('synchronizations').click();
  await list.page.getByText(`${MAILBOXES} mailboxes · ${WITHOUT}`).waitFor();
  await administrationPage(list).openList();
  await list.page.getByText(`${USERS - MAILBOXES} without a mailbox`).waitFor();
});

test('a selected user without a mailbox is marked before and after the choice', async ({
  visit,
}) => {
  const visitor = await visit();
  const { page, t } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const targets = targetsPage(visitor);
  await targets.selectedUsers.check();
  for (const name of [nobody?.userPrincipalName ?? '', 'user@contoso.example']) {
    await targets.lookUp(name);
    await targets.entries(targets.available).first().waitFor();
    await targets.allShown(targets.available).check();
    await targets.add.click();
  }
  await targets.counter(2).waitFor();
  const mark = targets.selected.getByText(t('targets:noMailbox'), { exact: true });
  expect(await mark.count()).toBe(1);
  // The arrow's tooltip would cover the list.
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'hidden' });
  await inspectAs(visitor, 'targets-without-mailbox');
  await targets.submit.click();
  const sentence = '1 selected user has no mailbox to protect.';
  await targets.confirmation.getByText(sentence).waitFor();
  await targets.confirmation.getByRole('button', { name: t('targets:confirm.do') }).click();

  const { protected: part } = provisionPage(visitor);
  await part.getByText('1 user has no mailbox to protect.').waitFor();
  await inspectAs(visitor, 'protected-selected');
  await part.getByRole('link', { name: t('progress:protected.seeWho') }).click();
  await page.waitForURL('**tab=directory');
  const { users: table } = administrationPage(visitor);
  const row = table.getByRole('row', { name: nobody?.userPrincipalName ?? '' });
  await row.getByText(t('administration:directory.noMailbox')).waitFor();
});
