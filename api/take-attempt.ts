/** Finds the attempt that a callback belongs to, and uses up its one-time state. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { ProvostError } from '../domain/failures.ts';
import { SYSTEM } from '../store/audit.ts';
import type { CallbackKind, ConsentAttempt } from '../store/consents.ts';
import type { AttemptSecrets } from './attempt-cookie.ts';
import { auditRefusal } from './consent-attempts.ts';
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
  c.set('viaLink', known.viaLink);
  try {
    // Before the cookie, which a newer attempt's cookie may have replaced.
    if (known.stage !== callback) return { again: await usedAttempt(c, api, known) };
    requireIssuer(api, query.iss, known.tenantId);
    const secrets = await api.attemptCookie.get(c, known.attemptId);
    await requireAdministrator(api, known);
    const attempt = await api.store.consents.takeState(callback, hash).catch(nullIfReplayed);
    if (attempt) return { again: null, attempt, secrets, query };
    // Another request of this browser was faster.
    const used = await api.store.consents.byId(known.attemptId);
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
  const own = await attemptCookie.get(c, known.attemptId).catch(() => null);
  if (own === null || !ENDED.includes(known.stage)) throw new ProvostError('AttemptReplayed');
  return known;
}

const ENDED: readonly ConsentAttempt['stage'][] = ['returned', 'failed'];

/** The person who clicked may have lost the role, or left the organization, since then. */
async function requireAdministrator(
  { authentication }: ApiDependencies,
  attempt: ConsentAttempt,
): Promise<void> {
  const role = await authentication.membershipOf(attempt.createdBy, attempt.organizationId);
  if (role !== 'administrator') throw new ProvostError('Forbidden');
}
