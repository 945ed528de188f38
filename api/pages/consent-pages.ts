/** The pages that an administrator's browser ends on after Microsoft. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { ConsentKind } from '../../domain/consents.ts';
import type { ProvostError } from '../../domain/failures.ts';
import type { AppEnvironment } from '../context.ts';
import { known, problemOf } from '../problem.ts';
import { textsOf } from './language.ts';
import { page } from './page.ts';

/**
 * Microsoft reports success, which we now check: the page promises nothing more.
 * With an organization it speaks to whom a link led here, who need not know the console.
 */
export function answerReturnPage(
  c: Context<AppEnvironment>,
  kind: ConsentKind,
  organization: string | null,
): Response {
  const { texts } = textsOf(c);
  const { title, checking, goBack } = texts.returned;
  const { link } = texts;
  const checked = checking(texts.steps[kind]);
  return page(c, 200, {
    title: organization === null ? title : link.returned.title,
    mark: 'done',
    lines: [checked, organization === null ? goBack : link.returned.close(organization)],
  });
}

/** A failure as a page for a person, with the code and the correlation id for whoever helps. */
export function answerFailurePage(c: Context<AppEnvironment>, error: unknown): Response {
  const { failed, link } = textsOf(c).texts;
  const goBack = c.get('viaLink') ? link.close : failed.goBack;
  const { status, code, correlationId } = problemOf(error, c.get('correlationId'));
  return page(c, status as ContentfulStatusCode, {
    title: failed.title,
    mark: 'attention',
    lines: [explain(c, known(error)), goBack],
    footer: `${code} · ${correlationId}`,
  });
}

const mismatchSchema = z.object({
  administrator: z.string(),
  administratorDomain: z.string(),
  pinnedTenant: z.string(),
});

/** Errors carry English; what they say beyond their code's sentence is said again from their details. */
function explain(c: Context, failure: ProvostError): string {
  const { language, texts, sentences } = textsOf(c);
  if (failure.type === 'TenantMismatch') {
    const names = mismatchSchema.safeParse(failure.details);
    if (names.success) return texts.mismatch(names.data);
    if (failure.details['answer'] === 'ofAnotherTenant') return texts.answerOfAnotherTenant;
  }
  return language === 'en' ? failure.message : sentences.failures[failure.type];
}
