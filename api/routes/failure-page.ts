import type { Context } from 'hono';
import { ProvostError } from '../../domain/failures.ts';
import type { AppEnvironment } from '../context.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { answerFailurePage } from '../pages/consent-pages.ts';

/** Does the work of a page; a failure becomes a page too, and a defect of ours is reported. */
export async function withFailurePage(
  c: Context<AppEnvironment>,
  { report }: ApiDependencies,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProvostError)) report(error, c.get('correlationId'));
    return answerFailurePage(c, error);
  }
}
