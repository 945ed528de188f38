/** The frame of every page that the sandbox shows. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

interface Page {
  readonly title: string;
  readonly body: Html;
  /** What the page must not be mistaken for. */
  readonly banner: string;
  readonly style: string;
  /** Runs as the only script. */
  readonly script?: string;
  /** What the Content-Security-Policy says beside the own style and script, which carry the nonce. */
  readonly policy: string;
  readonly cacheControl: string;
  readonly status?: 200 | 400 | 401 | 403;
}

/** Responds with a page. Its Content-Security-Policy allows only its own style and script. */
export function showFramed(c: Context, page: Page): Response | Promise<Response> {
  const { title, body, banner, style, script = '', status = 200 } = page;
  const nonce = randomBytes(16).toString('base64');
  const scripts = script === '' ? '' : `script-src 'nonce-${nonce}'; `;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; ${scripts}${page.policy}`;
  c.header('Content-Security-Policy', policy);
  c.header('Cache-Control', page.cacheControl);
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Content-Type-Options', 'nosniff');
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title}</title>
          <style nonce="${nonce}">
            ${raw(style)}
          </style>
        </head>
        <body>
          <header class="banner">${banner}</header>
          <main>
            <h1>${title}</h1>
            ${body}
          </main>
          ${
            script === ''
              ? ''
              : html`<script nonce="${nonce}">
                  ${raw(script)};
                </script>`
          }
        </body>
      </html>`,
    status,
  );
}
