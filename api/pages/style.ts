/** The pages' only stylesheet, served as a file because the policy allows nothing inline. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  font: 16px/1.5 system-ui, 'Segoe UI', sans-serif;
  --ground: light-dark(#f5f5f5, #141414);
  --surface: light-dark(#ffffff, #292929);
  --text: light-dark(#242424, #f0f0f0);
  --quiet: light-dark(#616161, #adadad);
  --line: light-dark(#d1d1d1, #525252);
  --brand: light-dark(#0f6cbd, #62abf5);
  --done: light-dark(#0e700e, #359b35);
  --attention: light-dark(#bc4b09, #c4590f);
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; padding: 1rem; display: grid; place-items: center; background: var(--ground); color: var(--text); }
main { width: 100%; max-width: 36rem; padding: clamp(1.25rem, 6vw, 2.5rem); background: var(--surface); border-radius: 8px; box-shadow: 0 2px 8px rgb(0 0 0 / 14%); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: 0 0 1rem; }
ul, ol { margin: 0 0 1rem; padding-inline-start: 1.25rem; }
li { margin: 0 0 .5rem; }
a { color: var(--brand); }
code { font: .875em ui-monospace, Consolas, monospace; }
button { font: inherit; font-weight: 600; padding: .5rem 1rem; border: 1px solid transparent; border-radius: 4px; background: light-dark(#0f6cbd, #115ea3); color: #ffffff; cursor: pointer; }
button:hover { background: light-dark(#115ea3, #0f6cbd); }
:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
.brand { font-weight: 600; color: var(--brand); }
.mark { display: block; width: 3rem; height: 3rem; margin: 0 0 1rem; }
.mark path { fill: none; stroke: #ffffff; stroke-width: 4; stroke-linecap: round; stroke-linejoin: round; }
.mark.done circle { fill: var(--done); }
.mark.attention circle { fill: var(--attention); }
.footer { margin: 2rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .8125rem; color: var(--quiet); }
main > :last-child { margin-bottom: 0; }
`;
