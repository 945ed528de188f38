import type { Problem } from '../../api/problem.ts';
import { type FailureType, isFailureType } from '../../domain/failures.ts';

/** An error response of the API, or no response at all. `code` selects the sentence to show. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: FailureType | 'Offline';
  /** The HTTP status; 599 if there was no response. */
  readonly status: number;
  readonly correlationId: string | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(problem: {
    code: FailureType | 'Offline';
    status: number;
    correlationId?: string | null;
    details?: Readonly<Record<string, unknown>>;
  }) {
    super(problem.code);
    this.code = problem.code;
    this.status = problem.status;
    this.correlationId = problem.correlationId ?? null;
    this.details = problem.details ?? {};
  }
}

const NO_ANSWER = 599;

/** Converts any error to an ApiProblem; unknown errors become `Internal`. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem({ code: 'Internal', status: 500 });
}

interface Answer<T> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<T>;
}

/**
 * The content of a successful response.
 * @throws ApiProblem for an error response, or if there was no response.
 */
export async function contentOf<T>(request: Promise<Answer<T>>): Promise<Exclude<T, Problem>> {
  const answer = await request.catch(() => {
    throw new ApiProblem({ code: 'Offline', status: NO_ANSWER });
  });
  const content: unknown = await answer.json().catch(() => null);
  if (answer.ok) return content as Exclude<T, Problem>;
  throw toProblem(answer.status, content);
}

/** Codes for responses without a problem document, from the sign-in endpoint or a proxy. */
const BY_STATUS: Readonly<Record<number, FailureType>> = {
  401: 'NotSignedIn',
  403: 'Forbidden',
  404: 'NotFound',
  429: 'RateLimited',
  502: 'Unavailable',
  503: 'Unavailable',
  504: 'Unavailable',
};

function toProblem(status: number, content: unknown): ApiProblem {
  const given = (
    typeof content === 'object' && content !== null ? content : {}
  ) as Partial<Problem>;
  const code = isFailureType(given.code) ? given.code : (BY_STATUS[status] ?? 'Internal');
  const { correlationId, details } = given;
  return new ApiProblem({ code, status, correlationId, details });
}
