/**
 * COPY (PostgreSQL's bulk load) as an ordinary statement: `copy … from stdin`
 * with one parameter, the lines to load. Both databases accept this form.
 */
import { CompiledQuery, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Complete lines in COPY's text format. Bytes are UTF-8. */
type Lines = string | Uint8Array<ArrayBuffer>;

/** Loads lines. Does nothing if there are none. */
export async function copyInto(
  db: Kysely<Database>,
  table: string,
  columns: readonly string[],
  lines: readonly Lines[],
): Promise<void> {
  const nonEmpty = lines.filter(({ length }) => length > 0);
  if (nonEmpty.length === 0) return;
  const statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  await db.executeQuery(CompiledQuery.raw(statement, [nonEmpty]));
}

/** The lines to load if the statement is a COPY, else null. */
export function copiedLines(statement: string, parameters: readonly unknown[]): Lines[] | null {
  const [lines] = parameters;
  return statement.startsWith('copy ') && Array.isArray(lines) ? (lines as Lines[]) : null;
}
