/** Two organizations on the same console: neither can reach the other's attempts or tenant. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createConsoleUser } from '../api/authentication/accounts.ts';
import { FAILURES } from '../domain/failures.ts';
import { CONTOSO_ADMINISTRATOR, signInAtMicrosoft } from './support/administrator.ts';
import {
  auditTrail,
  beginProvisioning,
  resetAll,
  clickAndSignIn,
  completeConsents,
  CONTOSO_TENANT,
  consentOf,
  FABRIKAM_ADMINISTRATOR,
  FABRIKAM_TENANT,
  removeAccount,
  openSession,
  untilConsent,
} from './support/console-session.ts';
import { auditedRefusal, outcomeOf } from './support/consent-outcomes.ts';
import { type PostgresStack, startPostgresStack } from './support/postgres-stack.ts';
import { problemOfCall } from './support/problems.ts';

const FABRIKAM_ALONE = {
  email: 'administrator@fabrikam-security.example',
  name: 'Fabrikam only',
  password: 'nine grey harbours sleep',
  organization: { id: 'fabrikam', name: 'Fabrikam Security' },
  role: 'administrator',
} as const;

let postgres: PostgresStack;
beforeAll(async () => {
  postgres = await startPostgresStack({ users: 50 });
  await createConsoleUser(postgres.db, FABRIKAM_ALONE);
});
afterEach(() => resetAll(postgres.stack));
afterAll(() => postgres.close());

test('an administrator of another organization can neither begin a step nor use one already begun', async () => {
  const { stack } = postgres;
  const session = await beginProvisioning(stack);
  const { attemptId, signInAddress } = await session.client.consent('exchange');
  const before = await session.client.account();
  const other = await openSession(stack, 'fabrikam', FABRIKAM_ALONE);

  const path = '/accounts/exchange-online/consents/exchange';
  const refused = await problemOfCall(
    other.client.call('POST', `/api/organizations/contoso${path}`),
  );
  const absent = await problemOfCall(other.client.call('POST', `/api/organizations/nobody${path}`));
  expect(refused).toMatchObject({ status: 404, code: 'NotFound' });
  expect({ ...refused, correlationId: '' }).toEqual({ ...absent, correlationId: '' });

  const page = await signInAtMicrosoft(other.browser, signInAddress, CONTOSO_ADMINISTRATOR);
  const outcome = outcomeOf(page);
  expect(outcome).toMatchObject({
    status: 403,
    code: 'AttemptOfAnotherBrowser',
    sentence: FAILURES.AttemptOfAnotherBrowser.sentence,
  });
  expect(await session.client.account()).toEqual(before);
  expect(await auditedRefusal(session.client, outcome)).toMatchObject([
    { actor: 'Provost', details: { attemptId, failure: 'AttemptOfAnotherBrowser' } },
  ]);
  expect(JSON.stringify(await auditTrail(other.client))).not.toContain(attemptId);

  await signInAtMicrosoft(session.browser, signInAddress, CONTOSO_ADMINISTRATOR);
  await session.browser.press('action', 'accept');
  await untilConsent(session.client, 'exchange', ({ status }) => status === 'granted');
  await completeConsents(session);
});

test('a tenant of another organization is refused until that organization releases it', async () => {
  const { stack } = postgres;
  const owner = await beginProvisioning(stack, 'contoso');
  await completeConsents(owner);
  const held = await owner.client.account();

  const session = await beginProvisioning(stack, 'fabrikam');
  const { page, attemptId } = await clickAndSignIn(session, 'exchange');
  const outcome = outcomeOf(page);
  const { sentence } = FAILURES.TenantTaken;
  expect(outcome).toMatchObject({ status: 409, code: 'TenantTaken', sentence });
  const account = await untilConsent(
    session.client,
    'exchange',
    ({ status }) => status === 'refused',
  );
  expect(account).toMatchObject({
    state: 'awaitingConsent',
    consentStep: 'exchange',
    tenant: null,
  });
  expect(consentOf(account, 'exchange').failure).toEqual({
    code: 'TenantTaken',
    sentence,
    diagnosis: null,
  });
  const audited = await auditedRefusal(session.client, outcome);
  expect(audited).toMatchObject([
    { tenantId: CONTOSO_TENANT, details: { attemptId, failure: 'TenantTaken' } },
  ]);
  const ofTheOwner = [/Contoso Security/, /organizations\/contoso/, new RegExp(held.accountId)];
  for (const trace of ofTheOwner) {
    for (const text of [page.text, JSON.stringify(account), JSON.stringify(audited)]) {
      expect(text).not.toMatch(trace);
    }
  }
  expect(await owner.client.account()).toEqual(held);

  await removeAccount(owner.client);
  expect((await completeConsents(session)).tenant?.id).toBe(CONTOSO_TENANT);
});

test('an organization that was refused a taken tenant can connect a free one', async () => {
  const { stack } = postgres;
  await completeConsents(await beginProvisioning(stack, 'contoso'));
  const session = await beginProvisioning(stack, 'fabrikam');
  await clickAndSignIn(session, 'exchange');
  await untilConsent(session.client, 'exchange', ({ status }) => status === 'refused');
  const account = await completeConsents(session, FABRIKAM_ADMINISTRATOR);
  expect(account.tenant).toEqual({ id: FABRIKAM_TENANT, name: 'fabrikam.example' });
});
