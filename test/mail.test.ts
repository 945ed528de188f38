/** Mails to console users, from what happened to the mailbox. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createMailActivities } from '../activities/mails.ts';
import { createRecordActivities } from '../activities/records.ts';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from '../api/authentication/seeds.ts';
import type { AccountNotificationKind } from '../domain/account.ts';
import { MAIL_ATTEMPTS, PERSONAL_MAIL_KINDS } from '../domain/mails.ts';
import { stepsOf } from '../domain/sentences/reasons/steps.ts';
import { createMailer } from '../mail/mailer.ts';
import { createStore } from '../store/store.ts';
import { createOutgoing } from '../temporal/outgoing.ts';
import { Browser } from './support/browser.ts';
import {
  auditTrail,
  type ConsoleSession,
  openSession,
  removeAccount,
} from './support/console-session.ts';
import { mailboxOf, type SentMail } from './support/mailbox.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { startSkipping } from './support/time-skipping.ts';
import { waitFor } from './support/wait.ts';
import { submitAndWait, walkToTargets } from './support/walk.ts';

const DAY = 24 * 60 * 60 * 1000;

let postgres: PostgresStack;
let session: ConsoleSession;
let mailbox: ReturnType<typeof mailboxOf>;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 50 });
  mailbox = mailboxOf(postgres.stack.sandbox);
});
beforeEach(async () => {
  session = await openSession(postgres.stack);
});
afterEach(async () => {
  for (const table of ['mailPreferences', 'consoleLanguages', 'mails'] as const) {
    await postgres.db.deleteFrom(table).execute();
  }
  await mailbox.reset();
});
afterAll(() => postgres.close());

const preferencesSchema = z.object({
  on: z.boolean(),
  address: z.string(),
  language: z.string(),
  kinds: z.array(z.object({ kind: z.string(), wanted: z.boolean() })),
  lastFailure: z.object({ kind: z.string(), failure: z.string() }).nullable(),
});

const preferences = async ({ client }: ConsoleSession) =>
  preferencesSchema.parse(await client.call('GET', `${client.base}/mail-preferences`));
const choose = async ({ client }: ConsoleSession, kind: string, wanted: boolean) =>
  preferencesSchema.parse(
    await client.call('PUT', `${client.base}/mail-preferences`, { kind, wanted }),
  );
const speak = ({ client }: ConsoleSession, language: string) =>
  client.call('PUT', '/api/session/language', { language });

/** Something happens to an account of Contoso, as its workflow would have it recorded. */
async function happens(
  kind: AccountNotificationKind,
  reason: 'applicationDisabled' | 'synchronizationFailed' | null = null,
): Promise<void> {
  const store = createStore(postgres.db, { mail: true });
  const outgoing = createOutgoing(postgres.temporal);
  await createRecordActivities({ store, outgoing, alertOperators: () => undefined }).notify({
    accountId: randomUUID(),
    organizationId: 'contoso',
    service: 'exchange-online',
    kind,
    reason,
    incident: 1,
  });
}

const queued = async () =>
  postgres.db.selectFrom('mails').selectAll().orderBy('createdAt').execute();

const untilEnded = () =>
  waitFor('the mail has ended', { seen: queued }, async () =>
    (await queued()).find(({ state }) => state !== 'queued'),
  );

/** The only mail, once an attempt to send it has failed. */
async function untilRetrying() {
  const [mail] = await queued();
  const handle = postgres.temporal.workflow.getHandle(`mail/${mail?.mailId}`);
  await waitFor('the next attempt is awaited', { seen: queued }, async () => {
    const { raw } = await handle.describe();
    return raw.pendingActivities?.some(({ attempt }) => (attempt ?? 0) > 1);
  });
  return (await queued())[0];
}

const unsubscribeAddress = ({ headers }: SentMail): string => {
  const [, address] = /^<(.+)>$/.exec(headers['list-unsubscribe'] ?? '') ?? [];
  if (!address) throw new Error('The mail has no List-Unsubscribe');
  return address;
};

describe('a mail', () => {
  test('tells administrators that a service is protected, in the language that they chose, and nobody else', async () => {
    await speak(session, 'es');
    await walkToTargets(session);
    await submitAndWait(session);
    const mail = await mailbox.until('protected', ({ subject }) => subject.includes('protegido'));
    expect(mail.subject).toBe('Exchange Online está protegido.');
    expect(mail.to).toEqual([DEMO_ADMINISTRATOR.email]);
    expect(mail.headers['content-language']).toBe('es');
    expect(mail.html).toContain('<html lang="es">');
    await removeAccount(session.client);
    const removed = await mailbox.until('removed', ({ subject }) => subject.includes('eliminó'));
    expect(removed.to).toEqual([DEMO_ADMINISTRATOR.email]);
    expect((await mailbox.all()).flatMap(({ to }) => to)).not.toContain(DEMO_VIEWER.email);
  });

  test.each(['en', 'es'] as const)(
    'says in %s what to do, step by step, as text and as HTML',
    async (language) => {
      await speak(session, language);
      await happens('attentionRequired', 'applicationDisabled');
      const mail = await mailbox.until('attention', () => true);
      const steps = stepsOf('applicationDisabled', language);
      expect(steps.length).toBeGreaterThan(1);
      for (const [index, step] of steps.entries()) {
        expect(mail.text).toContain(`${index + 1}. ${step}`);
      }
      expect(mail.html.match(/<li /g)).toHaveLength(steps.length);
      expect(mail.html).toContain('<ol ');
      const where = `${postgres.stack.origin}/organizations/contoso/provision/exchange-online`;
      expect(mail.text).toContain(where);
      expect(mail.html).toContain(`href="${where}"`);
    },
  );

  test('loads nothing, and contains no address but ours', async () => {
    await happens('attentionRequired', 'applicationDisabled');
    const mail = await mailbox.until('attention', () => true);
    expect(mail.html).not.toMatch(/<(img|link|script|iframe|object|video|audio|source)\b/i);
    expect(mail.html).not.toMatch(/\b(src|background|srcset)\s*=|url\(|@import/i);
    const addresses = [...`${mail.html}${mail.text}`.matchAll(/https?:\/\/[^\s"<]+/g)];
    expect(addresses.length).toBeGreaterThan(3);
    for (const [address] of addresses) {
      expect(new URL(address).origin).toBe(postgres.stack.origin);
    }
  });

  test('comes in the language that the browser asked for first, until another one is chosen', async () => {
    // Signing in has asked for the session before.
    await postgres.db.deleteFrom('consoleLanguages').execute();
    const headers = { 'accept-language': 'es-MX' };
    await session.browser.fetch(`${session.origin}/api/session`, { headers });
    expect(await preferences(session)).toMatchObject({ language: 'es' });
    await session.browser.fetch(`${session.origin}/api/session`, {
      headers: { 'accept-language': 'en' },
    });
    expect(await preferences(session)).toMatchObject({ language: 'es' });
    await speak(session, 'en');
    expect(await preferences(session)).toMatchObject({ language: 'en' });
  });

  test('goes to a viewer who asks for it', async () => {
    const viewer = await openSession(postgres.stack, 'contoso', DEMO_VIEWER);
    expect((await preferences(viewer)).kinds.map(({ wanted }) => wanted)).not.toContain(true);
    await choose(viewer, 'recovered', true);
    await choose(session, 'recovered', false);
    await happens('recovered', 'synchronizationFailed');
    const mail = await mailbox.until('recovered', () => true);
    expect(mail.to).toEqual([DEMO_VIEWER.email]);
    await choose(viewer, 'recovered', false);
  });

  test('is not queued twice for what is told twice, and names nobody', async () => {
    const store = createStore(postgres.db, { mail: true });
    const outgoing = createOutgoing(postgres.temporal);
    const { notify } = createRecordActivities({ store, outgoing, alertOperators: () => undefined });
    const notice = {
      accountId: randomUUID(),
      organizationId: 'contoso',
      service: 'exchange-online',
      kind: 'protected',
      reason: null,
      incident: 1,
    } as const;
    await notify(notice);
    await notify(notice);
    await untilEnded();
    await notify(notice);
    expect(await mailbox.all()).toHaveLength(1);
    const rows = await queued();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(DEMO_ADMINISTRATOR.email);
    const [row] = rows;
    const handle = postgres.temporal.workflow.getHandle(`mail/${row?.mailId}`);
    await handle.result();
    const history = JSON.stringify(await handle.fetchHistory());
    expect(history).not.toContain(DEMO_ADMINISTRATOR.email);
    expect(history).not.toContain(DEMO_ADMINISTRATOR.name);
  });

  test('is not queued if no mail server is configured', async () => {
    const store = createStore(postgres.db);
    const outgoing = createOutgoing(postgres.temporal);
    await createRecordActivities({ store, outgoing, alertOperators: () => undefined }).notify({
      accountId: randomUUID(),
      organizationId: 'contoso',
      service: 'exchange-online',
      kind: 'protected',
      reason: null,
      incident: 1,
    });
    expect(await queued()).toEqual([]);
  });
});

describe('unsubscribing', () => {
  async function unsubscribed(): Promise<string[]> {
    const { kinds } = await preferences(session);
    return kinds.filter(({ wanted }) => !wanted).map(({ kind }) => kind);
  }
  const mailOf = async (kind: AccountNotificationKind): Promise<SentMail> => {
    await happens(kind);
    return mailbox.until(kind, () => true);
  };

  test('by one click of a mail program ends one kind of one person, without a session', async () => {
    const mail = await mailOf('protected');
    expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const answer = await fetch(unsubscribeAddress(mail), {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://mail.example',
      },
    });
    expect(answer.status).toBe(200);
    expect(await unsubscribed()).toEqual(['protected']);
    const [event] = await auditTrail(session.client);
    expect(event).toMatchObject({ action: 'mail.unsubscribe', details: { kind: 'protected' } });
    await mailbox.reset();
    await happens('protected');
    await happens('removed');
    await mailbox.until('removed', () => true);
    expect(await mailbox.all()).toHaveLength(1);
  });

  test('needs the button: a scanner that follows the link ends nothing', async () => {
    const mail = await mailOf('protected');
    const address = unsubscribeAddress(mail);
    const browser = new Browser();
    const shown = await browser.open(address);
    expect(shown.status).toBe(200);
    await fetch(address, { method: 'HEAD' });
    expect(await unsubscribed()).toEqual([]);
    const pressed = await fetch(address, { method: 'POST', body: '' });
    expect(pressed.status).toBe(200);
    expect(await unsubscribed()).toEqual(['protected']);
  });

  test('is refused for a token that we did not make', async () => {
    const mail = await mailOf('protected');
    const address = unsubscribeAddress(mail);
    const [head, payload, signature] = (new URL(address).searchParams.get('token') ?? '').split(
      '.',
    );
    const other = Buffer.from(payload ?? '', 'base64url')
      .toString()
      .replace('protected', 'removed');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      '',
      'x',
      `${head}.${Buffer.from(other).toString('base64url')}.${signature}`,
      `${unsigned}.${payload}.`,
      `${head}.${payload}.${signature?.slice(0, -3)}`,
    ]) {
      const made = `${postgres.stack.origin}/api/unsubscribe?token=${token}`;
      const answer = await fetch(made, { method: 'POST', body: '' });
      expect(answer.status, token).toBe(400);
      expect((await fetch(made)).status, token).toBe(400);
    }
    expect(await unsubscribed()).toEqual([]);
  });

  test('after a mail was queued keeps it from being sent', async () => {
    await mailbox.fail({ down: true });
    await happens('protected');
    const mail = await untilRetrying();
    await choose(session, 'protected', false);
    await mailbox.fail({ down: false });
    await startSkipping(postgres.temporal, `mail/${mail?.mailId}`, 60_000);
    expect(await untilEnded()).toMatchObject({ state: 'dropped' });
    expect(await mailbox.all()).toEqual([]);
  });
});

describe('a mail server', () => {
  test('that is down gets the mail when it is up again, once', async () => {
    await mailbox.fail({ down: true });
    await happens('protected');
    const first = await untilRetrying();
    const kept = first?.messageId;
    expect(kept).toMatch(/^<[\da-f-]{36}@provost\.example>$/);
    await mailbox.fail({ down: false });
    await startSkipping(postgres.temporal, `mail/${first?.mailId}`, 60_000);
    const mail = await mailbox.until('protected', () => true);
    expect(mail.messageId).toBe(kept);
    expect(await untilEnded()).toMatchObject({ state: 'sent', attempts: 2 });
    expect(await mailbox.all()).toHaveLength(1);
  });

  test('that stays down for a day leaves a failure that the person sees', async () => {
    await mailbox.fail({ down: true });
    await happens('protected');
    const [mail] = await queued();
    await startSkipping(postgres.temporal, `mail/${mail?.mailId}`, DAY);
    expect(await untilEnded()).toMatchObject({
      state: 'failed',
      failure: 'MailUnavailable',
      attempts: MAIL_ATTEMPTS,
    });
    expect(await preferences(session)).toMatchObject({
      lastFailure: { kind: 'protected', failure: 'MailUnavailable' },
    });
  });

  test('that says 550 is not asked again; one that says 450 is', async () => {
    await mailbox.fail({ refuse: 550 });
    await happens('protected');
    expect(await untilEnded()).toMatchObject({
      state: 'failed',
      failure: 'MailRefused',
      attempts: 1,
    });
    expect(await preferences(session)).toMatchObject({ lastFailure: { failure: 'MailRefused' } });
    await postgres.db.deleteFrom('mails').execute();
    await mailbox.fail({ refuse: 450 });
    await happens('removed');
    const mail = await untilRetrying();
    await mailbox.fail({ refuse: null });
    await startSkipping(postgres.temporal, `mail/${mail?.mailId}`, 60_000);
    await mailbox.until('removed', () => true);
    expect(await preferences(session)).toMatchObject({ lastFailure: null });
  });

  test('gets the mail again, with the same message id, if the worker dies before it is marked', async () => {
    const url = await mailbox.server();
    const store = createStore(postgres.db, { mail: true });
    const from = { name: 'Provost', address: 'noreply@provost.example' };
    const { origin } = postgres.stack;
    const mailer = createMailer({ url, from, origin, secret: 'x'.repeat(32) });
    const outgoing = { start: async () => undefined };
    await createRecordActivities({ store, outgoing, alertOperators: () => undefined }).notify({
      accountId: randomUUID(),
      organizationId: 'contoso',
      service: 'exchange-online',
      kind: 'protected',
      reason: null,
      incident: 1,
    });
    const [mail] = await queued();
    const id = mail?.mailId ?? '';
    const dying = {
      ...store,
      mails: { ...store.mails, markSent: () => Promise.reject(new Error('The worker dies')) },
    };
    await expect(createMailActivities({ store: dying, mailer }).sendMail({ id })).rejects.toThrow();
    const { sendMail } = createMailActivities({ store, mailer });
    await sendMail({ id });
    await sendMail({ id });
    const mails = await mailbox.all();
    expect(mails).toHaveLength(2);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await untilEnded()).toMatchObject({ state: 'sent', attempts: 2 });
  });
});

test('the preferences say what is sent where, and each change is audited', async () => {
  expect(await preferences(session)).toMatchObject({
    on: true,
    address: DEMO_ADMINISTRATOR.email,
    kinds: PERSONAL_MAIL_KINDS.map((kind) => ({ kind, wanted: true })),
  });
  await choose(session, 'protected', false);
  const [event] = await auditTrail(session.client);
  expect(event).toMatchObject({
    action: 'mail.preferences',
    actor: DEMO_ADMINISTRATOR.email,
    details: { kind: 'protected', wanted: false },
  });
  const other = await openSession(postgres.stack, 'fabrikam');
  expect((await preferences(other)).kinds.map(({ wanted }) => wanted)).not.toContain(false);
});
