/** What becomes of a consent attempt: its one-time states, its verdicts, its trail. */
import type { Context } from 'hono';
import type { z } from 'zod';
import type { AuditAction } from '../domain/audit.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import { type AuditEvent, SYSTEM } from '../store/audit.ts';
import type { ConsentAttempt, Leg } from '../store/consents.ts';
import type { AttemptSecrets } from './attempt-cookie.ts';
import type { AppEnvironment } from './context.ts';
import type { ApiDependencies } from './dependencies.ts';
import { hashOf } from './one-time-secrets.ts';

/**
 * Finds the attempt that the state belongs to, sees that this browser began it
 * for somebody who may still do so, and uses the state up.
 */
export async function takeAttempt<T extends z.ZodType<{ state: string }>>(
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
  c.set('viaLink', known.via_link);
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
export async function settling(
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

/** Tells the account's workflow what the browser came back with; null for success. */
export async function tellWorkflow(
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

/** Writes down what happened to an attempt, by default in the name of whoever began it. */
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
    correlationId: c.get('correlationId'),
    details: { kind, attemptId, ...details },
  });
}
