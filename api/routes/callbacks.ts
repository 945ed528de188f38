/** Where Microsoft sends the administrator's browser back to: after the sign-in, and after the consent. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import { type FailureType, ProvostError } from '../../domain/failures.ts';
import { GRANT_WAIT } from '../../domain/limits.ts';
import { type AuditEvent, SYSTEM } from '../../store/audit.ts';
import type { ConsentAttempt, Leg } from '../../store/consents.ts';
import type { AttemptSecrets } from '../attempt-cookie.ts';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { answerFailurePage, answerReturnPage } from '../pages.ts';
import { CALLBACK_PATH, hashOf, newSecret, SIGN_IN_PATH } from './consents.ts';

/** Browsers have been seen to append text to the last parameter; a state has 43 characters. */
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
  app.get(SIGN_IN_PATH, (c) => withFailurePage(c, dependencies, () => signedIn(c, dependencies)));
  app.get(CALLBACK_PATH, (c) =>
    withFailurePage(c, dependencies, () => consentReturned(c, dependencies)),
  );
  return app;
}

async function signedIn(c: Context<AppEnvironment>, api: ApiDependencies): Promise<Response> {
  const { attempt, secrets, query } = await take(c, api, 'signIn', signInSchema);
  return settling(c, api, attempt, async () => {
    // The error first: an answer with both is not to be trusted.
    if (query.error) {
      const cancelled = query.error === 'access_denied';
      throw new ProvostError(cancelled ? 'SignInCancelled' : 'SignInFailed');
    }
    if (!query.code) throw new ProvostError('SignInFailed');
    await admit(c, api, attempt, secrets, query.code);
    return c.redirect(await consentAddress(c, api, attempt, secrets), 302);
  });
}

/** Who is this, and may that person consent? The workflow decides. */
async function admit(
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

/** Names both tenants, where the workflow only knows that they differ. */
async function explainMismatch(
  store: ApiDependencies['store'],
  attempt: ConsentAttempt,
  name: string,
  error: unknown,
): Promise<never> {
  if (!(error instanceof ProvostError) || error.type !== 'TenantMismatch') throw error;
  const account = await store.accounts.byId(attempt.account_id);
  const pinned = account?.tenantName ?? account?.view.tenantId ?? 'another tenant';
  throw new ProvostError(
    'TenantMismatch',
    `${name} belongs to the tenant ${name.split('@').at(-1)}, but this account was begun with ${pinned}. Sign in with a Global Administrator of ${pinned}.`,
  );
}

/** The second leg has a state of its own: neither can be used for the other. */
async function consentAddress(
  c: Context<AppEnvironment>,
  { store, identity, origin, attemptCookie }: ApiDependencies,
  attempt: ConsentAttempt,
  secrets: AttemptSecrets,
): Promise<string> {
  const state = newSecret();
  // The screen may be left open for as long as its grant is watched, and the browser must be known then.
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
  const { attempt, query } = await take(c, api, 'consent', callbackSchema);
  return settling(c, api, attempt, async () => {
    if (query.error) {
      throw new ProvostError(query.error === 'access_denied' ? 'ConsentDeclined' : 'ConsentFailed');
    }
    if (query.admin_consent?.toLowerCase() !== 'true') throw new ProvostError('ConsentFailed');
    if (!query.tenant) throw new ProvostError('TenantMissing');
    if (query.tenant !== attempt.tenant_id) {
      throw new ProvostError(
        'TenantMismatch',
        'What came back speaks of another tenant than the one of the person who signed in.',
      );
    }
    await tellWorkflow(api, attempt, null);
    await auditAttempt(c, api.store, attempt, 'consent.return', {});
    return answerReturnPage(c, attempt.kind);
  });
}

/**
 * Finds the attempt that the state belongs to, sees that this browser began it
 * for somebody who may still do so, and uses the state up.
 */
async function take<T extends z.ZodType<{ state: string }>>(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
  leg: Leg,
  schema: T,
): Promise<{ attempt: ConsentAttempt; secrets: AttemptSecrets; query: z.infer<T> }> {
  const parsed = schema.safeParse(c.req.query());
  if (!parsed.success) throw new ProvostError('AttemptUnknown');
  const hash = hashOf(parsed.data.state);
  const known = await api.store.consents.byState(leg, hash);
  if (!known) throw new ProvostError('AttemptUnknown');
  try {
    // Looked at before the cookie, which may have made way for a newer attempt's.
    if (known.stage !== leg) throw new ProvostError('AttemptReplayed');
    const secrets = await api.attemptCookie.get(c, known.attempt_id);
    await requireAdministrator(api, known);
    const attempt = await api.store.consents.takeState(leg, hash);
    return { attempt, secrets, query: parsed.data };
  } catch (error) {
    // Who came with the state is not known: it may be anybody whom the link reached.
    await auditRefusal(c, api, known, error, SYSTEM);
    throw error;
  }
}

/** Whoever clicked may have lost the role, or the organization, since. */
async function requireAdministrator(
  { authentication }: ApiDependencies,
  attempt: ConsentAttempt,
): Promise<void> {
  const role = await authentication.membershipOf(attempt.created_by, attempt.organization_id);
  if (role !== 'administrator') throw new ProvostError('Forbidden');
}

/** Failures of our own or of the network: they say nothing about the consent, whose watch goes on. */
const NO_VERDICT: readonly FailureType[] = [
  'Internal',
  'Unavailable',
  'MicrosoftThrottled',
  'MicrosoftUnavailable',
];

/** Whatever ends an attempt is kept, audited and told to the workflow, then shown. */
async function settling(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
  attempt: ConsentAttempt,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const failure = error instanceof ProvostError ? error.type : 'Internal';
    await auditRefusal(c, api, attempt, error);
    if (!NO_VERDICT.includes(failure)) {
      await api.store.consents.fail(attempt.attempt_id, failure);
      await tellWorkflow(api, attempt, failure);
    }
    throw error;
  }
}

async function tellWorkflow(
  { gateway }: ApiDependencies,
  attempt: ConsentAttempt,
  failure: FailureType | null,
): Promise<void> {
  const { kind, attempt_id: attemptId, service, organization_id: organizationId } = attempt;
  const accountId = attempt.account_id;
  await gateway
    .consentReturned(service, organizationId, { accountId, kind, attemptId, failure })
    .catch((error: unknown) => {
      // The account may be gone by now, and then there is nobody to tell.
      if (!(error instanceof ProvostError) || error.type !== 'NotFound') throw error;
    });
}

function auditRefusal(
  c: Context<AppEnvironment>,
  { store }: ApiDependencies,
  attempt: ConsentAttempt,
  error: unknown,
  actor?: AuditEvent['actor'],
): Promise<void> {
  const failure = error instanceof ProvostError ? error.type : 'Internal';
  return auditAttempt(c, store, attempt, 'consent.refuse', { failure }, actor);
}

function auditAttempt(
  c: Context<AppEnvironment>,
  store: ApiDependencies['store'],
  attempt: ConsentAttempt,
  action: string,
  details: Record<string, unknown>,
  actor: AuditEvent['actor'] = { id: attempt.created_by, name: attempt.created_by_name },
): Promise<void> {
  const { kind, attempt_id: attemptId } = attempt;
  return store.audit.write({
    organizationId: attempt.organization_id,
    accountId: attempt.account_id,
    tenantId: attempt.tenant_id,
    actor,
    action,
    correlationId: c.get('correlationId'),
    details: { kind, attemptId, ...details },
  });
}

async function withFailurePage(
  c: Context<AppEnvironment>,
  { report }: ApiDependencies,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProvostError)) report(error, c.get('correlationId'));
    return answerFailurePage(c, error);
  }
}
