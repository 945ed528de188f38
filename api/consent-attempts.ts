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

/** What a callback's browser brings: an attempt to go on with, or one whose page it loads again. */
type Visit<Query> =
  | { readonly again: ConsentAttempt }
  | {
      readonly again: null;
      readonly attempt: ConsentAttempt;
      readonly secrets: AttemptSecrets;
      readonly query: Query;
    };

/**
 * Finds the attempt of the state, checks that this browser started it in the name of
 * a person who is still an administrator, and uses up the state.
 */
export async function takeAttempt<T extends z.ZodType<{ state: string; iss?: string | undefined }>>(
  c: Context<AppEnvironment>,
  api: ApiDependencies,
  callback: CallbackKind,
  schema: T,
): Promise<Visit<z.infer<T>>> {
  const query = queryOf(c, schema);
  const hash = hashOf(query.state);
  const known = await api.store.consents.byState(callback, hash);
  if (!known) throw new ProvostError('AttemptUnknown');
  c.set('viaLink', known.via_link);
  try {
    // Before the cookie, which a newer attempt's cookie may have replaced.
    if (known.stage !== callback) return { again: await usedAttempt(c, api, known) };
    requireIssuer(api, query.iss, known.tenant_id);
    const secrets = await api.attemptCookie.get(c, known.attempt_id);
    await requireAdministrator(api, known);
    const attempt = await api.store.consents.takeState(callback, hash).catch(nullIfReplayed);
    if (attempt) return { again: null, attempt, secrets, query };
    // Another request of this browser was faster.
    const used = await api.store.consents.byId(known.attempt_id);
    return { again: await usedAttempt(c, api, used ?? known) };
  } catch (error) {
    // The person is not known: anyone who received the link may have sent the state.
    await auditRefusal(c, api, known, error, SYSTEM);
    throw error;
  }
}

function nullIfReplayed(error: unknown): null {
  if (error instanceof ProvostError && error.type === 'AttemptReplayed') return null;
  throw error;
}

/** OAuth allows each parameter once (RFC 6749 section 3.1). Of two, nobody can tell which one counts. */
function queryOf<T extends z.ZodType>(c: Context<AppEnvironment>, schema: T): z.infer<T> {
  const repeated = Object.values(c.req.queries()).some((values) => values.length > 1);
  if (repeated) throw new ProvostError('ParameterRepeated');
  const parsed = schema.safeParse(c.req.query());
  if (!parsed.success) throw new ProvostError('AttemptUnknown');
  return parsed.data;
}

/** Mix-up defence (RFC 9207). Entra does not send `iss` yet; where it is, it must be right. */
export function requireIssuer(
  { identity }: ApiDependencies,
  iss: string | undefined,
  tenantId: string | null,
): void {
  if (iss !== undefined && !identity.isIssuer(iss, tenantId)) {
    throw new ProvostError('IssuerMismatch');
  }
}

/**
 * The attempt of a page that its own browser loads again.
 * @throws ProvostError AttemptReplayed in another browser, or if there is no page yet
 */
async function usedAttempt(
  c: Context<AppEnvironment>,
  { attemptCookie }: ApiDependencies,
  known: ConsentAttempt,
): Promise<ConsentAttempt> {
  const own = await attemptCookie.get(c, known.attempt_id).catch(() => null);
  if (own === null || !ENDED.includes(known.stage)) throw new ProvostError('AttemptReplayed');
  return known;
}

const ENDED: readonly ConsentAttempt['stage'][] = ['returned', 'failed'];

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
    await api.store.consents.fail(attempt.attempt_id, failed);
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
