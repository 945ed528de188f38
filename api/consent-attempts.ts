/** The course of a consent attempt: one-time states, results, audit trail. */
import type { Context } from 'hono';
import type { z } from 'zod';
import type { AuditAction } from '../domain/audit.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { type AuditEvent, SYSTEM } from '../store/audit.ts';
import type { ConsentAttempt, CallbackKind } from '../store/consents.ts';
import type { AttemptSecrets } from './attempt-cookie.ts';
import type { AppEnvironment } from './context.ts';
import type { ApiDependencies } from './dependencies.ts';
import { hashOf } from './one-time-secrets.ts';

/**
 * Finds the attempt of the state, checks that this browser started it in the name of
 * a person who is still an administrator, and uses up the state.
 */
export async function takeAttempt<T extends z.ZodType<{ state: string }>>(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
  callback: CallbackKind,
  schema: T,
): Promise<{ attempt: ConsentAttempt; secrets: AttemptSecrets; query: z.infer<T> }> {
  const parsed = schema.safeParse(c.req.query());
  if (!parsed.success) throw new ProvostError('AttemptUnknown');
  const hash = hashOf(parsed.data.state);
  const known = await api.store.consents.byState(callback, hash);
  if (!known) throw new ProvostError('AttemptUnknown');
  c.set('viaLink', known.via_link);
  try {
    // Before the cookie, which a newer attempt's cookie may have replaced.
    if (known.stage !== callback) throw new ProvostError('AttemptReplayed');
    const secrets = await api.attemptCookie.get(c, known.attempt_id);
    await requireAdministrator(api, known);
    const attempt = await api.store.consents.takeState(callback, hash);
    return { attempt, secrets, query: parsed.data };
  } catch (error) {
    // The person is not known: anyone who received the link may have sent the state.
    await auditRefusal(c, api, known, error, SYSTEM);
    throw error;
  }
}

/** The person who clicked may have lost the role, or left the organization, since then. */
async function requireAdministrator(
  { authentication }: ApiDependencies,
  attempt: ConsentAttempt,
): Promise<void> {
  const role = await authentication.membershipOf(attempt.created_by, attempt.organization_id);
  if (role !== 'administrator') throw new ProvostError('Forbidden');
}

/** Failures on our side or of the network. They say nothing about the consent, so the wait for the grant continues. */
const NO_VERDICT: readonly FailureType[] = [
  'Internal',
  'Unavailable',
  'MicrosoftThrottled',
  'MicrosoftUnavailable',
];

/** Runs `work`. A failure that ends the attempt is stored, audited, sent to the workflow, and rethrown. */
export async function withAttemptFailure(
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
      await sendResult(api, attempt, failure);
    }
    throw error;
  }
}

/** Sends the result with which the browser returned to the account's workflow; null for success. */
export async function sendResult(
  { gateway }: ApiDependencies,
  attempt: ConsentAttempt,
  failure: FailureType | null,
): Promise<void> {
  const { kind, attempt_id: attemptId, service, organization_id: organizationId } = attempt;
  const accountId = attempt.account_id;
  await gateway
    .consentReturned(service, organizationId, { accountId, kind, attemptId, failure })
    .catch((error: unknown) => {
      // The account may have been removed in the meantime.
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

/** Records what happened to an attempt, by default in the name of the person who started it. */
export function auditAttempt(
  c: Context<AppEnvironment>,
  store: ApiDependencies['store'],
  attempt: ConsentAttempt,
  action: AuditAction,
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
    correlationId: c.get('requestId'),
    details: { kind, attemptId, ...details },
  });
}
