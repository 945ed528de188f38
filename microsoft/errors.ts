/** Maps Microsoft's error responses to our failure types. The only place that does. */
import { z } from 'zod';
import type { FailureType } from '../domain/failures.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Parser } from './graph-schemas.ts';
import { retryAfterOf } from '../domain/retry-after.ts';
import { tokenRefusalOf } from './token-refusals.ts';
import type { MicrosoftAnswer } from './transport.ts';

interface Refusal {
  readonly status: number;
  /** Microsoft's error code in lower case, because its casing varies. */
  readonly code: string;
}

/** The first match wins; no match is told by its text, or an `UnexpectedAnswer`. */
const REFUSALS: readonly { type: FailureType; fits: (refusal: Refusal) => boolean }[] = [
  { type: 'MicrosoftThrottled', fits: ({ status }) => status === 429 },
  {
    type: 'DeltaTokenExpired',
    fits: ({ status, code }) =>
      status === 410 || code === 'syncstatenotfound' || code === 'resyncrequired',
  },
  { type: 'PageLinkExpired', fits: ({ code }) => code === 'directory_expiredpagetoken' },
  {
    type: 'ConsentRevoked',
    fits: ({ status, code }) => status === 403 && code === 'authorization_requestdenied',
  },
  {
    type: 'NotFound',
    fits: ({ status, code }) => status === 404 && code === 'request_resourcenotfound',
  },
  { type: 'MicrosoftUnavailable', fits: ({ status }) => status >= 500 || status === 408 },
  // A 401 gets here only after a retry with a fresh token. It may pass: Microsoft's servers are not consistent yet.
  { type: 'AccessRefused', fits: ({ status }) => status === 401 || status === 403 },
];

const graphErrorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string().nullish() }),
});

/** What SharePoint tells only by the text of an error. */
const TEXTS = [
  {
    text: /tenant does not have a spo license/i,
    says: 'noSharePointLicense',
    type: 'TenantUnlicensed',
  },
  {
    text: /unable to retrieve user'?s mysite url|user'?s mysite not found/i,
    says: 'noPersonalSite',
    type: 'UnexpectedAnswer',
  },
] as const satisfies readonly { text: RegExp; says: string; type: FailureType }[];

const UNKNOWN_TEXT = { says: undefined, type: 'UnexpectedAnswer' } as const;

/** Looked for in no more than this many characters. */
const LONGEST_MESSAGE = 1_000;

/**
 * The failure for a response with an error status (Graph's error format, RFC 9110 statuses).
 * `delta`: whether it answers a delta query, the only request whose token can expire so.
 */
export function failureOf(answer: MicrosoftAnswer, { delta = false } = {}): ProvostError {
  const { code = null, message } = graphErrorSchema.safeParse(jsonOf(answer)).data?.error ?? {};
  const told = message?.slice(0, LONGEST_MESSAGE) ?? '';
  const { says, type: otherwise } = TEXTS.find(({ text }) => text.test(told)) ?? UNKNOWN_TEXT;
  const refusal = { status: answer.status, code: code?.toLowerCase() ?? '' };
  const fitting = REFUSALS.filter(({ type }) => delta || type !== 'DeltaTokenExpired');
  const type = fitting.find(({ fits }) => fits(refusal))?.type ?? otherwise;
  return new ProvostError(type, undefined, {
    retryAfter: retryAfterOf(answer.headers),
    details: { ...diagnosisOf(answer), code, ...(says && { says }) },
  });
}

const tokenErrorSchema = z.object({
  error: z.string(),
  error_codes: z.array(z.number()).default([]),
  error_description: z.string().default(''),
  correlation_id: z.string().nullable().default(null),
});

/** OAuth errors about the server, not about the request (RFC 6749 section 4.1.2.1). */
const SERVER_ERRORS = new Set(['server_error', 'temporarily_unavailable']);

/** Longest diagnosis that is kept, in characters. */
const LONGEST_DIAGNOSIS = 300;

/**
 * The failure for an error response of the token endpoint (RFC 6749 section 5.2).
 * @param rejected the failure type when the request itself was rejected
 */
export function tokenFailureOf(answer: MicrosoftAnswer, rejected: FailureType): ProvostError {
  const refusal = tokenErrorSchema.safeParse(jsonOf(answer)).data;
  if (refusal === undefined || (answer.status !== 400 && answer.status !== 401)) {
    return failureOf(answer);
  }
  const type = SERVER_ERRORS.has(refusal.error)
    ? 'MicrosoftUnavailable'
    : tokenRefusalOf(refusal.error_codes, rejected);
  return new ProvostError(type, undefined, {
    retryAfter: retryAfterOf(answer.headers),
    details: {
      status: answer.status,
      error: refusal.error,
      codes: refusal.error_codes,
      correlationId: refusal.correlation_id,
      diagnosis: firstSentences(refusal.error_description),
    },
  });
}

/** Entra's description for a person: bounded, without the trailing trace ids and timestamp. */
export function firstSentences(description: string): string {
  const text = description.split(/\r?\n|\s+Trace ID:/, 1)[0] ?? '';
  return visible(visible(text).slice(0, LONGEST_DIAGNOSIS)).trim();
}

/** Without control characters, those that change the direction of text, and halves of characters. */
export const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '');

/**
 * Parses the JSON of an answer.
 * @throws ProvostError `UnexpectedAnswer` with the invalid paths, never their values.
 */
export function parseAnswer<T>(schema: Parser<T>, answer: MicrosoftAnswer): T {
  const result = safeParseAnswer(schema, answer);
  if (result.success) return result.data;
  const paths = result.error.issues.slice(0, 10).map(({ path }) => path.join('.'));
  throw new ProvostError('UnexpectedAnswer', undefined, {
    details: { ...diagnosisOf(answer), paths },
  });
}

/** Like `parseAnswer`, but returns the error. */
export function safeParseAnswer<T>(schema: Parser<T>, answer: MicrosoftAnswer) {
  return schema.safeParse(jsonOf(answer));
}

/** Longer than any code of Microsoft's. */
const LONGEST_CODE = 100;

/** Microsoft's error code, or our failure type if there is none. */
export function codeOf({ type, details }: ProvostError): string {
  const { code } = details;
  return (typeof code === 'string' ? code : type).slice(0, LONGEST_CODE);
}

/** What Microsoft's support needs: the status and both request ids. */
export function diagnosisOf({ status, headers }: MicrosoftAnswer): Record<string, unknown> {
  return {
    status,
    requestId: headers.get('request-id'),
    clientRequestId: headers.get('client-request-id'),
  };
}

function jsonOf(answer: MicrosoftAnswer): unknown {
  if (answer.json !== undefined) return answer.json;
  try {
    return JSON.parse(answer.body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
