/** The pages of a consent link: the request, the redirect to Microsoft, and "not needed". */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { type ConsentKind, CONSENTS, serviceOfConsent } from '../../domain/consents.ts';
import type { AppEnvironment } from '../context.ts';
import { permissionsOf } from '../../domain/sentences/permissions.ts';
import { textsOf } from './language.ts';
import { page } from './page.ts';

/** The content of a consent request. */
interface Request {
  readonly kind: ConsentKind;
  readonly organization: string;
  readonly maker: string;
  readonly expiresAt: Date;
}

/** Shows who requests which permissions, and why. The button leads to Microsoft. */
export function answerLinkPage(
  c: Context<AppEnvironment>,
  { kind, organization, maker, expiresAt }: Request,
): Response {
  const { language, texts, sentences } = textsOf(c);
  const { link, steps } = texts;
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const until = `${format.format(expiresAt)} UTC`;
  const { resourceName } = CONSENTS[kind];
  return page(c, 200, {
    title: link.title(organization),
    lines: [
      link.asks(organization, steps[kind], link.protects[serviceOfConsent(kind)]),
      link.madeBy(maker, until),
    ],
    content: html`<h2>${link.permissions(resourceName)}</h2>
      <ul>
        ${permissionsOf(kind).map(
          ({ value, key }) =>
            html`<li><code>${value}</code><br />${sentences.permissions[key]}</li>`,
        )}
      </ul>
      <p>${link.caution(organization)}</p>
      <form method="post"><button>${link.button}</button></form>`,
  });
}

/**
 * Sends the browser to Microsoft. Not by a redirect: browsers apply the form's policy,
 * `form-action 'self'`, to it and to every redirect that Microsoft makes.
 */
export function answerContinuePage(c: Context<AppEnvironment>, address: string): Response {
  const { title, otherwise } = textsOf(c).texts.link.leaving;
  c.header('refresh', `0; url=${address}`);
  return page(c, 200, {
    title,
    lines: [html`<a id="continue" href="${address}">${otherwise}</a>`],
  });
}

/** The account is not waiting for this step. */
export function answerNotNeededPage(c: Context<AppEnvironment>, organization: string): Response {
  const { title, why } = textsOf(c).texts.link.notNeeded;
  const footer = `WrongState · ${c.get('requestId')}`;
  return page(c, 409, { title, lines: [why(organization)], footer });
}
