/** The error page, for errors that must not be redirected to the application. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { EntraError, RequestIds } from './errors.ts';
import { showPage } from './page.ts';

/** The "trouble signing you in" page. */
export const showError = (c: Context, error: EntraError, ids: RequestIds) =>
  showPage(
    c,
    'Sign in',
    html`<p>Sorry, but we’re having trouble signing you in.</p>
      <p class="error" role="alert">AADSTS${error.number}: ${error.message}</p>
      <h2>Troubleshooting details</h2>
      <p class="quiet">
        Request Id: ${ids.traceId}<br />Correlation Id: ${ids.correlationId}<br />Timestamp:
        ${new Date().toISOString()}
      </p>`,
    { status: 400 },
  );
