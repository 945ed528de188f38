/** Who signs in for a consent, and what Microsoft tells about that person. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FAILURES } from '../domain/failures.ts';
import { ADMINISTRATORS, signInAtMicrosoft } from './support/administrator.ts';
import {
  beginProvisioning,
  clickAndSignIn,
  completeConsents,
  completeStep,
  consentOf,
  CONTOSO_TENANT,
  FABRIKAM_ADMINISTRATOR,
  FABRIKAM_CONSULTANT,
  resetAll,
  untilConsent,
} from './support/console-session.ts';
import { expectStepEnded, outcomeOf } from './support/consent-outcomes.ts';
import { type Stack, startStack } from './support/stack.ts';
import { controlTenant } from './support/tenant.ts';

const NORTHWIND_TENANT = 'e1a75b93-2d6c-4f08-b3e4-96c80a17d5f2';
/** Only eligible for the Global Administrator role. */
const NORTHWIND_ELIGIBLE = { email: 'eligible@northwind.example', password: 'northwind-eligible' };

let stack: Stack;
const reports: unknown[] = [];
beforeAll(async () => {
  stack = await startStack({ report: (error) => reports.push(error) });
});
afterEach(() => resetAll(stack));
afterAll(() => stack.close());

test('a member whose home is another organization is not called a guest', async () => {
  const session = await beginProvisioning(stack);
  const { attemptId, signInAddress } = await session.client.consent('exchange');
  const asMember = signInAddress.replace('/organizations/', `/${NORTHWIND_TENANT}/`);
  const page = await signInAtMicrosoft(session.browser, asMember, FABRIKAM_CONSULTANT);
  await expectStepEnded(
    session,
    { page, attemptId },
    { code: 'ExternalAdministrator', status: 'refused', http: 403, tenantId: NORTHWIND_TENANT },
  );
  expect(FAILURES.ExternalAdministrator.sentence).not.toContain('guest');
  await completeConsents(session, ADMINISTRATORS.northwind);
});

test('a person who is eligible for the role is told to activate it, and can then consent', async () => {
  const session = await beginProvisioning(stack);
  const { page, attemptId } = await clickAndSignIn(session, 'exchange', NORTHWIND_ELIGIBLE);
  await expectStepEnded(
    session,
    { page, attemptId },
    { code: 'NotGlobalAdministrator', status: 'refused', http: 403, tenantId: NORTHWIND_TENANT },
  );
  expect(outcomeOf(page).sentence).toContain('activate it in Privileged Identity Management');
  await controlTenant(stack.sandbox, 'northwind.example').setFaults({
    activatedRoles: [NORTHWIND_ELIGIBLE.email],
  });
  await completeStep(session, 'exchange', NORTHWIND_ELIGIBLE);
});

test('roles that our own registration does not ask for are told as our fault, and to the operator', async () => {
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  await tenant.setFaults({ rolesClaim: false });
  const session = await beginProvisioning(stack);
  const { page, attemptId } = await clickAndSignIn(session, 'exchange');
  await expectStepEnded(
    session,
    { page, attemptId },
    { code: 'RegistrationIncomplete', status: 'refused', http: 503, tenantId: null },
  );
  expect(reports).toMatchObject([{ type: 'RegistrationIncomplete', details: { claim: 'wids' } }]);
  await tenant.setFaults({ rolesClaim: true });
  await completeStep(session, 'exchange');
});

describe('a person whose name is no address', () => {
  test.each(['phone', 'guestForm', 'missing'])(
    '%s: the step is done, and the tenant is named by Microsoft Graph',
    async (preferredUsername) => {
      const tenant = controlTenant(stack.sandbox, 'contoso.example');
      await tenant.setFaults({ preferredUsername });
      const session = await beginProvisioning(stack);
      const first = await completeStep(session, 'exchange');
      expect(first.tenant).toEqual({ id: CONTOSO_TENANT, name: CONTOSO_TENANT });
      expect(first.quarantine).toBeNull();
      const second = await completeConsents(session);
      expect(second.tenant).toEqual({ id: CONTOSO_TENANT, name: 'contoso.example' });
      const shown = consentOf(second, 'exchange').administrator;
      if (preferredUsername === 'missing') expect(shown).toBe('Ada Lindqvist');
    },
  );

  test('in another tenant: both tenants are named by what is known', async () => {
    for (const domain of ['contoso.example', 'fabrikam.example']) {
      await controlTenant(stack.sandbox, domain).setFaults({ preferredUsername: 'phone' });
    }
    const session = await beginProvisioning(stack);
    await completeStep(session, 'exchange');
    const { page } = await clickAndSignIn(session, 'graph', FABRIKAM_ADMINISTRATOR);
    expect(outcomeOf(page).sentence).toBe(
      `+1 4255550100 belongs to the tenant 9d4e6c1a-83b7-4f25-a0d9-5e7c12b8f346, but this organization began with ${CONTOSO_TENANT} for Exchange Online. Sign in as a Global Administrator of ${CONTOSO_TENANT}. To connect 9d4e6c1a-83b7-4f25-a0d9-5e7c12b8f346 instead, first remove Exchange Online under Administration > Service Account.`,
    );
  });
});

test('a tenant whose name cannot be read keeps the name of its administrator', async () => {
  const tenant = controlTenant(stack.sandbox, 'contoso.example');
  await tenant.setFaults({ failNext: 1000, failStatus: 403, failPathContains: '/organization' });
  const session = await beginProvisioning(stack);
  await completeStep(session, 'exchange');
  await completeStep(session, 'graph');
  const account = await untilConsent(session.client, 'graph', ({ status }) => status === 'granted');
  expect(account.tenant).toEqual({ id: CONTOSO_TENANT, name: 'contoso.example' });
});
