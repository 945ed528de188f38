/** Links for a Global Administrator without access to the console, from creation to the green step. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DEMO_ADMINISTRATOR, DEMO_VIEWER } from '../api/authentication/seeds.ts';
import { CONSENTS, type ConsentKind } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import { CONSENT_LINK_LIFETIME } from '../domain/limits.ts';
import {
  consentAtMicrosoft,
  CONTOSO_ADMINISTRATOR,
  signInAtMicrosoft,
} from './support/administrator.ts';
import { Browser, type ShownPage } from './support/browser.ts';
import {
  auditTrail,
  beginProvisioning,
  resetAll,
  completeConsents,
  completeStep,
  consentOf,
  CONTOSO_USER,
  type ConsoleSession,
  removeAccount,
  openSession,
  untilConsent,
} from './support/console-session.ts';
import { outcomeOf, outcomeOfResponse } from './support/consent-outcomes.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';
import { whileViewer } from './support/roles.ts';
import { untilState } from './support/walk.ts';

let postgres: PostgresStack;
let session: ConsoleSession;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 50 });
});
beforeEach(async () => {
  session = await beginProvisioning(postgres.stack);
});
afterEach(() => resetAll(postgres.stack));
afterAll(() => postgres.close());

const linkSchema = z.object({ address: z.url(), expiresAt: z.iso.datetime() });
const ORGANIZATION = 'Contoso Security';

const makeLink = async ({ client }: ConsoleSession, kind: ConsentKind = 'exchange') =>
  linkSchema.parse(
    await client.call('POST', `${client.base}/accounts/exchange-online/consents/${kind}/links`),
  );

/** Presses the only button of the page, as a browser without a session does. The answer redirects. */
async function press(browser: Browser, address: string): Promise<Response> {
  const { origin } = new URL(address);
  const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' };
  return browser.fetch(address, { method: 'POST', body: '', headers });
}

function whereTo(answer: Response): string {
  const [, address] = /^0; url=(.+)$/.exec(answer.headers.get('refresh') ?? '') ?? [];
  if (!address) throw new Error(`The button was answered ${answer.status} without an address`);
  return address;
}

async function expectRefused(page: ShownPage, code: keyof typeof FAILURES, http: number) {
  expect(outcomeOf(page)).toMatchObject({
    status: http,
    title: 'This step was not completed',
    sentence: FAILURES[code].sentence,
    code,
  });
  expect(page.document.querySelector('form')).toBeNull();
  expect(page.text).not.toContain('console');
}

const expireNow = () =>
  postgres.db
    .updateTable('consentLinks')
    .set({ expiresAt: new Date(Date.now() - 1) })
    .execute();

describe('a link', () => {
  test('shows an anonymous visitor who asks for what and why, who made it and when it expires', async () => {
    const { address, expiresAt } = await makeLink(session);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(CONSENT_LINK_LIFETIME);
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(CONSENT_LINK_LIFETIME - 600_000);
    const answer = await new Browser().fetch(address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    // The form post must send its Origin; other sites must not learn the address.
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    const text = await answer.text();
    expect(text).toContain(`<h1>${ORGANIZATION} requests your consent</h1>`);
    expect(text).toContain('Step 1, Exchange Online');
    for (const { value, why } of CONSENTS.exchange.permissions) {
      expect(text).toContain(value);
      expect(text).toContain(why);
    }
    expect(text).toContain(`${DEMO_ADMINISTRATOR.name} created this link`);
    expect(text).toContain('Continue to Microsoft');
    const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
    expect(text).toContain(day.format(new Date(expiresAt)));
  });

  test('is in Spanish if the browser asks for Spanish', async () => {
    const { address } = await makeLink(session);
    const headers = { 'accept-language': 'es-MX,es;q=0.9' };
    const text = await (await new Browser().fetch(address, { headers })).text();
    expect(text).toContain('<html lang="es">');
    expect(text).toContain(`${ORGANIZATION} solicita su consentimiento`);
    expect(text).toContain('Continuar a Microsoft');
  });

  test('proves both steps in a browser that never signed in to the console', async () => {
    for (const kind of ['exchange', 'graph'] as const) {
      const { address } = await makeLink(session, kind);
      const browser = new Browser();
      await browser.open(address);
      const signIn = whereTo(await press(browser, address));
      const page = await consentAtMicrosoft(browser, signIn, CONTOSO_ADMINISTRATOR);
      expect(page.document.querySelector('h1')?.text).toBe('Thank you');
      expect(page.text).toContain(
        `You can close this page. ${ORGANIZATION} is informed automatically.`,
      );
      expect(page.text).not.toContain('console');
      const account = await untilConsent(
        session.client,
        kind,
        ({ status }) => status === 'granted',
      );
      expect(consentOf(account, kind)).toMatchObject({
        administrator: CONTOSO_ADMINISTRATOR.email,
        link: null,
      });
      const answer = await browser.fetch(`${session.origin}/api/session`);
      expect(answer.status).toBe(401);
    }
  });

  test('is shown with its step while it can be used, also to viewers', async () => {
    const { address, expiresAt } = await makeLink(session);
    const viewer = await openSession(postgres.stack, 'contoso', DEMO_VIEWER);
    for (const { client } of [session, viewer]) {
      const { link } = consentOf(await client.account(), 'exchange');
      expect(link).toMatchObject({ createdBy: DEMO_ADMINISTRATOR.name, expiresAt });
      expect(consentOf(await client.account(), 'graph').link).toBeNull();
    }
    await press(new Browser(), address);
    const { consents } = await session.client.account();
    expect(consents.map(({ link }) => link)).toEqual([null, null]);
  });

  test('is not used up by opening it', async () => {
    const { address } = await makeLink(session);
    for (let opened = 0; opened < 3; opened += 1) {
      expect((await new Browser().open(address)).status).toBe(200);
    }
    await new Browser().fetch(address, { method: 'HEAD' });
    expect((await press(new Browser(), address)).status).toBe(200);
  });

  test('can be used by only one of twenty, and is shown as used to the others', async () => {
    const { address } = await makeLink(session);
    const presses = Array.from({ length: 20 }, () => press(new Browser(), address));
    const answers = await Promise.all(presses);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    for (const answer of refused) {
      expect(await outcomeOfResponse(answer)).toMatchObject({ status: 410, code: 'LinkUsed' });
    }
    await expectRefused(await new Browser().open(address), 'LinkUsed', 410);
    const attempts = await postgres.db.selectFrom('consentAttempts').selectAll().execute();
    expect(attempts).toHaveLength(1);
  });

  test('is void after a newer one is made for its step', async () => {
    const [older, other] = [await makeLink(session), await makeLink(session)];
    await expectRefused(await new Browser().open(older.address), 'LinkVoid', 410);
    const answer = await press(new Browser(), older.address);
    expect(await outcomeOfResponse(answer)).toMatchObject({ status: 410, code: 'LinkVoid' });
    expect((await press(new Browser(), other.address)).status).toBe(200);
  });

  test('expires', async () => {
    const { address } = await makeLink(session);
    await expireNow();
    await expectRefused(await new Browser().open(address), 'LinkExpired', 410);
    const answer = await press(new Browser(), address);
    expect(await outcomeOfResponse(answer)).toMatchObject({ status: 410, code: 'LinkExpired' });
    expect(consentOf(await session.client.account(), 'exchange').link).toBeNull();
  });

  test('is unknown if it is made up or its account was removed, even if another account was started', async () => {
    const { address } = await makeLink(session);
    await removeAccount(session.client);
    await expectRefused(await new Browser().open(address), 'LinkUnknown', 404);
    await beginProvisioning(postgres.stack);
    await expectRefused(await new Browser().open(address), 'LinkUnknown', 404);
    for (const secret of [randomBytes(32).toString('base64url'), 'short', '%27']) {
      const made = `${session.origin}/consents/link/${secret}`;
      await expectRefused(await new Browser().open(made), 'LinkUnknown', 404);
    }
    const impossible = await new Browser().open(`${session.origin}/consents/link/%27%00`);
    expect(outcomeOf(impossible)).toMatchObject({ status: 400, code: 'InvalidInput' });
    expect(await postgres.db.selectFrom('consentLinks').selectAll().execute()).toEqual([]);
  });

  test('is unknown if the workflow of its account was lost, and another account was started', async () => {
    const { address } = await makeLink(session);
    const { accountId } = await session.client.account();
    const belongsTo = (accountId: string) =>
      postgres.db.updateTable('consentLinks').set({ accountId }).execute();
    await belongsTo(randomUUID());
    await expectRefused(await new Browser().open(address), 'LinkUnknown', 404);
    const answer = await press(new Browser(), address);
    expect(await outcomeOfResponse(answer)).toMatchObject({ status: 404, code: 'LinkUnknown' });
    await belongsTo(accountId);
    expect((await press(new Browser(), address)).status).toBe(200);
  });

  test('is void while the person who made it is not an administrator', async () => {
    const { address } = await makeLink(session);
    const person = { organizationId: 'contoso', email: DEMO_ADMINISTRATOR.email };
    await whileViewer(postgres.db, person, async () => {
      await expectRefused(await new Browser().open(address), 'LinkVoid', 410);
      expect((await press(new Browser(), address)).status).toBe(410);
    });
    expect((await press(new Browser(), address)).status).toBe(200);
  });

  test('asks for nothing if the step was completed in another way, and stays unused', async () => {
    const { address } = await makeLink(session);
    await completeStep(session, 'exchange');
    const page = await new Browser().open(address);
    expect(page.status).toBe(409);
    expect(page.document.querySelector('h1')?.text).toBe('No action is needed');
    expect(page.document.querySelector('form')).toBeNull();
    expect((await press(new Browser(), address)).status).toBe(409);
    const links = await postgres.db.selectFrom('consentLinks').select('usedAt').execute();
    expect(links).toEqual([{ usedAt: null }]);
  });

  test('accepts only a post from its own page', async () => {
    const { address } = await makeLink(session);
    for (const origin of ['https://evil.example', 'null', postgres.stack.sandbox]) {
      const answer = await new Browser().fetch(address, { method: 'POST', headers: { origin } });
      expect(await outcomeOfResponse(answer)).toMatchObject({ status: 403, code: 'Forbidden' });
    }
    expect((await press(new Browser(), address)).status).toBe(200);
  });

  test('continues only in the browser that pressed the button', async () => {
    const { address } = await makeLink(session);
    const signIn = whereTo(await press(new Browser(), address));
    const page = await signInAtMicrosoft(new Browser(), signIn, CONTOSO_ADMINISTRATOR);
    expect(outcomeOf(page)).toMatchObject({ status: 403, code: 'AttemptOfAnotherBrowser' });
    expect(page.text).not.toContain('start the step again.</p>');
  });

  test('still requires the right person', async () => {
    const { address } = await makeLink(session);
    const browser = new Browser();
    const signIn = whereTo(await press(browser, address));
    const page = await signInAtMicrosoft(browser, signIn, CONTOSO_USER);
    expect(outcomeOf(page)).toMatchObject({ status: 403, code: 'NotGlobalAdministrator' });
    const account = await untilConsent(session.client, 'exchange', (it) => it.status === 'refused');
    expect(consentOf(account, 'exchange').failure?.code).toBe('NotGlobalAdministrator');
  });
});

describe('a tenant connected through a link', () => {
  async function consentByLink(kind: ConsentKind) {
    const { address } = await makeLink(session, kind);
    const browser = new Browser();
    const signIn = whereTo(await press(browser, address));
    await consentAtMicrosoft(browser, signIn, CONTOSO_ADMINISTRATOR);
    await untilConsent(session.client, kind, ({ status }) => status === 'granted');
  }
  const submits = async () =>
    (await auditTrail(session.client)).filter(({ action }) => action === 'targets.submit');

  test.each([['exchange'], ['graph']] as const)(
    'in step %s is protected only after the console user confirms it',
    async (linked) => {
      for (const kind of ['exchange', 'graph'] as const) {
        await (kind === linked ? consentByLink(kind) : completeStep(session, kind));
      }
      await untilState(session, 'awaitingTargets');
      const { consents, tenant } = await session.client.account();
      expect(consents.filter(({ viaLink }) => viaLink).map(({ kind }) => kind)).toEqual([linked]);
      const before = await submits();
      const missing = await problemOfCall(session.client.submit({ method: 'all' }));
      expect(missing).toMatchObject({
        status: 409,
        code: 'TenantNotConfirmed',
        detail: FAILURES.TenantNotConfirmed.sentence,
      });
      const other = await problemOfCall(
        session.client.submit({ method: 'all', tenantId: randomUUID() }),
      );
      expect(other).toMatchObject({ status: 409, code: 'TenantMismatch' });
      expect(await submits()).toEqual(before);
      const tenantId = tenant?.id ?? '';
      await session.client.submit({ method: 'all', tenantId: tenantId.toUpperCase() });
      expect((await submits())[0]?.details).toMatchObject({ method: 'all', tenantId });
    },
  );

  test('must be confirmed even if the step was clicked in the console before the link was accepted', async () => {
    const { address } = await makeLink(session);
    const browser = new Browser();
    await signInAtMicrosoft(browser, whereTo(await press(browser, address)), CONTOSO_ADMINISTRATOR);
    await session.client.consent('exchange');
    await browser.press('action', 'accept');
    await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
    await completeStep(session, 'graph');
    await untilState(session, 'awaitingTargets');
    const missing = await problemOfCall(session.client.submit({ method: 'all' }));
    expect(missing).toMatchObject({ status: 409, code: 'TenantNotConfirmed' });
  });

  test('needs no confirmation without a link, but a wrong tenant id is still rejected', async () => {
    await completeConsents(session);
    const other = await problemOfCall(
      session.client.submit({ method: 'all', tenantId: randomUUID() }),
    );
    expect(other).toMatchObject({ status: 409, code: 'TenantMismatch' });
    await session.client.submit({ method: 'all' });
  });
});

describe('making a link', () => {
  const path = (kind: ConsentKind, organization = 'contoso') =>
    `/api/organizations/${organization}/accounts/exchange-online/consents/${kind}/links`;

  test('is only allowed for administrators of the organization', async () => {
    const viewer = await openSession(postgres.stack, 'contoso', DEMO_VIEWER);
    const refused = await problemOfCall(viewer.client.call('POST', path('exchange')));
    expect(refused).toMatchObject({ status: 403, code: 'Forbidden' });
    const foreign = await problemOfCall(viewer.client.call('POST', path('exchange', 'fabrikam')));
    expect(foreign).toMatchObject({ status: 404, code: 'NotFound' });
    const absent = await problemOfCall(session.client.call('POST', path('exchange', 'fabrikam')));
    expect(absent).toMatchObject({ status: 404, detail: 'This service is not provisioned.' });
    expect(await postgres.db.selectFrom('consentLinks').selectAll().execute()).toEqual([]);
  });

  test('is refused for a step that is not open', async () => {
    const early = await problemOfCall(session.client.call('POST', path('graph')));
    expect(early).toMatchObject({ status: 409, code: 'WrongState' });
    await completeStep(session, 'exchange');
    const late = await problemOfCall(session.client.call('POST', path('exchange')));
    expect(late).toMatchObject({ status: 409, code: 'WrongState' });
    await makeLink(session, 'graph');
  });

  test('leaves one valid link, however many are made concurrently', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => makeLink(session)));
    const pages = await Promise.all(made.map(({ address }) => new Browser().open(address)));
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('and using a link are audited without the secret', async () => {
    const { address } = await makeLink(session);
    const secret = address.split('/').at(-1) ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/);
    await press(new Browser(), address);
    await press(new Browser(), address);
    const trail = await auditTrail(session.client);
    const { accountId } = await session.client.account();
    const ours = trail.filter(
      (event) => event.accountId === accountId && 'linkId' in event.details,
    );
    expect(ours.map(({ action, actor }) => [action, actor])).toEqual([
      ['consent.refuse', 'Provost'],
      ['consent.linkUsed', 'Provost'],
      ['consent.link', DEMO_ADMINISTRATOR.email],
    ]);
    expect(new Set(ours.map(({ details }) => details['linkId'])).size).toBe(1);
    expect(ours[0]?.details).toMatchObject({
      failure: 'LinkUsed',
      madeBy: DEMO_ADMINISTRATOR.email,
    });
    for (const table of ['consentLinks', 'consentAttempts', 'auditEvents'] as const) {
      const rows = await postgres.db.selectFrom(table).selectAll().execute();
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });
});
