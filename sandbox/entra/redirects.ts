/** Redirects from Entra to the application. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { EntraError, RequestIds } from './errors.ts';
import { showPage } from './page.ts';

export type ResponseMode = 'query' | 'form_post';

export type Parameters = readonly (readonly [name: string, value: string | undefined])[];

type Present = readonly (readonly [name: string, value: string])[];

const present = (parameters: Parameters): Present =>
  parameters.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));

/** Entra encodes query values like .NET: spaces as `+`, lower-case escapes. */
const encodeValue = (value: string): string =>
  encodeURIComponent(value)
    .replaceAll("'", '%27')
    .replaceAll('%20', '+')
    .replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

const withQuery = (redirectUri: string, parameters: Present): string =>
  redirectUri +
  (redirectUri.includes('?') ? '&' : '?') +
  parameters.map(([name, value]) => `${name}=${encodeValue(value)}`).join('&');

/** Redirects with the defined parameters in the query, in the given order. */
export function redirectTo(
  c: Context,
  redirectUri: string,
  parameters: Parameters,
  fragment = '',
): Response {
  c.header('Cache-Control', 'no-store, no-cache');
  return c.redirect(withQuery(redirectUri, present(parameters)) + fragment, 302);
}

/** OAuth 2.0 Form Post Response Mode: a self-submitting form, with a button for browsers without JavaScript. */
const postTo = (c: Context, redirectUri: string, parameters: Present) =>
  showPage(
    c,
    'Working…',
    html`<form method="post" action="${redirectUri}">
      ${parameters.map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}
      <noscript><p>Script is disabled. Select Continue to proceed.</p></noscript>
      <div class="actions"><button class="primary">Continue</button></div>
    </form>`,
    { script: 'document.forms[0].submit();' },
  );

/** Responds to an authorization request in the requested response mode. */
export const respond = (
  c: Context,
  mode: ResponseMode,
  redirectUri: string,
  parameters: Parameters,
) =>
  mode === 'query'
    ? redirectTo(c, redirectUri, parameters)
    : postTo(c, redirectUri, present(parameters));

/** The parameters of an error, with CRLF between the parts of the description. */
export const errorParameters = (error: EntraError, ids: RequestIds): Parameters => [
  ['error', error.error],
  ['error_description', error.describe(ids, '\r\n')],
  ['error_uri', error.uri],
];
