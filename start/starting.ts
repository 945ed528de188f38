/** Answers requests until the product is running. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { type AppEnvironment, correlation } from '../api/context.ts';
import { strictHeaders } from '../api/headers.ts';
import { textsOf } from '../api/pages/language.ts';
import { page } from '../api/pages/page.ts';
import { PAGE_STYLE } from '../api/pages/style.ts';
import { answerProblem, problemOf } from '../api/problem.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Startup } from './startup.ts';

/** For clients that retry. */
const RETRY_AFTER_SECONDS = '2';

/**
 * The API answers `Unavailable`, `/readyz` says what is being waited for, and
 * every other address answers a page that reloads itself when the product is running.
 */
export function createStartingApp(startup: Startup): Hono<AppEnvironment> {
  const app = new Hono<AppEnvironment>();
  app.use(correlation);
  app.use(strictHeaders());
  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
    if (c.res.status === 503) c.header('retry-after', RETRY_AFTER_SECONDS);
  });
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', (c) => c.json({ status: 'not ready', ...startup.waiting() }, 503));
  app.get('/consents/page.css', (c) => c.body(PAGE_STYLE, 200, { 'content-type': 'text/css' }));
  app.get('/starting.js', (c) => c.body(SCRIPT, 200, { 'content-type': 'text/javascript' }));
  app.all('/api/*', (c) =>
    answerProblem(c, problemOf(new ProvostError('Unavailable'), c.get('requestId'))),
  );
  app.all('*', (c) => {
    const { title, meanwhile, waitingFor, since } = textsOf(c).texts.starting;
    const waiting = startup.waiting();
    return page(c, 503, {
      title,
      lines: [
        meanwhile,
        html`${waitingFor}
          <strong id="waiting-for" role="status" lang="en">${waiting.waitingFor}</strong>, ${since}
          <time id="since">${waiting.since}</time>`,
        html`<span id="progress" lang="en">${waiting.progress ?? ''}</span>
          <script src="/starting.js" defer></script>`,
      ],
    });
  });
  return app;
}

/** Polls `/readyz`, and loads the address again once the running product answers it. */
const SCRIPT = `
const show = (id, text) => {
  document.getElementById(id).textContent = text;
};
const showTime = (since) => show('since', new Date(since).toLocaleTimeString(document.documentElement.lang));
async function poll() {
  const answer = await fetch('/readyz', { cache: 'no-store' }).catch(() => null);
  const { waitingFor, since, progress } = (await answer?.json().catch(() => null)) ?? {};
  if (waitingFor) {
    show('waiting-for', waitingFor);
    showTime(since);
    show('progress', progress ?? '');
  } else if (answer) {
    return location.reload();
  }
  setTimeout(poll, 500);
}
showTime(document.getElementById('since').textContent);
poll();
`;
