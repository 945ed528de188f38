/** Consent links that are sent by mail to a Global Administrator without access to the console. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from '../api/authentication/seeds.ts';
import { CONSENT_LINK_LIFETIME } from '../domain/limits.ts';
import { CONSENT_LINK_REMINDER, MAX_LINK_MAILS_PER_DAY } from '../domain/mails.ts';
import { consentAtMicrosoft, CONTOSO_ADMINISTRATOR } from './support/administrator.ts';
import { Browser } from './support/browser.ts';
import { outcomeOf } from './support/consent-outcomes.ts';
import {
  auditTrail,
  beginProvisioning,
  completeStep,
  consentOf,
  type ConsoleSession,
  openSession,
  resetAll,
  untilConsent,
} from './support/console-session.ts';
import { mailboxOf, type SentMail } from './support/mailbox.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { startSkipping } from './support/time-skipping.ts';
import { waitFor } from './support/wait.ts';

const HOUR = 60 * 60 * 1000;
const TO = 'global@contoso.example';

let postgres: PostgresStack;
let session: ConsoleSession;
let mailbox: ReturnType<typeof mailboxOf>;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 50 });
  mailbox = mailboxOf(postgres.stack.sandbox);
});
beforeEach(async () => {
  session = await beginProvisioning(postgres.stack);
});
afterEach(async () => {
  await resetAll(postgres.stack);
  await mailbox.reset();
});
afterAll(() => postgres.close());

const path = ({ client }: ConsoleSession) =>
  `${client.base}/accounts/exchange-online/consents/exchange/links`;
const sentSchema = z.object({ linkId: z.uuid(), expiresAt: z.iso.datetime() });
const send = async (body: { address?: unknown; language?: unknown } = {}) =>
  sentSchema.parse(
    await session.client.call('POST', `${path(session)}/mail`, { address: TO, ...body }),
  );

const addressIn = ({ text }: SentMail): string => {
  const [address] = /http\S+\/consents\/link\/[\w-]{43}\b/.exec(text) ?? [];
  if (!address) throw new Error(`The mail has no link: ${text}`);
  return address;
};
const untilSent = () => mailbox.until('the link', ({ to }) => to.includes(TO));
const toOutsider = async () => (await mailbox.all()).filter(({ to }) => to.includes(TO));

const skip = (linkId: string, milliseconds: number) =>
  startSkipping(postgres.temporal, `consent-link/${linkId}`, milliseconds);
const result = (linkId: string) =>
  postgres.temporal.workflow.getHandle(`consent-link/${linkId}`).result();
const linkOf = async (linkId: string) =>
  postgres.db
    .selectFrom('consentLinks')
    .selectAll()
    .where('linkId', '=', linkId)
    .executeTakeFirstOrThrow();

async function use(address: string): Promise<Response> {
  const headers = {
    origin: new URL(address).origin,
    'content-type': 'application/x-www-form-urlencoded',
  };
  return new Browser().fetch(address, { method: 'POST', body: '', headers });
}

describe('a mailed link', () => {
  test('arrives in the chosen language, says what to do, and leads to the green step', async () => {
    await send({ language: 'es' });
    const mail = await untilSent();
    expect(mail.subject).toBe('Contoso Security solicita su consentimiento para Exchange Online');
    expect(mail.headers['content-language']).toBe('es');
    expect(mail.text).toContain(`${DEMO_ADMINISTRATOR.name}, de Contoso Security`);
    expect(mail.text).toMatch(/1\. .+\n2\. .+\n3\. /);
    const browser = new Browser();
    const address = addressIn(mail);
    expect((await browser.open(address)).status).toBe(200);
    const headers = { origin: session.origin, 'content-type': 'application/x-www-form-urlencoded' };
    const pressed = await browser.fetch(address, { method: 'POST', body: '', headers });
    const signIn = /url=(.+)$/.exec(pressed.headers.get('refresh') ?? '')?.[1] ?? '';
    await consentAtMicrosoft(browser, signIn, CONTOSO_ADMINISTRATOR);
    await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
    expect((await browser.fetch(`${session.origin}/api/session`)).status).toBe(401);
    expect(browser.visited.map(({ pathname }) => pathname)).not.toContain('/');
  });

  test('is shown with what became of it, and its recipient to administrators only', async () => {
    await send();
    await untilSent();
    const { link } = await untilConsent(
      session.client,
      'exchange',
      (consent) => consent.link?.mail?.state === 'sent',
    ).then((account) => consentOf(account, 'exchange'));
    expect(link).toMatchObject({ createdBy: DEMO_ADMINISTRATOR.name, mail: { to: TO } });
    expect(link?.mail?.sentAt).not.toBeNull();
    const viewer = await openSession(postgres.stack, 'contoso', DEMO_VIEWER);
    expect(consentOf(await viewer.client.account(), 'exchange').link).toMatchObject({
      mail: { to: null, state: 'sent' },
    });
    const seen = await viewer.client.follow(({ account }) => account !== null);
    expect(JSON.stringify(seen)).not.toContain(TO);
    const refused = await problemOfCall(
      viewer.client.call('POST', `${path(viewer)}/mail`, { address: TO }),
    );
    expect(refused).toMatchObject({ status: 403 });
  });

  test('that cannot be delivered is shown so', async () => {
    await mailbox.fail({ refuse: 550 });
    await send();
    await untilConsent(
      session.client,
      'exchange',
      ({ link }) => link?.mail?.state === 'failed' && link.mail.failure === 'MailRefused',
    );
  });

  test('is replaced by one that is sent again, and only the newer one works', async () => {
    await send();
    const first = addressIn(await untilSent());
    await send();
    await waitFor('both mails are there', {}, async () => (await toOutsider()).length === 2);
    const [second = first] = (await toOutsider()).map(addressIn);
    expect(second).not.toBe(first);
    expect(outcomeOf(await new Browser().open(first))).toMatchObject({ code: 'LinkVoid' });
    expect((await new Browser().open(second)).status).toBe(200);
  });

  test('can be revoked, and its recipient is forgotten', async () => {
    const { linkId } = await send();
    const address = addressIn(await untilSent());
    await session.client.call('DELETE', path(session));
    expect(outcomeOf(await new Browser().open(address))).toMatchObject({ code: 'LinkVoid' });
    expect(await linkOf(linkId)).toMatchObject({ mailAddress: null });
    expect(consentOf(await session.client.account(), 'exchange').link).toBeNull();
    await skip(linkId, CONSENT_LINK_LIFETIME + HOUR);
    await result(linkId);
    expect(await toOutsider()).toHaveLength(1);
    expect((await session.client.notifications()).notifications[0]?.kind).not.toBe(
      'consentLinkExpired',
    );
  });

  test('leaves neither its recipient nor its secret in the history, the trail or the database', async () => {
    const { linkId } = await send();
    const secret =
      addressIn(await untilSent())
        .split('/')
        .at(-1) ?? '';
    const history = await postgres.temporal.workflow
      .getHandle(`consent-link/${linkId}`)
      .fetchHistory();
    const trail = await auditTrail(session.client);
    expect(trail[0]).toMatchObject({ action: 'consent.linkMailed', details: { linkId } });
    const mails = await postgres.db.selectFrom('mails').selectAll().execute();
    const links = await postgres.db.selectFrom('consentLinks').selectAll().execute();
    expect(JSON.stringify([history, trail, mails])).not.toContain(TO);
    expect(JSON.stringify([history, trail, mails, links])).not.toContain(secret);
  });
});

describe('after two days', () => {
  test('the recipient is reminded once, with the same link', async () => {
    const { linkId } = await send();
    const first = await untilSent();
    await skip(linkId, CONSENT_LINK_REMINDER - HOUR);
    await skip(linkId, CONSENT_LINK_REMINDER);
    const reminder = await mailbox.until('the reminder', ({ subject }) =>
      subject.startsWith('Reminder: '),
    );
    expect(reminder.to).toEqual([TO]);
    expect(addressIn(reminder)).toBe(addressIn(first));
    await untilConsent(session.client, 'exchange', ({ link }) => link?.mail?.remindedAt != null);
    const [event] = await auditTrail(session.client);
    expect(event).toMatchObject({ action: 'consent.linkReminded', details: { linkId } });
    await skip(linkId, 2 * CONSENT_LINK_REMINDER);
    expect(await toOutsider()).toHaveLength(2);
  });

  test.each([
    ['used the link', async (_linkId: string, address: string) => void (await use(address))],
    ['completed the step without it', async () => void (await completeStep(session, 'exchange'))],
    [
      'asked for silence',
      async () => {
        const { headers } = await untilSent();
        const [, address = ''] = /^<(.+)>$/.exec(headers['list-unsubscribe'] ?? '') ?? [];
        const answer = await fetch(address, { method: 'POST', body: 'List-Unsubscribe=One-Click' });
        expect(answer.status).toBe(200);
      },
    ],
  ])('nobody is reminded who %s', async (_, act) => {
    const { linkId } = await send();
    await act(linkId, addressIn(await untilSent()));
    await skip(linkId, CONSENT_LINK_REMINDER + HOUR);
    await skip(linkId, CONSENT_LINK_LIFETIME);
    await result(linkId);
    expect(await toOutsider()).toHaveLength(1);
    expect((await linkOf(linkId)).remindedAt).toBeNull();
  });
});

describe('a mailed link that expires unused', () => {
  test('is told to who sent it, by bell and by mail, and its recipient is forgotten', async () => {
    const { linkId } = await send();
    const address = addressIn(await untilSent());
    await skip(linkId, CONSENT_LINK_LIFETIME + HOUR);
    await result(linkId);
    const told = await mailbox.until('the sender is told', ({ to }) =>
      to.includes(DEMO_ADMINISTRATOR.email),
    );
    expect(told.subject).toBe('The consent link for Exchange Online expired unused');
    expect(told.text).toContain(
      `${session.origin}/organizations/contoso/provision/exchange-online`,
    );
    const { notifications } = await session.client.notifications();
    expect(notifications[0]).toMatchObject({ kind: 'consentLinkExpired' });
    expect((await auditTrail(session.client))[0]).toMatchObject({ action: 'consent.linkExpired' });
    expect(await linkOf(linkId)).toMatchObject({ mailAddress: null });
    expect(outcomeOf(await new Browser().open(address))).toMatchObject({ code: 'LinkExpired' });
  });

  test('is told to nobody if it was used', async () => {
    const { linkId } = await send();
    await use(addressIn(await untilSent()));
    expect(await linkOf(linkId)).toMatchObject({ mailAddress: null });
    await skip(linkId, CONSENT_LINK_LIFETIME + HOUR);
    await result(linkId);
    const { accountId } = await session.client.account();
    const { notifications } = await session.client.notifications();
    expect(notifications.filter((each) => each.accountId === accountId)).toEqual([]);
  });
});

describe('sending a link', () => {
  test('is refused for what is not one plain address, and sends nothing', async () => {
    for (const address of [
      '',
      7,
      null,
      'contoso',
      'a@b',
      'Global <global@contoso.example>',
      'global@contoso.example, other@contoso.example',
      'global@contoso.example\r\nBcc: other@contoso.example',
      'global@contoso.example\n',
      `${'a'.repeat(300)}@contoso.example`,
    ]) {
      const refused = await problemOfCall(
        session.client.call('POST', `${path(session)}/mail`, { address }),
      );
      expect(refused, String(address)).toMatchObject({ status: 400, code: 'InvalidInput' });
    }
    const language = await problemOfCall(send({ language: 'xx' }));
    expect(language).toMatchObject({ status: 400 });
    expect(await postgres.db.selectFrom('consentLinks').selectAll().execute()).toEqual([]);
  });

  test('puts no header into the mail, whatever the names of people and organizations contain', async () => {
    const evil = 'Eve\r\nBcc: victim@contoso.example\r\n\r\n<b onclick="x">&amp;';
    const rename = async (name: string, maker: string) => {
      const plain = postgres.db.withoutPlugins().withTables<{
        organizations: { id: string; name: string };
        console_users: { email: string; name: string };
      }>();
      await plain.updateTable('organizations').set({ name }).where('id', '=', 'contoso').execute();
      await plain
        .updateTable('console_users')
        .set({ name: maker })
        .where('email', '=', DEMO_ADMINISTRATOR.email)
        .execute();
    };
    await rename(evil, evil);
    try {
      await send();
      const mail = await untilSent();
      expect(mail.to).toEqual([TO]);
      expect(mail.headers['bcc']).toBeUndefined();
      expect(mail.subject).not.toMatch(/[\r\n]/);
      expect(mail.subject).toContain('Eve Bcc: victim@contoso.example');
      expect(mail.text).not.toMatch(/^Bcc:/m);
      expect(mail.html).not.toContain('<b onclick');
      expect(mail.html).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;amp;');
    } finally {
      await rename('Contoso Security', DEMO_ADMINISTRATOR.name);
    }
  });

  test('is refused for a step that is not open', async () => {
    await completeStep(session, 'exchange');
    expect(await problemOfCall(send())).toMatchObject({ status: 409, code: 'WrongState' });
  });

  test('is limited for an organization', async () => {
    for (let sent = 0; sent < MAX_LINK_MAILS_PER_DAY; sent += 1) await send();
    expect(await problemOfCall(send())).toMatchObject({ status: 429, code: 'RateLimited' });
  });
});
