/** Who may consent, and what happens at Microsoft, tested end to end. */
import { afterEach, beforeAll, afterAll, describe, expect, test } from 'vitest';
import { DEMO_ADMINISTRATOR } from '../api/authentication/seeds.ts';
import { FAILURES } from '../domain/failures.ts';
import {
  consentAtMicrosoft,
  CONTOSO_ADMINISTRATOR,
  signInAtMicrosoft,
} from './support/administrator.ts';
import {
  auditTrail,
  beginProvisioning,
  resetAll,
  clickAndSignIn,
  completeConsents,
  completeStep,
  consentOf,
  CONTOSO_EXCHANGE_ADMINISTRATOR,
  CONTOSO_ROLE_ADMINISTRATOR,
  CONTOSO_TENANT,
  CONTOSO_USER,
  FABRIKAM_ADMINISTRATOR,
  FABRIKAM_CONSULTANT,
  FABRIKAM_TENANT,
  removeAccount,
  openSession,
  untilConsent,
} from './support/console-session.ts';
import { auditedRefusal, expectStepEnded, outcomeOf } from './support/consent-outcomes.ts';
import { type Stack, startStack } from './support/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterEach(() => resetAll(stack));
afterAll(() => stack.close());

describe('a person who may not consent', () => {
  test.each([
    { who: 'an ordinary user', person: CONTOSO_USER },
    { who: 'an Exchange Administrator', person: CONTOSO_EXCHANGE_ADMINISTRATOR },
    { who: 'a Privileged Role Administrator', person: CONTOSO_ROLE_ADMINISTRATOR },
  ])(
    '$who is refused at the sign-in, and a Global Administrator can continue',
    async ({ person }) => {
      const session = await beginProvisioning(stack);
      const { page, attemptId } = await clickAndSignIn(session, 'exchange', person);
      await expectStepEnded(
        session,
        { page, attemptId },
        {
          code: 'NotGlobalAdministrator',
          status: 'refused',
          http: 403,
          tenantId: CONTOSO_TENANT,
        },
      );
      expect(page.text).toContain('Global Administrator');
      const refused = await session.client.account();
      expect(refused).toMatchObject({
        state: 'awaitingConsent',
        consentStep: 'exchange',
        tenant: null,
      });
      expect(consentOf(refused, 'exchange').administrator).toBe(person.email);
      expect((await completeConsents(session)).tenant?.id).toBe(CONTOSO_TENANT);
    },
  );

  test('a guest who is a Global Administrator is refused, and a member can continue', async () => {
    const session = await beginProvisioning(stack);
    const { attemptId, signInAddress } = await session.client.consent('exchange');
    // A visitor can replace the tenant in the sign-in address.
    const asGuest = signInAddress.replace('/organizations/', `/${CONTOSO_TENANT}/`);
    const page = await signInAtMicrosoft(session.browser, asGuest, FABRIKAM_CONSULTANT);
    await expectStepEnded(
      session,
      { page, attemptId },
      {
        code: 'GuestAdministrator',
        status: 'refused',
        http: 403,
        tenantId: CONTOSO_TENANT,
      },
    );
    expect(await session.client.account()).toMatchObject({ tenant: null });
    await completeConsents(session);
  });

  test('the wrong person does not end the wait for the right one', async () => {
    const first = await beginProvisioning(stack);
    await clickAndSignIn(first, 'exchange');
    const second = await openSession(stack);
    const { page } = await clickAndSignIn(second, 'exchange', CONTOSO_USER);
    expect(outcomeOf(page).code).toBe('NotGlobalAdministrator');
    await untilConsent(first.client, 'exchange', ({ status }) => status === 'refused');
    const returned = await first.browser.press('action', 'accept');
    expect(outcomeOf(returned).title).toBe('Go back to the console');
    await untilConsent(first.client, 'exchange', ({ status }) => status === 'granted');
    await completeConsents(first);
  });
});

test('step 2 from another tenant is refused with both names, and step 1 stays granted', async () => {
  const session = await beginProvisioning(stack);
  await completeStep(session, 'exchange');
  const { page, attemptId } = await clickAndSignIn(session, 'graph', FABRIKAM_ADMINISTRATOR);
  const outcome = outcomeOf(page);
  expect(outcome).toMatchObject({
    status: 409,
    code: 'TenantMismatch',
    sentence:
      'admin@fabrikam.example belongs to the tenant fabrikam.example, but this organization began with contoso.example for Exchange Online. Sign in as a Global Administrator of contoso.example. To connect fabrikam.example instead, first remove Exchange Online under Administration > Service Account.',
  });
  const account = await untilConsent(session.client, 'graph', ({ status }) => status === 'refused');
  expect(account).toMatchObject({
    state: 'awaitingConsent',
    consentStep: 'graph',
    tenant: { id: CONTOSO_TENANT, name: 'contoso.example' },
    consents: [
      { kind: 'exchange', status: 'granted' },
      { kind: 'graph', failure: { code: 'TenantMismatch' } },
    ],
  });
  expect(await auditedRefusal(session.client, outcome)).toMatchObject([
    {
      tenantId: FABRIKAM_TENANT,
      details: { kind: 'graph', attemptId, failure: 'TenantMismatch' },
    },
  ]);
  await completeConsents(session);
});

describe('a step that was interrupted', () => {
  test('the API is restarted between click and sign-in, and again on the consent screen', async () => {
    const session = await beginProvisioning(stack);
    const { signInAddress } = await session.client.consent('exchange');
    await stack.restart();
    const { url } = await signInAtMicrosoft(session.browser, signInAddress, CONTOSO_ADMINISTRATOR);
    await stack.restart();
    // The sandbox loses its sessions in a restart, so the consent screen asks for a sign-in again.
    const page = await consentAtMicrosoft(session.browser, url.href, CONTOSO_ADMINISTRATOR);
    expect(outcomeOf(page)).toMatchObject({ status: 200, title: 'Go back to the console' });
    await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
    await completeConsents(session);
  });

  test('closing the tab after the click does no harm: another click works, and so does the old link', async () => {
    const session = await beginProvisioning(stack);
    const abandoned = await session.client.consent('exchange');
    const { page } = await clickAndSignIn(session, 'exchange');
    expect(page.url.pathname).toMatch(/adminconsent$/);
    const old = await consentAtMicrosoft(
      session.browser,
      abandoned.signInAddress,
      CONTOSO_ADMINISTRATOR,
    );
    expect(outcomeOf(old)).toMatchObject({ status: 200, title: 'Go back to the console' });
    await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
    await completeConsents(session);
  });

  test('a link from before a removal does not reach the account provisioned afterwards', async () => {
    const session = await beginProvisioning(stack);
    const { signInAddress } = await session.client.consent('exchange');
    const { accountId } = await session.client.account();
    await removeAccount(session.client);
    const later = await beginProvisioning(stack);
    const before = await later.client.account();
    expect(before.accountId).not.toBe(accountId);
    const page = await signInAtMicrosoft(session.browser, signInAddress, CONTOSO_ADMINISTRATOR);
    expect(outcomeOf(page)).toMatchObject({
      status: 400,
      code: 'AttemptUnknown',
      sentence: FAILURES.AttemptUnknown.sentence,
    });
    expect(await later.client.account()).toEqual(before);
    await completeConsents(later);
  });
});

test('the audit trail covers a step from the click to the grant', async () => {
  const session = await beginProvisioning(stack);
  const { accountId } = await completeStep(session, 'exchange');
  const audited = (await auditTrail(session.client)).filter(
    (event) => event.accountId === accountId,
  );
  const actions = new Set(audited.map(({ action, actor }) => `${actor}: ${action}`));
  const person = DEMO_ADMINISTRATOR.email;
  for (const event of [
    `${person}: consent.begin`,
    `${person}: consent.signIn`,
    `${person}: consent.return`,
    'Provost: consent.waitingForAdministrator',
    'Provost: consent.checking',
    'Provost: consent.granted',
  ]) {
    expect(actions).toContain(event);
  }
  expect(audited.find(({ action }) => action === 'consent.granted')?.details).toEqual({
    kind: 'exchange',
  });
  expect(audited.find(({ action }) => action === 'consent.signIn')?.details).toMatchObject({
    administrator: CONTOSO_ADMINISTRATOR.email,
  });
});
