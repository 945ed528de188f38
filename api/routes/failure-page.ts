import type { Context } from 'hono';
import { ProvostError } from '../../domain/failures.ts';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { answerFailurePage } from '../pages/consent-pages.ts';

/** Runs the work of a page. A failure becomes a page too; an unexpected error is also reported. */
export async function withFailurePage(
  c: Context<AppEnvironment>,
  { report }: ApiDependencies,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProvostError)) report(error, c.get('requestId'));
    return answerFailurePage(c, error);
  }
}
