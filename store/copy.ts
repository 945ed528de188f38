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
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return;
  const statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  await db.executeQuery(CompiledQuery.raw(statement, [lines.join('')]));
}

/** The text to be loaded, when the statement is a COPY. */
export function copiedText(statement: string, parameters: readonly unknown[]): string | null {
  const [text] = parameters;
  return statement.startsWith('copy ') && typeof text === 'string' ? text : null;
}

type Value = string | number | boolean | null | readonly string[];

/** One line of COPY's text format. PostgreSQL's text cannot hold U+0000, and one such name must not stop a run. */
export function copyLine(values: readonly Value[]): string {
  let line = '';
  for (const value of values) line += `${line === '' ? '' : '\t'}${copyValue(value)}`;
  return `${line}\n`;
}

function copyValue(value: Value): string {
  if (value === null) return String.raw`\N`;
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number') return String(value);
  return escape(`{${value.map(arrayElement).join(',')}}`);
}

const arrayElement = (text: string) =>
  `"${SPECIAL_IN_ARRAYS.test(text) ? text.replaceAll(/["\\]/g, String.raw`\$&`) : text}"`;

const SPECIAL_IN_ARRAYS = /["\\]/;
const SPECIAL = /[\0\t\n\r\\]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '',
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\\': String.raw`\\`,
};

function escape(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll(/[\0\t\n\r\\]/g, (character) => ESCAPES[character] ?? '');
}
