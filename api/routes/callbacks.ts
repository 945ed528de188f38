/** The addresses to which Microsoft returns the administrator's browser, after the sign-in and after the consent. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import { type FailureType, ProvostError } from '../../domain/failures.ts';
import { GRANT_WAIT } from '../../domain/limits.ts';
import { domainOf } from '../../domain/principal-name.ts';
import type { Service } from '../../domain/services/services.ts';
import type { ConsentAttempt } from '../../store/consents.ts';
import type { AttemptSecrets } from '../attempt-cookie.ts';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import {
  type AuthorizationError,
  diagnosisOf,
  isOwnNo,
} from '../../microsoft/authorization-error.ts';
import { answerReturnPage } from '../pages/consent-pages.ts';
import { texts } from '../pages/en.ts';
import { auditAttempt, pastFailure, sendResult, withAttemptFailure } from '../consent-attempts.ts';
import { requireIssuer, takeAttempt } from '../take-attempt.ts';
import { hashOf, newSecret } from '../one-time-secrets.ts';
import { CALLBACK_PATH, SIGN_IN_PATH } from '../begin-attempt.ts';
import { visitsOnly } from '../visits-only.ts';

/** Some browsers append text to the last parameter. A state has 43 characters. */
const stateSchema = z.string().transform((state) => state.slice(0, 43));

/** Longer than any value of Microsoft's, such as a code or a description. */
const LONGEST_VALUE = 12_000;
const parameter = z.string().max(LONGEST_VALUE).optional();

const answerSchema = z.object({
  state: stateSchema,
  iss: parameter,
  error: parameter,
  error_subcode: parameter,
  error_description: parameter,
  error_uri: parameter,
  code: parameter,
  admin_consent: parameter,
  tenant: z.string().max(LONGEST_VALUE).toLowerCase().optional(),
});
type Answer = z.infer<typeof answerSchema>;

export function callbackRoutes(dependencies: ApiDependencies) {
  const app = new Hono<AppEnvironment>();
  app.use(SIGN_IN_PATH, visitsOnly);
  app.use(CALLBACK_PATH, visitsOnly);
  app.get(SIGN_IN_PATH, (c) => signedIn(c, dependencies));
  app.get(CALLBACK_PATH, (c) => consentReturned(c, dependencies));
  return app;
}

async function signedIn(c: Context<AppEnvironment>, api: ApiDependencies): Promise<Response> {
  const visit = await takeAttempt(c, api, 'signIn', answerSchema);
  if (visit.again) return answerAgain(c, api, visit.again);
  const { attempt, secrets, query } = visit;
  return withAttemptFailure(c, api, attempt, async () => {
    // The error first: a response with both is not trustworthy.
    refuseError(query, { own: 'SignInCancelled', other: 'SignInFailed' });
    if (!query.code) throw new ProvostError('SignInFailed');
    await acceptSignIn(c, api, attempt, secrets, { ...query, code: query.code });
    return c.redirect(await consentAddress(c, api, attempt, secrets), 302);
  });
}

/** @throws ProvostError one of the types if the answer is an error, with what Microsoft says about it */
function refuseError(
  { error, ...more }: Partial<AuthorizationError>,
  types: { own: FailureType; other: FailureType },
): void {
  if (!error) return;
  const answer = { error, ...more };
  const own = isOwnNo(answer);
  const diagnosis = own && !more.error_description ? null : diagnosisOf(answer);
  throw new ProvostError(own ? types.own : types.other, undefined, { details: { diagnosis } });
}

/** Identifies the person. The workflow decides whether that person may consent. */
async function acceptSignIn(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
  attempt: ConsentAttempt,
  secrets: AttemptSecrets,
  { code, iss }: { code: string; iss?: string | undefined },
): Promise<void> {
  const { identity, store, gateway, origin } = api;
  const { kind, attemptId, organizationId, service } = attempt;
  const { codeVerifier, nonce } = secrets;
  const redirectUri = `${origin}${SIGN_IN_PATH}`;
  const person = await identity.redeem({ kind, code, codeVerifier, nonce, redirectUri });
  const { tenantId, objectId, name, directoryRoles, guest, external } = person;
  requireIssuer(api, iss, tenantId);
  await store.consents.identify(attemptId, { tenantId, objectId, name });
  attempt.tenantId = tenantId;
  await auditAttempt(c, store, attempt, 'consent.signIn', { administrator: name });
  const accountId = attempt.accountId;
  const who = { tenantId, objectId, directoryRoles, guest, external };
  await gateway
    .administratorSignedIn(service, organizationId, { accountId, kind, attemptId, ...who })
    .catch((error: unknown) => explainMismatch(api, attempt, name, error));
}

/** Names both tenants, and the services that hold the first one. The workflow only knows that they differ. */
async function explainMismatch(
  api: ApiDependencies,
  attempt: ConsentAttempt,
  name: string,
  error: unknown,
): Promise<never> {
  if (!(error instanceof ProvostError) || error.type !== 'TenantMismatch') throw error;
  const connected = await api.store.connections.of(attempt.organizationId);
  if (!connected) throw error;
  const { tenantName: pinnedTenant } = connected;
  const administratorDomain = domainOf(name) ?? attempt.tenantId ?? name;
  const begun = connected.holders.map(({ service }) => service);
  const open = await mayBeFinished(api, attempt, begun);
  const details = { administrator: name, administratorDomain, pinnedTenant, begun, open };
  throw new ProvostError('TenantMismatch', texts.mismatch(details), { details });
}

/** Whether another service alone holds the tenant, and has proven no consent: it may still change to another one. */
async function mayBeFinished(
  { gateway }: ApiDependencies,
  { service, organizationId }: ConsentAttempt,
  [first, ...others]: readonly Service[],
): Promise<boolean> {
  if (first === undefined || first === service || others.length > 0) return false;
  const current = await gateway.view(first, organizationId);
  const consents = Object.values(current?.view.consents ?? {});
  return consents.every(({ status }) => status !== 'granted');
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
  await store.consents.sendToConsent(attempt.attemptId, hashOf(state), expires);
  return identity.consentAddress({
    kind: attempt.kind,
    tenantId: attempt.tenantId ?? '',
    state,
    redirectUri: `${origin}${CALLBACK_PATH}`,
  });
}

async function consentReturned(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
): Promise<Response> {
  const visit = await takeAttempt(c, api, 'consent', answerSchema);
  if (visit.again) return answerAgain(c, api, visit.again);
  const { attempt, query } = visit;
  return withAttemptFailure(c, api, attempt, async () => {
    requireConsent(query, attempt);
    await sendResult(api, attempt, null);
    await auditAttempt(c, api.store, attempt, 'consent.return', {});
    return answerReturned(c, api, attempt, false);
  });
}

/** @throws ProvostError ConsentDeclined, ConsentFailed, TenantMissing, AnswerOfAnotherTenant */
function requireConsent(query: Answer, attempt: ConsentAttempt): void {
  refuseError(query, { own: 'ConsentDeclined', other: 'ConsentFailed' });
  if (query.admin_consent?.toLowerCase() !== 'true') throw new ProvostError('ConsentFailed');
  if (!query.tenant) throw new ProvostError('TenantMissing');
  if (query.tenant !== attempt.tenantId) throw new ProvostError('AnswerOfAnotherTenant');
}

/** A page that is loaded again, or reached again by the browser's back button. Nothing else happens. */
async function answerAgain(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
  attempt: ConsentAttempt,
): Promise<Response> {
  const failure = pastFailure(attempt);
  const granted = attempt.stage === 'returned' && (await isGranted(api, attempt));
  if (failure && !granted) throw failure;
  return answerReturned(c, api, attempt, granted);
}

async function isGranted({ gateway }: ApiDependencies, attempt: ConsentAttempt): Promise<boolean> {
  const { service, organizationId, accountId, kind } = attempt;
  const current = await gateway.view(service, organizationId);
  return current?.view.accountId === accountId && current.view.consents[kind]?.status === 'granted';
}

async function answerReturned(
  c: Context<AppEnvironment>,
  { store }: ApiDependencies,
  { kind, viaLink, organizationId }: ConsentAttempt,
  granted: boolean,
): Promise<Response> {
  const organization = viaLink ? await store.people.organizationName(organizationId) : null;
  return answerReturnPage(c, { kind, organization, granted });
}
