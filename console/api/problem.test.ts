import { expect, test } from 'vitest';
import { contentOf, ApiProblem } from './problem.ts';

const json = (status: number, content: unknown) =>
  Promise.resolve(new Response(JSON.stringify(content), { status }));

const refusal = (response: Promise<Response>) =>
  contentOf(response).then(
    () => expect.unreachable('expected an ApiProblem'),
    (error: unknown) => error as ApiProblem,
  );

test('returns the content of a successful response', async () => {
  expect(await contentOf(json(200, { services: [] }))).toEqual({ services: [] });
});

test('keeps the code, details and correlation ID of a problem document', async () => {
  const details = { unknown: ['a'] };
  const problem = await refusal(
    json(422, { code: 'TargetsUnknown', correlationId: 'c-1', details, detail: 'English text' }),
  );
  expect(problem).toBeInstanceOf(ApiProblem);
  expect(problem).toMatchObject({ code: 'TargetsUnknown', correlationId: 'c-1', details });
});

test.each([
  [401, { code: 'INVALID_EMAIL_OR_PASSWORD' }, 'NotSignedIn'],
  [429, null, 'RateLimited'],
  [502, { message: 'Bad gateway' }, 'Unavailable'],
  [418, { code: 'Teapot' }, 'Internal'],
])('maps status %i without a problem document to a failure code', async (status, content, code) => {
  expect(await refusal(json(status, content))).toMatchObject({ code, status });
});

test('maps an HTML page from a proxy to a problem', async () => {
  const problem = await refusal(Promise.resolve(new Response('<html>', { status: 503 })));
  expect(problem.code).toBe('Unavailable');
});

test('maps a missing response to Offline', async () => {
  expect((await refusal(Promise.reject(new TypeError('Failed to fetch')))).code).toBe('Offline');
});
