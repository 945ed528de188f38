/** Values in COPY's text format (PostgreSQL manual, COPY, "Text Format"). */
export const COPIED_NULL = String.raw`\N`;

/**
 * A string or null as a field. Drops U+0000: PostgreSQL's text cannot hold it, and one such name
 * must not stop a run.
 */
export function copied(text: string | null): string {
  if (text === null) return COPIED_NULL;
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll(/[\0\t\n\r\\]/g, (character) => ESCAPES[character] ?? '');
}

export const copiedFlag = (flag: boolean) => (flag ? 't' : 'f');

/** Strings as a field of type `text[]`. */
export function copiedArray(texts: readonly string[]): string {
  let elements = '';
  for (const text of texts) {
    const quoted = SPECIAL_IN_ARRAYS.test(text) ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text;
    elements += elements === '' ? `"${quoted}"` : `,"${quoted}"`;
  }
  return copied(`{${elements}}`);
}

const SPECIAL_IN_ARRAYS = /["\\]/;
const SPECIAL = /[\0\t\n\r\\]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '',
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\\': String.raw`\\`,
};
