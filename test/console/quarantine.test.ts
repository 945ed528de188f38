/** A quarantine that does not work: what an administrator can say about it, and what a viewer sees. */
import { describe, expect } from 'vitest';
import { DEMO_VIEWER } from '../../api/authentication/seeds.ts';
import { completeStep, openSession, removeAccount, until } from '../support/console-session.ts';
import { controlTenant } from '../support/tenant.ts';
import { start } from '../support/walk.ts';
import { administrationPage } from './support/administration-page.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { targetsPage } from './support/targets-page.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest();
const ADMIN = 'admin@contoso.example';

function canaryOf({ page, t }: Visitor) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  return {
    change: button(t('consents:canary.change')),
    field: page.getByLabel(t('consents:canary.field')),
    save: button(t('consents:canary.save')),
    useDefault: button(t('consents:canary.useDefault')),
    report: button(t('consents:quarantine.allow.report')),
  };
}

describe('while the quarantine is not available', () => {
  test('an administrator says that the command was run, and names the mailbox to try', async ({
    stack,
    visit,
  }) => {
    const session = await openSession(stack);
    await removeAccount(session.client);
    const tenant = controlTenant(stack.sandbox, 'contoso.example');
    await tenant.setFaults({ ewsBlocked: true, refusedMailboxes: ['*'] });
    await start(session);
    await completeStep(session, 'exchange');
    await completeStep(session, 'graph');
    await until(session.client, ({ attention }) => attention?.reason === 'quarantineUnavailable');

    const watching = await visit({ as: DEMO_VIEWER });
    await consolePage(watching).open(provisionPath(CONTOSO));
    await watching.page.getByText(watching.t('consents:canary.default')).waitFor();
    expect(await canaryOf(watching).change.count()).toBe(0);
    expect(await canaryOf(watching).report.count()).toBe(0);

    await consolePage(watching).open(`${CONTOSO}/dashboard`);
    const turn = watching.t('reasons:quarantineUnavailable.turn');
    await watching.page.getByText(turn).waitFor();

    const visitor = await visit();
    const { page, t } = visitor;
    const canary = canaryOf(visitor);
    await consolePage(visitor).open(provisionPath(CONTOSO));
    await page.getByText(turn).waitFor();
    await canary.report.click();
    await page.getByText(t('consents:quarantine.allow.notEffective')).waitFor();
    // From now on it is nobody's turn here, and all screens say so.
    const [exchange = ''] = t('reasons:allowListSet.turn').split('{until}');
    for (const each of [page, watching.page]) {
      await each.getByText(exchange).waitFor();
      expect(await each.getByText(turn).count()).toBe(0);
    }
    expect(await canary.report.count()).toBe(0);
    // It takes the place of the button that had the focus.
    await page
      .locator(':focus', { hasText: t('consents:quarantine.allow.set').slice(0, 20) })
      .waitFor();

    visitor.expectComplaints(/404/);
    await canary.change.click();
    await canary.field.fill('nobody@contoso.example');
    await canary.field.press('Enter');
    const unknown = page.getByText(
      t('consents:canary.unknown', { name: 'nobody@contoso.example' }),
    );
    await unknown.waitFor();
    await canary.field.fill('');
    await unknown.waitFor({ state: 'detached' });
    await canary.field.fill(ADMIN);
    await canary.save.click();
    await page.getByText(ADMIN, { exact: true }).waitFor();
    await page.locator(':focus', { hasText: t('consents:canary.change') }).waitFor();

    // Exchange Web Services stay blocked: a look that is under way might find them working first.
    await tenant.setFaults({ refusedMailboxes: [] });
    await session.client.check();
    await targetsPage(visitor).all.waitFor();
    await administrationPage(visitor).open('overview', CONTOSO);
    await page.getByText(t('consents:canary.first')).waitFor();
    // Graph is in use, so the status of Exchange Web Services is not that of now.
    await page.getByText(t('administration:overview.ewsTried').split('{{')[0] ?? '').waitFor();
    await administrationPage(visitor).tab('history').click();
    // What was asked for, and what the account made of it.
    const named = page.getByText(t('audit:fact.mailbox', { mailbox: ADMIN }), { exact: true });
    await expect.poll(() => named.count()).toBe(2);
    await administrationPage(visitor).tab('overview').click();
    await canary.change.click();
    await canary.useDefault.click();
    await page.getByText(t('consents:canary.default')).waitFor();
    expect((await session.client.account()).canaryMailbox).toBeNull();
  });
});
