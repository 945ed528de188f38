/** Failures as problem details (RFC 9457). The only place where a failure becomes an HTTP status. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from '@hono/zod-openapi';
import { FAILURES, type FailureType, isFailureType, ProvostError } from '../domain/failures.ts';

const STATUS: Record<FailureType, ContentfulStatusCode> = {
  InvalidInput: 400,
  NotSignedIn: 401,
  Forbidden: 403,
  WrongAddress: 403,
  NotFound: 404,
  RateLimited: 429,
  TooManyStreams: 429,
  WrongState: 409,
  Unavailable: 503,
  Internal: 500,
  PasswordLength: 400,
  PasswordGuessable: 400,
  PasswordPersonal: 400,
  AttemptUnknown: 400,
  ParameterRepeated: 400,
  IssuerMismatch: 403,
  AttemptExpired: 410,
  AttemptReplayed: 409,
  AttemptOfAnotherBrowser: 403,
  LinkUnknown: 404,
  LinkUsed: 410,
  LinkExpired: 410,
  LinkVoid: 410,
  SignInCancelled: 400,
  SignInFailed: 400,
  IdentityTokenInvalid: 403,
  NotGlobalAdministrator: 403,
  RegistrationIncomplete: 503,
  GuestAdministrator: 403,
  ExternalAdministrator: 403,
  TenantMissing: 400,
  TenantMismatch: 409,
  AnswerOfAnotherTenant: 409,
  TenantTaken: 409,
  TenantNotConfirmed: 409,
  ConsentDeclined: 400,
  ConsentFailed: 400,
  GrantNotVisible: 409,
  GrantNotConfirmed: 409,
  NothingToTell: 409,
  EwsBlocked: 409,
  QuarantineUnavailable: 409,
  MailboxNotUsable: 422,
  UserNotFound: 404,
  SiteNotFound: 404,
  SiteAddressInvalid: 400,
  SiteAddressTooLong: 400,
  SiteAddressForeign: 400,
  SiteAddressWithParameters: 400,
  SiteAddressPersonal: 400,
  SiteAddressOfPage: 400,
  SiteAddressOfSharingLink: 400,
  SearchTooShort: 400,
  TooManyTargets: 400,
  TargetsNotFound: 409,
  TargetsUnknown: 422,
  MethodDiffers: 409,
  SynchronizationNotAvailable: 409,
  RemovalsAlreadyAllowed: 409,
  RemovalsAlreadyRejected: 409,
  DriveNotThere: 409,
  ConsentRevoked: 409,
  AccessRefused: 502,
  AccessBlocked: 409,
  ApplicationDisabled: 409,
  ConditionalAccess: 409,
  CredentialRejected: 503,
  TokenRefused: 502,
  MicrosoftThrottled: 503,
  MicrosoftUnavailable: 503,
  PageLinkExpired: 410,
  DeltaTokenExpired: 410,
  UnexpectedAnswer: 502,
  TenantUnlicensed: 409,
  ForeignLink: 400,
  EndlessList: 502,
  MailOff: 409,
  MailUnavailable: 503,
  MailRefused: 422,
  LeaseLost: 409,
  SliceOver: 409,
  ReadingFailed: 502,
  IncompleteRun: 409,
  WebhookAddressInvalid: 400,
  WebhookAddressInsecure: 400,
  WebhookAddressNotPublic: 400,
  WebhookSecretInvalid: 400,
  WebhookTooMany: 409,
  WebhookDisabled: 409,
  WebhookBusy: 429,
  WebhookFailed: 502,
  WebhookGone: 502,
};

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:provost:problem:WrongState' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string().openapi({ description: 'Stable code of the failure.' }),
    correlationId: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem');
export type Problem = z.infer<typeof problemSchema>;

/** A failure as a problem document. Errors other than ours reveal no internals. */
export function problemOf(error: unknown, correlationId: string): Problem {
  const failure = toProvostError(error);
  return {
    type: `urn:provost:problem:${failure.type}`,
    title: FAILURES[failure.type].sentence,
    status: STATUS[failure.type],
    detail: failure.message,
    code: failure.type,
    correlationId,
    ...(Object.keys(failure.details).length > 0 && { details: failure.details }),
  };
}

/** An error as a ProvostError: client errors become InvalidInput, unknown errors Internal. */
export function toProvostError(error: unknown): ProvostError {
  if (error instanceof ProvostError) return error;
  if (error instanceof HTTPException && error.status < 500) {
    return new ProvostError('InvalidInput', error.message || undefined);
  }
  return new ProvostError('Internal');
}

export function answerProblem(c: Context, problem: Problem): Response {
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  });
}

/** Rejects an invalid request and names each field with zod's message. */
export function refuseInvalid(result: { success: boolean; error?: z.ZodError }): void {
  if (result.success || !result.error) return;
  const [first] = result.error.issues;
  const code = first?.code === 'custom' ? first.params?.['failure'] : null;
  const fields = result.error.issues.map(({ path, message }) => ({
    field: path.join('.'),
    message,
  }));
  throw new ProvostError(isFailureType(code) ? code : 'InvalidInput', sentenceOf(fields), {
    details: { fields },
  });
}

function sentenceOf(fields: { field: string; message: string }[]): string {
  return fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
}
