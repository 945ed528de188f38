/** The course of a consent attempt: its failures, results, audit trail. */
import type { Context } from 'hono';
import type { AuditAction } from '../domain/audit.ts';
import { type FailureType, ProvostError } from '../domain/failures.ts';
import type { AuditEvent } from '../store/audit.ts';
import type { ConsentAttempt } from '../store/consents.ts';
import type { AppEnvironment } from './context.ts';
import type { ApiDependencies } from './dependencies.ts';

/** Failures on our side or of the network. They say nothing about the consent, so the wait for the grant continues. */
const NO_VERDICT: readonly FailureType[] = [
  'Internal',
  'Unavailable',
  'MicrosoftThrottled',
  'MicrosoftUnavailable',
];

/** Runs `work`. A failure that says something about the attempt is stored, audited, sent to the workflow, and rethrown. */
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
    if (NO_VERDICT.includes(failure)) throw error;
    const failed = { failure, diagnosis: diagnosisOf(error), ends: endsAttempt(attempt, failure) };
    await api.store.consents.fail(attempt.attemptId, failed);
    await sendResult(api, attempt, failure);
    throw failureShown(failed, error);
  }
}

/**
 * After the consent screen, only the person's own no ends the attempt: whatever else comes back,
 * the grant may exist.
 */
const endsAttempt = ({ stage }: ConsentAttempt, failure: FailureType): boolean =>
  stage !== 'returned' || failure === 'ConsentDeclined';

/** The failure of an attempt, as it was shown when it happened. */
export function pastFailure({ stage, failure, diagnosis }: ConsentAttempt): ProvostError | null {
  if (failure === null) return null;
  return failureShown({ failure, diagnosis, ends: stage === 'failed' }, null);
}

/** What the failure page needs to know: Microsoft's words, and whether the wait for the grant goes on. */
function failureShown(
  { failure, diagnosis, ends }: { failure: FailureType; diagnosis: string | null; ends: boolean },
  error: unknown,
): ProvostError {
  const known = error instanceof ProvostError ? error : null;
  const details = { ...known?.details, diagnosis, watched: !ends };
  return new ProvostError(failure, known?.message, { cause: error, details });
}

function diagnosisOf(error: unknown): string | null {
  const diagnosis = error instanceof ProvostError ? error.details['diagnosis'] : null;
  return typeof diagnosis === 'string' ? diagnosis : null;
}

/** Sends the result with which the browser returned to the account's workflow; null for success. */
export async function sendResult(
  { gateway }: ApiDependencies,
  attempt: ConsentAttempt,
  failure: FailureType | null,
): Promise<void> {
  const { kind, attemptId, service, organizationId } = attempt;
  const accountId = attempt.accountId;
  await gateway
    .consentReturned(service, organizationId, { accountId, kind, attemptId, failure })
    .catch((error: unknown) => {
      // The account may have been removed in the meantime.
      if (!(error instanceof ProvostError) || error.type !== 'NotFound') throw error;
    });
}

/** Records that an attempt was refused, by default in the name of the person who started it. */
export function auditRefusal(
  c: Context<AppEnvironment>,
  { store }: ApiDependencies,
  attempt: ConsentAttempt,
  error: unknown,
  actor?: AuditEvent['actor'],
): Promise<void> {
  const failure = error instanceof ProvostError ? error.type : 'Internal';
  const diagnosis = diagnosisOf(error);
  const details = { failure, ...(diagnosis !== null && { diagnosis }) };
  return auditAttempt(c, store, attempt, 'consent.refuse', details, actor);
}

/** Records what happened to an attempt, by default in the name of the person who started it. */
export function auditAttempt(
  c: Context<AppEnvironment>,
  store: ApiDependencies['store'],
  attempt: ConsentAttempt,
  action: AuditAction,
  details: Record<string, unknown>,
  actor: AuditEvent['actor'] = { id: attempt.createdBy, name: attempt.createdByName },
): Promise<void> {
  const { kind, attemptId } = attempt;
  return store.audit.write({
    organizationId: attempt.organizationId,
    accountId: attempt.accountId,
    tenantId: attempt.tenantId,
    actor,
    action,
    correlationId: c.get('requestId'),
    details: { kind, attemptId, ...details },
  });
}
