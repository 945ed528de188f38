/**
 * COPY (PostgreSQL's bulk load) as an ordinary statement: `copy … from stdin`
 * with one parameter, the text to be loaded. Both databases take it so.
 */
import { CompiledQuery, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Loads lines in COPY's text format (PostgreSQL manual, COPY, "Text Format"); does nothing without any. */
export async function copyInto(
  db: Kysely<Database>,
  table: string,
  columns: readonly string[],
  lines: string,
): Promise<void> {
  if (lines === '') return;
  const statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  await db.executeQuery(CompiledQuery.raw(statement, [lines]));
}

/** The text to be loaded, when the statement is a COPY. */
export function copiedText(statement: string, parameters: readonly unknown[]): string | null {
  const [text] = parameters;
  return statement.startsWith('copy ') && typeof text === 'string' ? text : null;
}

export const COPIED_NULL = String.raw`\N`;

/** A text or null as a field of a line. PostgreSQL's text cannot hold U+0000, and one such name must not stop a run. */
export function copied(text: string | null): string {
  if (text === null) return COPIED_NULL;
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll(/[\0\t\n\r\\]/g, (character) => ESCAPES[character] ?? '');
}

export const copiedFlag = (flag: boolean) => (flag ? 't' : 'f');

/** Texts as a field of the type `text[]`. */
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
