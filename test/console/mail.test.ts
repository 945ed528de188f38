/** Mail in the console: who gets what, and a consent link that is sent by mail. */
import { expect } from 'vitest';
import { CONTOSO_ADMINISTRATOR } from '../support/administrator.ts';
import { beginProvisioning, resetAll } from '../support/console-session.ts';
import { mailboxOf } from '../support/mailbox.ts';
import { consolePage, CONTOSO, provisionPath } from './support/console-page.ts';
import { consoleTest } from './support/console-test.ts';
import { inspect } from './support/inspection.ts';
import { permissionsOf, signInAtMicrosoft } from './support/microsoft-pages.ts';
import { provisionPage } from './support/provision-page.ts';

const test = consoleTest();
const LANGUAGES = ['en', 'es'] as const;
const TO = 'global@contoso.example';

test.beforeEach(async ({ stack }) => {
  await resetAll(stack);
  await beginProvisioning(stack);
});

test.for(LANGUAGES)(
  'a link is sent by mail, and completes the step (%s)',
  async (language, { stack, visit }) => {
    const visitor = await visit({ language });
    const { page, t } = visitor;
    const inspectAs = (name: string) => inspect({ page, language, axe: language === 'en' }, name);
    await consolePage(visitor).open(provisionPath(CONTOSO));
    const { card, status } = provisionPage(visitor).step('exchange');
    await card.getByRole('button', { name: t('consents:link.send'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    const address = dialog.getByLabel(t('consents:link.dialog.address'));
    await address.fill('global');
    const submit = dialog.getByRole('button', { name: t('consents:link.dialog.submit') });
    await submit.click();
    await dialog.getByText(t('consents:link.dialog.invalid')).waitFor();
    await inspectAs('mail-send-link');
    await address.fill(TO);
    await submit.click();
    await dialog.waitFor({ state: 'hidden' });
    const mail = await mailboxOf(stack.sandbox).until('the link', ({ to }) => to.includes(TO));
    expect(mail.headers['content-language']).toBe(language);
    const sent = t('consents:link.mail.sent').split('{{to}}')[0] ?? '';
    await card.getByText(`${sent}${TO}`).waitFor();
    await inspectAs('mail-link-sent');

    const administrator = await visit({ as: null, language });
    await administrator.page.goto(`${stack.sandbox}/_sandbox/mail`);
    await administrator.page.getByRole('link', { name: mail.subject }).click();
    const shown = administrator.page.frameLocator('iframe');
    const opening = administrator.context.waitForEvent('page');
    await shown.getByRole('link').first().click();
    const link = await opening;
    await link.locator('form button').click();
    await signInAtMicrosoft(link, CONTOSO_ADMINISTRATOR);
    await permissionsOf(link, CONTOSO_ADMINISTRATOR);
    await link.locator('button[value=accept]').click();
    await status('granted').waitFor();
  },
);

test('a link that was sent can be revoked, and sent again', async ({ stack, visit }) => {
  const visitor = await visit();
  const { page, t } = visitor;
  await consolePage(visitor).open(provisionPath(CONTOSO));
  const { card } = provisionPage(visitor).step('exchange');
  const send = async (button: string) => {
    await card.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('dialog').getByLabel(t('consents:link.dialog.address')).fill(TO);
    await page.getByRole('button', { name: t('consents:link.dialog.submit'), exact: true }).click();
  };
  await send(t('consents:link.send'));
  await card.getByRole('button', { name: t('consents:link.revoke') }).click();
  await send(t('consents:link.send'));
  await send(t('consents:link.sendNew'));
  const { all, until } = mailboxOf(stack.sandbox);
  await until('the newest link', ({ to }) => to.includes(TO));
  await card.getByText(TO).waitFor();
  expect((await all()).every(({ to }) => to.includes(TO))).toBe(true);
});

test.for(LANGUAGES)('each person chooses what to get (%s)', async (language, { stack, visit }) => {
  const visitor = await visit({ language });
  const { page, t } = visitor;
  const console = consolePage(visitor);
  await console.open(`${CONTOSO}/dashboard`);
  await page.getByRole('link', { name: t('navigation.mail'), exact: true }).click();
  await console.heading(t('mail:title')).waitFor();
  const kind = page.getByRole('switch', { name: t('mail:kind.protected'), exact: true });
  expect(await kind.isChecked()).toBe(true);
  await kind.click();
  await page.getByText(t('mail:saved')).waitFor({ state: 'attached' });
  await page.reload();
  await kind.waitFor();
  expect(await kind.isChecked()).toBe(false);
  await kind.click();
  await page.getByText(t('mail:saved')).waitFor({ state: 'attached' });
  await inspect({ page, language, axe: language === 'en' }, 'mail-preferences');

  await page.getByRole('button', { name: /Avery Administrator/ }).click();
  const other = language === 'en' ? 'es' : 'en';
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/api/session/language'));
  await page.getByLabel(t('header.language')).selectOption(other);
  await kept;
  await page.getByText(other === 'es' ? 'Idioma: Español' : 'Language: English').waitFor();
  expect(stack.origin).toBe(new URL(page.url()).origin);
});
