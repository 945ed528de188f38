/**
 * COPY (PostgreSQL's bulk load) as an ordinary statement: `copy … from stdin`
 * with one parameter, the lines to be loaded. Both databases take it so.
 */
import { CompiledQuery, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Whole lines in COPY's text format, in UTF-8 where they are bytes. */
type Lines = string | Uint8Array<ArrayBuffer>;

/** Loads lines; does nothing without any. */
export async function copyInto(
  db: Kysely<Database>,
  table: string,
  columns: readonly string[],
  lines: readonly Lines[],
): Promise<void> {
  const some = lines.filter(({ length }) => length > 0);
  if (some.length === 0) return;
  const statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  await db.executeQuery(CompiledQuery.raw(statement, [some]));
}

/** The lines to be loaded, when the statement is a COPY. */
export function copiedLines(statement: string, parameters: readonly unknown[]): Lines[] | null {
  const [lines] = parameters;
  return statement.startsWith('copy ') && Array.isArray(lines) ? (lines as Lines[]) : null;
}
