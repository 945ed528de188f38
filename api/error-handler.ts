import type { ErrorHandler } from 'hono';
import type { AppEnvironment } from './context.ts';
import { answerFailurePage } from './pages/consent-pages.ts';
import { answerProblem, problemOf } from './problem.ts';

/**
 * Answers errors with problem documents, or below `pages` with a page for a person, and reports
 * internal errors.
 */
export function createErrorHandler(
  report: (error: unknown, correlationId: string) => void,
  { pages }: { pages: string },
): ErrorHandler<AppEnvironment> {
  return (error, c) => {
    const problem = problemOf(error, c.get('requestId'));
    if (problem.code === 'Internal') report(error, problem.correlationId);
    return c.req.path.startsWith(pages) ? answerFailurePage(c, error) : answerProblem(c, problem);
  };
}
