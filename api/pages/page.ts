/** The frame of the plain pages outside the console: no scripts, and only our own stylesheet. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnvironment } from '../context.ts';
import { languageOf } from './language.ts';

/** The result of `html`. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface PageContent {
  readonly title: string;
  /** Above the title: a check mark for success, an exclamation mark otherwise. */
  readonly mark?: keyof typeof MARKS;
  /** One paragraph each. */
  readonly lines: readonly (string | Html)[];
  /** More than paragraphs: a list, a form. */
  readonly content?: Html;
  readonly footer?: string;
}

/**
 * Returns a page in the reader's language. Its texts must be in that language.
 * The template escapes all texts.
 */
export function page(
  c: Context<AppEnvironment>,
  status: ContentfulStatusCode,
  { title, mark, lines, content, footer }: PageContent,
): Response {
  c.header('cache-control', 'no-store');
  const document = html`<!doctype html>
    <html lang="${languageOf(c)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Provost</title>
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
        <link rel="stylesheet" href="/consents/page.css" />
      </head>
      <body>
        <main>
          <p class="brand">Provost</p>
          ${mark ? MARKS[mark] : ''}
          <h1>${title}</h1>
          ${lines.map((line) => html`<p>${line}</p>`)} ${content ?? ''}
          ${footer ? html`<p class="footer">${footer}</p>` : ''}
        </main>
      </body>
    </html>`;
  return c.html(document as string, status);
}

/** Decorative: the title says the same. */
const MARKS = {
  done: html`<svg class="mark done" viewBox="0 0 48 48" aria-hidden="true">
    <circle cx="24" cy="24" r="24" />
    <path d="m14 25 7 7 14-15" />
  </svg>`,
  attention: html`<svg class="mark attention" viewBox="0 0 48 48" aria-hidden="true">
    <circle cx="24" cy="24" r="24" />
    <path d="M24 12v15m0 8v.5" />
  </svg>`,
};
