import { expect, test } from 'vitest';
import { answerOf, ApiProblem } from './problem.ts';

const json = (status: number, content: unknown) =>
  Promise.resolve(new Response(JSON.stringify(content), { status }));

const refusal = (asked: Promise<Response>) =>
  answerOf(asked).then(
    () => expect.unreachable('no refusal'),
    (error: unknown) => error as ApiProblem,
  );

test('a successful answer is its content', async () => {
  expect(await answerOf(json(200, { services: [] }))).toEqual({ services: [] });
});

test('a problem document keeps its code, its details and the reference for support', async () => {
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
])(
  'a %i that is no problem document has a sentence all the same',
  async (status, content, code) => {
    expect(await refusal(json(status, content))).toMatchObject({ code, status });
  },
);

test('a page of HTML from a proxy is a problem too', async () => {
  const problem = await refusal(Promise.resolve(new Response('<html>', { status: 503 })));
  expect(problem.code).toBe('Unavailable');
});

test('no answer at all means offline', async () => {
  expect((await refusal(Promise.reject(new TypeError('Failed to fetch')))).code).toBe('Offline');
});
