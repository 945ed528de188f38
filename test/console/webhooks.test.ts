/** Administration > Webhooks: from a new endpoint to a redelivery, and an endpoint that is gone. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { DEMO_VIEWER } from '../../api/authentication/seeds.ts';
import { consolePage, CONTOSO, FABRIKAM } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { inspect } from './support/inspection.ts';
import type { Visitor } from './support/visitor.ts';

const test = consoleTest();
const PATH = '/administration/webhooks';

function webhooksPage({ page, t }: Visitor) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  return {
    add: button(t('webhooks:add')).first(),
    create: button(t('webhooks:create')),
    address: page.getByLabel(t('webhooks:url')),
    done: button(t('webhooks:done')),
    sendTest: button(t('webhooks:test')),
    details: button(t('webhooks:details')),
    redeliver: button(t('webhooks:redeliver')),
    rotate: button(t('webhooks:rotate')),
    enable: button(t('webhooks:enable')),
    delivered: page.getByText(t('webhooks:state.delivered'), { exact: true }),
    dialog: page.getByRole('alertdialog'),
  };
}

/** An endpoint that answers with what the test says. */
async function listen() {
  const ids: string[] = [];
  const answer = { status: 200 };
  const server = createServer((request, response) => {
    ids.push(String(request.headers['webhook-id']));
    response.writeHead(answer.status).end('{"received":true}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/in`, ids, answer, close: () => void server.close() };
}

test.for(['en', 'es'] as const)(
  'an endpoint is added, tested, seen in the log, redelivered to, and disabled when it is gone (%s)',
  async (language, { visit }) => {
    const endpoint = await listen();
    const organization = language === 'en' ? CONTOSO : FABRIKAM;
    const visitor = await visit({ language });
    const { page, t } = visitor;
    const inspectAs = (name: string) =>
      inspect({ page, language, axe: language === 'en' }, `webhooks-${name}`);
    const webhooks = webhooksPage(visitor);
    await consolePage(visitor).open(organization + PATH);
    await page.getByText(t('webhooks:emptyLead')).waitFor();
    await inspectAs('empty');

    await webhooks.add.click();
    await webhooks.address.fill('http://hooks.contoso.com/in');
    visitor.expectComplaints(/status of 400/);
    await webhooks.create.click();
    await page.getByText(t('failures:WebhookAddressInsecure')).waitFor();
    await inspectAs('refused');
    await webhooks.address.fill(endpoint.url);
    await webhooks.create.click();
    await webhooks.dialog.getByText(/^whsec_/).waitFor();
    await inspectAs('secret');
    await webhooks.done.click();
    await page.getByText(/whsec_/).waitFor({ state: 'detached' });

    await webhooks.sendTest.click();
    await webhooks.delivered.first().waitFor();
    await webhooks.details.first().click();
    await page.getByText('{"received":true}').waitFor();
    await inspectAs('delivery');
    await webhooks.redeliver.first().click();
    await webhooks.delivered.nth(1).waitFor();
    expect(endpoint.ids).toHaveLength(2);
    expect(new Set(endpoint.ids).size).toBe(1);

    await webhooks.rotate.click();
    await webhooks.dialog.getByRole('button', { name: t('webhooks:rotate') }).click();
    await webhooks.dialog.getByText(t('webhooks:rotatedLead')).waitFor();
    await webhooks.done.click();

    endpoint.answer.status = 410;
    await webhooks.sendTest.click();
    await page.getByText(t('webhooks:state.failed'), { exact: true }).waitFor();
    await webhooks.enable.waitFor();
    await inspectAs('disabled');
    await consolePage(visitor).hoverRing(t('notifications:message.webhookDisabled'));
    await page.keyboard.press('Escape');
    await webhooks.enable.click();
    await webhooks.sendTest.waitFor();
    endpoint.close();
  },
);

test('a viewer is told that webhooks are for administrators, and has no link to them', async ({
  visit,
}) => {
  const visitor = await visit({ as: DEMO_VIEWER });
  const { page, t } = visitor;
  await consolePage(visitor).open(CONTOSO + PATH);
  await page.getByText(t('webhooks:administratorsOnly')).waitFor();
  expect(await page.getByRole('link', { name: t('navigation.webhooks') }).count()).toBe(0);
});
