import type { ErrorHandler } from 'hono';
import { isOurs } from '../domain/failures.ts';
import type { AppEnvironment } from './context.ts';
import { answerFailurePage } from './pages/consent-pages.ts';
import { answerProblem, problemOf, toProvostError } from './problem.ts';

/**
 * Answers errors with problem documents, or below `pages` with a page for a person, and reports
 * those that only the operator can mend.
 */
export function createErrorHandler(
  report: (error: unknown, correlationId: string) => void,
  { pages }: { pages: string },
): ErrorHandler<AppEnvironment> {
  return (error, c) => {
    const problem = problemOf(error, c.get('requestId'));
    if (isOurs(toProvostError(error).type)) report(error, problem.correlationId);
    return c.req.path.startsWith(pages) ? answerFailurePage(c, error) : answerProblem(c, problem);
  };
}
