import { expect, test } from 'vitest';
import { z } from 'zod';
import type { FailureType } from '../domain/failures.ts';
import { failureOf, parseAnswer, tokenFailureOf } from './errors.ts';
import { retryAfterOf } from '../domain/retry-after.ts';

function answer(status: number, code: string | null, headers: Record<string, string> = {}) {
  const body = code === null ? '<html>' : JSON.stringify({ error: { code, message: 'm' } });
  return { status, headers: new Headers(headers), body };
}

test.each<[number, string | null, FailureType]>([
  [429, 'TooManyRequests', 'MicrosoftThrottled'],
  [429, null, 'MicrosoftThrottled'],
  [500, null, 'MicrosoftUnavailable'],
  [503, 'ServiceUnavailable', 'MicrosoftUnavailable'],
  [401, 'InvalidAuthenticationToken', 'AccessRefused'],
  [403, 'Authorization_RequestDenied', 'ConsentRevoked'],
  [403, 'Forbidden', 'AccessRefused'],
  [400, 'Authorization_RequestDenied', 'UnexpectedAnswer'],
  [400, 'Directory_ExpiredPageToken', 'PageLinkExpired'],
  [410, null, 'UnexpectedAnswer'],
  [404, 'Request_ResourceNotFound', 'NotFound'],
  [404, null, 'UnexpectedAnswer'],
  [400, 'Request_BadRequest', 'UnexpectedAnswer'],
  [302, null, 'UnexpectedAnswer'],
])('%i %s is %s', (status, code, type) => {
  expect(failureOf(answer(status, code)).type).toBe(type);
});

test.each<[number, string | null, FailureType]>([
  [410, null, 'DeltaTokenExpired'],
  [400, 'SyncStateNotFound', 'DeltaTokenExpired'],
  [404, 'resyncRequired', 'DeltaTokenExpired'],
  [400, 'Directory_ExpiredPageToken', 'PageLinkExpired'],
])('%i %s to a delta query is %s', (status, code, type) => {
  expect(failureOf(answer(status, code), { delta: true }).type).toBe(type);
});

test('keeps the details for diagnosis, but not the message', () => {
  const headers = { 'request-id': 'r', 'client-request-id': 'c', 'retry-after': '7' };
  const failure = failureOf(answer(503, 'ServiceUnavailable', headers));
  expect(failure.retryAfter).toBe(7000);
  expect(failure.details).toEqual({
    status: 503,
    code: 'ServiceUnavailable',
    requestId: 'r',
    clientRequestId: 'c',
  });
});

test.each<[string | null, number | null]>([
  ['10', 10_000],
  ['2.128', 2128],
  ['0', 0],
  ['-5', null],
  ['soon', null],
  ['', null],
  ['1e9', null],
  ['99999999999999', null],
  [null, null],
  ['Tue, 03 Mar 2026 10:00:30 GMT', 30_000],
  ['Tue, 03 Mar 2026 09:00:00 GMT', 0],
  ['2026-03-03', null],
])('Retry-After %s is %s ms', (value, expected) => {
  const headers = new Headers({ date: 'Tue, 03 Mar 2026 10:00:00 GMT' });
  if (value !== null) headers.set('retry-after', value);
  expect(retryAfterOf(headers)).toBe(expected);
});

test('a refused token request keeps its codes and the first sentences of its description', () => {
  const body = JSON.stringify({
    error: 'invalid_client',
    error_codes: [7000229],
    error_description: 'AADSTS7000229: The client is missing. Trace ID: t Correlation ID: c',
    correlation_id: 'c',
  });
  const failure = tokenFailureOf({ status: 401, headers: new Headers(), body }, 'GrantNotVisible');
  expect(failure.type).toBe('GrantNotVisible');
  expect(failure.details).toEqual({
    status: 401,
    error: 'invalid_client',
    codes: [7000229],
    correlationId: 'c',
    diagnosis: 'AADSTS7000229: The client is missing.',
  });
});

test.each<[number, string, FailureType]>([
  [400, '{"error":"temporarily_unavailable"}', 'MicrosoftUnavailable'],
  [502, '<html>', 'MicrosoftUnavailable'],
  [429, '{"error":"invalid_client"}', 'MicrosoftThrottled'],
  [400, '<html>', 'UnexpectedAnswer'],
])('a token answer %i %s is %s', (status, body, type) => {
  expect(tokenFailureOf({ status, headers: new Headers(), body }, 'SignInFailed').type).toBe(type);
});

test.each<[number, FailureType, FailureType]>([
  [7000229, 'GrantNotVisible', 'SignInFailed'],
  [700016, 'GrantNotVisible', 'SignInFailed'],
  [65001, 'GrantNotVisible', 'SignInFailed'],
  [7000112, 'ApplicationDisabled', 'SignInFailed'],
  [53003, 'ConditionalAccess', 'SignInFailed'],
  [7000222, 'CredentialRejected', 'CredentialRejected'],
  [7000215, 'CredentialRejected', 'CredentialRejected'],
  [700027, 'CredentialRejected', 'CredentialRejected'],
  [700024, 'CredentialRejected', 'CredentialRejected'],
  [7000214, 'CredentialRejected', 'CredentialRejected'],
  [1000502, 'CredentialRejected', 'CredentialRejected'],
  [9999999, 'TokenRefused', 'SignInFailed'],
])('AADSTS%i is %s for an app-only token and %s for a sign-in', (code, appOnly, signIn) => {
  const body = JSON.stringify({ error: 'invalid_client', error_codes: [code] });
  const answer = { status: 401, headers: new Headers(), body };
  expect(tokenFailureOf(answer, 'GrantNotVisible').type).toBe(appOnly);
  expect(tokenFailureOf(answer, 'SignInFailed').type).toBe(signIn);
});

test.each([
  ['{"value":[{"name":"secret"}]}', 'value.0.name'],
  ['not JSON secret', ''],
])('an invalid answer is reported by its paths only: %s', (body, path) => {
  const schema = z.object({ value: z.array(z.object({ name: z.number() })) });
  const answer = { status: 200, headers: new Headers(), body };
  const failure = thrownBy(() => parseAnswer(schema, answer));
  expect(failure).toMatchObject({ type: 'UnexpectedAnswer', details: { paths: [path] } });
  expect(JSON.stringify(failure)).not.toContain('secret');
});

function thrownBy(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
