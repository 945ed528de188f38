/** The mailbox page, and the same as JSON. Mounted at `/_sandbox/mail`. */
import { Hono } from 'hono';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { ControlProblem, parseBody } from '../control/problems.ts';
import { type Html, showFramed } from '../page.ts';
import { mailFaultsSchema, type SentMail, type SentMails } from './mailbox.ts';

export const createMailRoutes = (mails: SentMails): Hono =>
  new Hono()
    .get('/mail', (c) =>
      wantsJson(c) ? c.json({ server: mails.server, mails: mails.list() }) : showList(c, mails),
    )
    .delete('/mail', (c) => {
      mails.reset();
      return c.body(null, 204);
    })
    .patch('/mail/faults', async (c) => {
      mails.setFaults(await parseBody(c, mailFaultsSchema.partial()));
      return c.json(mails.faults);
    })
    .get('/mail/:id', (c) => {
      const mail = find(mails, c);
      return wantsJson(c) ? c.json(mail) : showMail(c, mail);
    })
    .get('/mail/:id/html', (c) => showHtml(c, find(mails, c)));

const wantsJson = (c: Context): boolean => !(c.req.header('accept') ?? '').includes('text/html');

function find(mails: SentMails, c: Context): SentMail {
  const mail = mails.byId(Number(c.req.param('id')));
  if (!mail) throw new ControlProblem(404, 'There is no such mail.');
  return mail;
}

const showList = (c: Context, mails: SentMails) =>
  show(
    c,
    'Mailbox',
    html`<p>What the product sent. Nothing is delivered anywhere.</p>
      ${
        mails.list().length === 0
          ? html`<p class="quiet">No mail yet.</p>`
          : html`<ul class="mails">
              ${mails.list().map(
                ({ id, subject, to, receivedAt }) =>
                  html`<li>
                    <a href="/_sandbox/mail/${id}">${subject}</a>
                    <span class="quiet"
                      >${to.join(', ')} · <time datetime="${receivedAt}">${receivedAt}</time></span
                    >
                  </li>`,
              )}
            </ul>`
      }`,
  );

const SHOWN_HEADERS = [
  'from',
  'to',
  'date',
  'message-id',
  'content-language',
  'auto-submitted',
  'list-unsubscribe',
  'list-unsubscribe-post',
] as const;

const showMail = (c: Context, { id, subject, headers, text }: SentMail) =>
  show(
    c,
    subject,
    html`<p><a href="/_sandbox/mail">Mailbox</a></p>
      <dl>
        ${SHOWN_HEADERS.map((name) =>
          headers[name] === undefined
            ? ''
            : html`<dt>${name}</dt>
                <dd>${headers[name]}</dd>`,
        )}
      </dl>
      <h2>HTML</h2>
      <iframe
        title="The mail as HTML"
        src="/_sandbox/mail/${id}/html"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      ></iframe>
      <h2>Text</h2>
      <pre>${text}</pre>`,
  );

/** The mail as its reader sees it: no script, nothing loaded, links in a new tab. */
function showHtml(c: Context, mail: SentMail): Response {
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  );
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Content-Type-Options', 'nosniff');
  return c.html(mail.html.replace('<head>', '<head><base target="_blank">'));
}

const STYLE = `
:root { color-scheme: light; font: 15px/1.45 'Segoe UI', system-ui, sans-serif; color: #1b1b1b; }
* { box-sizing: border-box; }
body { margin: 0; background: #eef1f5; }
.banner { background: #fff4ce; border-bottom: 1px solid #e6d08a; padding: .5rem 1rem; text-align: center; font-size: 13px; }
main { width: min(52rem, 100vw - 2rem); margin: 2rem auto; padding: 1.5rem; background: #fff; box-shadow: 0 2px 6px #0003; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
h2 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
.quiet { color: #595959; font-size: 13px; display: block; }
ul.mails { list-style: none; margin: 0; padding: 0; }
ul.mails li { border-top: 1px solid #e3e6ea; padding: .6rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; font-size: 13px; margin: 0; }
dt { color: #595959; }
dd { margin: 0; }
iframe { width: 100%; height: 40rem; border: 1px solid #d5d9de; }
pre { white-space: pre-wrap; border: 1px solid #d5d9de; padding: 1rem; margin: 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } main { padding: 1rem; } }
`;

const show = (c: Context, title: string, body: Html): Response | Promise<Response> =>
  showFramed(c, {
    title,
    body,
    banner: 'Sandbox mailbox — nothing is delivered',
    style: STYLE,
    policy: "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    cacheControl: 'no-store',
  });
