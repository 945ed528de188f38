/** The problem documents (RFC 9457) of the API. */
import { expect } from 'vitest';
import { problemSchema } from '../../api/problem.ts';
import type { FailureType } from '../../domain/failures.ts';
import { ApiProblem } from './console-client.ts';

/** Checks that the answer is a problem document that matches its status and headers. */
export async function expectProblem(
  response: Response,
  status: number,
  code: FailureType,
): Promise<ReturnType<typeof problemSchema.parse>> {
  const problem = problemSchema.parse(await response.json());
  expect(problem).toMatchObject({ status, code, type: `urn:provost:problem:${code}` });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-correlation-id')).toBe(problem.correlationId);
  return problem;
}

/** The problem of a failed call of the console client. @throws Error if the call succeeds. */
export async function problemOfCall(call: Promise<unknown>): Promise<ApiProblem['problem']> {
  const answer = await call.then(
    (content) => ({ content }),
    (error: unknown) => error,
  );
  if (answer instanceof ApiProblem) return answer.problem;
  throw new Error(`Not a problem: ${JSON.stringify(answer).slice(0, 300)}`);
}
