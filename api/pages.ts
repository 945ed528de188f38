/** The plain pages that an administrator's browser ends on after Microsoft. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ConsentKind } from '../domain/consents.ts';
import type { AppEnvironment } from './context.ts';
import { problemOf } from './problem.ts';

const STEP_NAMES: Record<ConsentKind, string> = {
  exchange: 'Step 1, Exchange Online',
  graph: 'Step 2, Microsoft Graph',
};

/** Microsoft reports success, which we now check: the page promises nothing more. */
export function answerReturnPage(c: Context<AppEnvironment>, kind: ConsentKind): Response {
  return page(c, 200, {
    title: 'Go back to the console',
    lines: [
      `${STEP_NAMES[kind]}: Microsoft has taken your answer. We are checking with Microsoft that it took effect, which can take a few minutes.`,
      'You can close this page and go back to the console. It shows how the step stands by itself.',
    ],
  });
}

/** What a browser finds at the address that the start prints, until there is a console to show. */
export function answerHomePage(c: Context<AppEnvironment>): Response {
  return page(c, 200, {
    title: 'Provost is running',
    lines: [
      'An account is provisioned through the API for now; the console is still to come.',
      html`<a href="/api/docs">Read about the API</a>`,
    ],
  });
}

/** A failure as a page for a person, with the code and the correlation id for whoever helps. */
export function answerFailurePage(c: Context<AppEnvironment>, error: unknown): Response {
  const problem = problemOf(error, c.get('correlationId'));
  return page(c, problem.status as ContentfulStatusCode, {
    title: 'This step is not done',
    lines: [
      problem.detail,
      'Nothing was lost. You can close this page, go back to the console and click the step again.',
    ],
    footer: `${problem.code} · ${problem.correlationId}`,
  });
}

interface PageContent {
  readonly title: string;
  readonly lines: readonly (string | HtmlEscapedString | Promise<HtmlEscapedString>)[];
  readonly footer?: string;
}

/** Text goes through the template's escaping, whoever wrote it. */
function page(
  c: Context<AppEnvironment>,
  status: ContentfulStatusCode,
  { title, lines, footer }: PageContent,
): Response {
  c.header('cache-control', 'no-store');
  const content = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Provost</title>
        <link rel="stylesheet" href="/consents/page.css" />
      </head>
      <body>
        <main>
          <p class="brand">Provost</p>
          <h1>${title}</h1>
          ${lines.map((line) => html`<p>${line}</p>`)}
          ${footer ? html`<p class="footer">${footer}</p>` : ''}
        </main>
      </body>
    </html>`;
  return c.html(content as string, status);
}

export const PAGE_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, 'Segoe UI', sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f5f5f5, #1b1b1b); color: light-dark(#242424, #f0f0f0); }
main { box-sizing: border-box; width: min(34rem, 100vw); padding: 2.5rem; background: light-dark(#fff, #292929); border-radius: 8px; box-shadow: 0 2px 8px rgb(0 0 0 / 14%); }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 1rem; }
p { margin: 0 0 1rem; }
a { color: light-dark(#0f6cbd, #62abf5); }
.brand { font-weight: 600; color: light-dark(#0f6cbd, #62abf5); }
.footer { margin: 2rem 0 0; font-size: .8125rem; color: light-dark(#616161, #adadad); overflow-wrap: anywhere; }
`;
