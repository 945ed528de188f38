/** A mail as text and as HTML. No pictures, nothing loaded from anywhere, nothing that tells whether it was read. */
import type { Language } from '../domain/languages.ts';
import type { MailWords } from '../domain/sentences/mails-en.ts';

/** A link that the reader may follow. */
export interface MailLink {
  readonly label: string;
  readonly address: string;
}

export interface MailContent {
  readonly language: Language;
  readonly words: MailWords;
  /** The heading of the steps. */
  readonly whatToDo: string;
  readonly action: string;
  readonly footer: { readonly why: string; readonly links: readonly MailLink[] };
}

export const renderText = ({ words, whatToDo, action, footer }: MailContent): string =>
  [
    words.subject,
    ...words.paragraphs,
    ...(words.steps.length > 0
      ? [[whatToDo, ...words.steps.map((step, index) => `${index + 1}. ${step}`)].join('\n')]
      : []),
    `${words.button}:\n${action}`,
    ...words.notes,
    ['-- ', footer.why, ...footer.links.map(({ label, address }) => `${label}: ${address}`)].join(
      '\n',
    ),
  ].join('\n\n') + '\n';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** Inline, because many mail programs drop style elements; the element below adds dark colours for those that keep it. */
const STYLE = {
  body: 'margin:0;padding:0;background:#f5f5f5;color:#242424',
  frame: 'background:#f5f5f5;padding:24px 12px',
  card: "max-width:560px;margin:0 auto;background:#ffffff;border-radius:8px;padding:28px;font:16px/1.5 'Segoe UI',system-ui,-apple-system,Arial,sans-serif;color:#242424;text-align:left",
  brand: 'margin:0 0 16px;font-weight:600;color:#0f6cbd',
  heading: 'margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600',
  second: 'margin:20px 0 8px;font-size:16px;font-weight:600',
  paragraph: 'margin:0 0 14px',
  list: 'margin:0 0 18px;padding-left:22px',
  item: 'margin:0 0 8px',
  button:
    'display:inline-block;background:#0f6cbd;color:#ffffff;text-decoration:none;font-weight:600;padding:10px 18px;border-radius:4px',
  footer:
    'margin:24px 0 0;padding:16px 0 0;border-top:1px solid #d1d1d1;font-size:13px;color:#616161',
  link: 'color:#0f6cbd',
} as const;

const DARK = `@media (prefers-color-scheme:dark){
body,.frame{background:#141414!important}
.card{background:#292929!important;color:#f0f0f0!important}
.brand,.link{color:#62abf5!important}
.button{background:#115ea3!important}
.footer{color:#adadad!important;border-color:#525252!important}
}`;

const element = (tag: string, style: keyof typeof STYLE, content: string): string =>
  `<${tag} class="${style}" style="${escapeHtml(STYLE[style])}">${content}</${tag}>`;

const anchor = (style: 'button' | 'link', { label, address }: MailLink): string =>
  `<a class="${style}" style="${STYLE[style]}" href="${escapeHtml(address)}">${escapeHtml(label)}</a>`;

export function renderHtml({ language, words, whatToDo, action, footer }: MailContent): string {
  const paragraph = (text: string) => element('p', 'paragraph', escapeHtml(text));
  const steps = words.steps.map((step) => element('li', 'item', escapeHtml(step)));
  const card = [
    element('p', 'brand', 'Provost'),
    element('h1', 'heading', escapeHtml(words.subject)),
    ...words.paragraphs.map(paragraph),
    ...(steps.length > 0
      ? [element('h2', 'second', escapeHtml(whatToDo)), element('ol', 'list', steps.join('\n'))]
      : []),
    element('p', 'paragraph', anchor('button', { label: words.button, address: action })),
    ...words.notes.map(paragraph),
    element(
      'div',
      'footer',
      [escapeHtml(footer.why), ...footer.links.map((link) => anchor('link', link))].join('<br>\n'),
    ),
  ].join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(words.subject)}</title>
<style>${DARK}</style>
</head>
<body style="${STYLE.body}">
${element('div', 'frame', element('div', 'card', card))}
</body>
</html>
`;
}
