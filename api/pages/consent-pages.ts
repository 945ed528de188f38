/** The pages that an administrator sees after returning from Microsoft. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { ConsentKind } from '../../domain/consents.ts';
import type { ProvostError } from '../../domain/failures.ts';
import { SERVICE_IDS } from '../../domain/services/services.ts';
import type { AppEnvironment } from '../context.ts';
import { toProvostError, problemOf } from '../problem.ts';
import { textsOf } from './language.ts';
import { page } from './page.ts';

/**
 * Microsoft reports success. Unless the grant is proven already, the page promises nothing more.
 * With an organization, it addresses a person from a link, perhaps without access to the console.
 */
export function answerReturnPage(
  c: Context<AppEnvironment>,
  {
    kind,
    organization,
    granted,
  }: { kind: ConsentKind; organization: string | null; granted: boolean },
): Response {
  const { texts } = textsOf(c);
  const { title, checking, goBack } = texts.returned;
  const { link } = texts;
  const checked = (granted ? texts.returned.granted : checking)(texts.steps[kind]);
  return page(c, 200, {
    title: organization === null ? title : link.returned.title,
    mark: 'done',
    lines: [checked, organization === null ? goBack : link.returned.close(organization)],
  });
}

/** A failure as a page for a person, with the code and the correlation id for support. */
export function answerFailurePage(c: Context<AppEnvironment>, error: unknown): Response {
  const { failed, unconfirmed, link } = textsOf(c).texts;
  const failure = toProvostError(error);
  const { diagnosis, watched } = answeredSchema.parse(failure.details);
  // A person from a link may have no access to the console.
  const viaLink = c.get('viaLink') === true;
  const goBack = viaLink ? link.close : failed.goBack;
  const goOn = viaLink ? [unconfirmed.goOn] : [unconfirmed.goOn, unconfirmed.otherwise];
  const { status, code, correlationId } = problemOf(error, c.get('requestId'));
  return page(c, status as ContentfulStatusCode, {
    title: watched ? unconfirmed.title : failed.title,
    mark: 'attention',
    lines: [
      explain(c, failure),
      ...(diagnosis === null ? [] : [html`<span lang="en">${diagnosis}</span>`]),
      ...(watched ? goOn : [goBack]),
    ],
    footer: `${code} · ${correlationId}`,
  });
}

/** What an answer of Microsoft adds to its failure. */
const answeredSchema = z.object({
  diagnosis: z.string().nullable().catch(null),
  watched: z.boolean().catch(false),
});

const mismatchSchema = z.object({
  administrator: z.string(),
  administratorDomain: z.string(),
  pinnedTenant: z.string(),
  begun: z.array(z.enum(SERVICE_IDS)),
  open: z.boolean(),
});

/**
 * Messages of errors are English. Other languages use the sentence of the code, or rebuild the text
 * from the details.
 */
function explain(c: Context, failure: ProvostError): string {
  const { language, texts, sentences } = textsOf(c);
  if (failure.type === 'TenantMismatch') {
    const names = mismatchSchema.safeParse(failure.details);
    if (names.success) return texts.mismatch(names.data);
  }
  return language === 'en' ? failure.message : sentences.failures[failure.type];
}
