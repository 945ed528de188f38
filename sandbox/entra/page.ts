/** The layout of every page of the sandbox's Entra. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { type Html, showFramed } from '../page.ts';

export type { Html } from '../page.ts';

/** Text before or after an `@` that is longer than this may also wrap at its dots. */
const LONGEST_UNBROKEN = 24;

/** Text that wraps before `@`, so that an address does not break in the middle of a word. */
export const breakable = (text: string) =>
  text
    .split(/(?=@)/)
    .flatMap((part) => (part.length > LONGEST_UNBROKEN ? part.split(/(?=\.\w)/) : [part]))
    .map((part, index) => (index === 0 ? part : html`<wbr />${part}`));

const STYLE = `
:root { color-scheme: light; font: 15px/1.45 'Segoe UI', system-ui, sans-serif; color: #1b1b1b; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: #eef1f5; display: grid; grid-template-rows: auto 1fr; }
.banner { background: #fff4ce; border-bottom: 1px solid #e6d08a; padding: .5rem 1rem; text-align: center; font-size: 13px; }
main { align-self: start; justify-self: center; width: min(28rem, 100vw - 2rem); margin: 6vh 0; padding: 2.5rem; background: #fff; box-shadow: 0 2px 6px #0003; }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 .75rem; line-height: 1.25; }
h2 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: 0 0 .9rem; overflow-wrap: break-word; }
.quiet { color: #595959; font-size: 13px; }
.error { color: #a4262c; }
label { display: block; margin-bottom: .9rem; }
input { display: block; width: 100%; font: inherit; padding: .4rem .1rem; border: 0; border-bottom: 1px solid #666; background: none; }
input:focus { border-bottom: 2px solid #0067b8; outline: 0; }
.actions { display: flex; flex-direction: row-reverse; justify-content: flex-start; gap: .5rem; margin-top: 1.5rem; }
button { font: inherit; min-width: 6.75rem; padding: .4rem .9rem; border: 1px solid transparent; background: #d5d9de; color: inherit; cursor: pointer; }
button.primary { background: #0067b8; color: #fff; }
button.row { width: 100%; text-align: left; background: none; border-color: #d5d9de; margin-bottom: .5rem; padding: .6rem .9rem; }
button.link { min-width: 0; padding: 0; background: none; color: #0067b8; text-align: left; text-decoration: underline; }
button:hover { filter: brightness(.94); }
button:focus-visible, summary:focus-visible { outline: 2px solid #1b1b1b; outline-offset: 2px; }
ul.permissions { list-style: none; margin: 0 0 1rem; padding: 0; }
ul.permissions li { border-top: 1px solid #e3e6ea; padding: .55rem 0; }
summary { cursor: pointer; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
caption { text-align: left; font-weight: 600; padding: 1.5rem 0 .4rem; }
th, td { text-align: left; padding: .25rem .4rem .25rem 0; overflow-wrap: break-word; vertical-align: top; }
code { font-family: ui-monospace, monospace; white-space: nowrap; }
@media (max-width: 30rem) {
  main { margin: 1rem 0; padding: 1.25rem; }
  code { white-space: normal; }
}
`;

/** Responds with a page of Entra. */
export const showPage = (
  c: Context,
  title: string,
  body: Html,
  more: { status?: 200 | 400 | 401 | 403; script?: string } = {},
): Response | Promise<Response> =>
  showFramed(c, {
    ...more,
    title,
    body,
    banner: 'Sandbox tenant — not Microsoft',
    style: STYLE,
    // No form-action: browsers also apply it to redirects after a post, and these lead to the application.
    policy: "base-uri 'none'; frame-ancestors 'none'",
    cacheControl: 'no-store, no-cache',
  });
