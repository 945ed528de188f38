/** The addresses to which Microsoft returns the administrator's browser, after the sign-in and after the consent. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import { ProvostError } from '../../domain/failures.ts';
import { GRANT_WAIT } from '../../domain/limits.ts';
import type { ConsentAttempt } from '../../store/consents.ts';
import type { AttemptSecrets } from '../attempt-cookie.ts';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { answerReturnPage } from '../pages/consent-pages.ts';
import { texts } from '../pages/en.ts';
import { auditAttempt, withAttemptFailure, takeAttempt, sendResult } from '../consent-attempts.ts';
import { hashOf, newSecret } from '../one-time-secrets.ts';
import { CALLBACK_PATH, SIGN_IN_PATH } from '../begin-attempt.ts';

/** Some browsers append text to the last parameter. A state has 43 characters. */
const stateSchema = z
  .string()
  .regex(/^[\w-]{43}/)
  .transform((state) => state.slice(0, 43));

const signInSchema = z.object({
  state: stateSchema,
  code: z.string().optional(),
  error: z.string().optional(),
  error_subcode: z.string().optional(),
});

const callbackSchema = z.object({
  state: stateSchema,
  admin_consent: z.string().optional(),
  tenant: z.string().toLowerCase().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});

export function callbackRoutes(dependencies: ApiDependencies) {
  const app = new Hono<AppEnvironment>();
  app.get(SIGN_IN_PATH, (c) => signedIn(c, dependencies));
  app.get(CALLBACK_PATH, (c) => consentReturned(c, dependencies));
  return app;
}

async function signedIn(c: Context<AppEnvironment>, api: ApiDependencies): Promise<Response> {
  const { attempt, secrets, query } = await takeAttempt(c, api, 'signIn', signInSchema);
  return withAttemptFailure(c, api, attempt, async () => {
    // The error first: a response with both is not trustworthy.
    if (query.error) {
      const cancelled = query.error === 'access_denied';
      throw new ProvostError(cancelled ? 'SignInCancelled' : 'SignInFailed');
    }
    if (!query.code) throw new ProvostError('SignInFailed');
    await acceptSignIn(c, api, attempt, secrets, query.code);
    return c.redirect(await consentAddress(c, api, attempt, secrets), 302);
  });
}

/** Identifies the person. The workflow decides whether that person may consent. */
async function acceptSignIn(
  c: Context<AppEnvironment>,
  { identity, store, gateway, origin }: ApiDependencies,
  attempt: ConsentAttempt,
  secrets: AttemptSecrets,
  code: string,
): Promise<void> {
  const { kind, attempt_id: attemptId, organization_id: organizationId, service } = attempt;
  const { codeVerifier, nonce } = secrets;
  const redirectUri = `${origin}${SIGN_IN_PATH}`;
  const person = await identity.redeem({ kind, code, codeVerifier, nonce, redirectUri });
  const { tenantId, objectId, directoryRoles, guest } = person;
  const name = person.userPrincipalName;
  await store.consents.identify(attemptId, { tenantId, objectId, name });
  attempt.tenant_id = tenantId;
  await auditAttempt(c, store, attempt, 'consent.signIn', { administrator: name });
  const accountId = attempt.account_id;
  const administrator = { accountId, kind, attemptId, tenantId, objectId, directoryRoles, guest };
  await gateway
    .administratorSignedIn(service, organizationId, administrator)
    .catch((error: unknown) => explainMismatch(store, attempt, name, error));
}

/** Names both tenants. The workflow only knows that they differ. */
async function explainMismatch(
  store: ApiDependencies['store'],
  attempt: ConsentAttempt,
  name: string,
  error: unknown,
): Promise<never> {
  if (!(error instanceof ProvostError) || error.type !== 'TenantMismatch') throw error;
  const account = await store.accounts.byId(attempt.account_id);
  const pinnedTenant = account?.tenantName ?? account?.view.tenantId;
  if (!pinnedTenant) throw error;
  const administratorDomain = name.split('@').at(-1) ?? name;
  const names = { administrator: name, administratorDomain, pinnedTenant };
  throw new ProvostError('TenantMismatch', texts.mismatch(names), { details: names });
}

/** The second callback has its own state, so that neither state can be used for the other callback. */
async function consentAddress(
  c: Context<AppEnvironment>,
  { store, identity, origin, attemptCookie }: ApiDependencies,
  attempt: ConsentAttempt,
  secrets: AttemptSecrets,
): Promise<string> {
  const state = newSecret();
  // The consent screen may stay open for as long as we wait for the grant; the cookie must last as long.
  const expires = new Date(Date.now() + GRANT_WAIT);
  await attemptCookie.set(c, secrets, expires);
  await store.consents.sendToConsent(attempt.attempt_id, hashOf(state), expires);
  return identity.consentAddress({
    kind: attempt.kind,
    tenantId: attempt.tenant_id ?? '',
    state,
    redirectUri: `${origin}${CALLBACK_PATH}`,
  });
}

async function consentReturned(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
): Promise<Response> {
  const { attempt, query } = await takeAttempt(c, api, 'consent', callbackSchema);
  return withAttemptFailure(c, api, attempt, async () => {
    if (query.error) {
      throw new ProvostError(query.error === 'access_denied' ? 'ConsentDeclined' : 'ConsentFailed');
    }
    if (query.admin_consent?.toLowerCase() !== 'true') throw new ProvostError('ConsentFailed');
    if (!query.tenant) throw new ProvostError('TenantMissing');
    if (query.tenant !== attempt.tenant_id) {
      throw new ProvostError('TenantMismatch', texts.answerOfAnotherTenant, {
        details: { answer: 'ofAnotherTenant' },
      });
    }
    await sendResult(api, attempt, null);
    await auditAttempt(c, api.store, attempt, 'consent.return', {});
    const { kind, via_link: viaLink, organization_id: organizationId } = attempt;
    const organization = viaLink ? await api.authentication.organizationName(organizationId) : null;
    return answerReturnPage(c, kind, organization);
  });
}
