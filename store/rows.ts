/** Staging rows in COPY's format. Creating them needs no database and may be done in another thread. */
import { COPIED_NULL } from './copy-text.ts';
import type { RowKind } from './row-kinds.ts';

/** The run and step that rows belong to. */
export interface StagedAt {
  /** `sync_runs.number`. */
  readonly run: number;
  /** If an id is staged more than once, the row with the highest step counts. */
  readonly step: number;
}

export interface StagedRows {
  /** The number of rows. */
  readonly length: number;
  /** In COPY's text format. Bytes are UTF-8. */
  readonly lines: string | Uint8Array<ArrayBuffer>;
}

/** Rows whose lines are a string. */
interface Written extends StagedRows {
  readonly lines: string;
}

/** Rows of existing items. */
export function rowsOf<T>(kind: RowKind<T>, { run, step }: StagedAt, items: readonly T[]): Written {
  const here = `${run}\t${step}\tf\t`;
  let lines = '';
  for (const item of items) lines += `${here}${kind.toFields(item)}\n`;
  return { length: items.length, lines };
}

/** Lines that mark items as removed, by their keys. */
export function removedLinesOf(
  { values }: Pick<RowKind<never>, 'values'>,
  { run, step }: StagedAt,
  keys: readonly (readonly string[])[],
): string {
  const nothing = values.map(() => COPIED_NULL).join('\t');
  return keys.map((key) => `${run}\t${step}\tt\t${key.join('\t')}\t${nothing}\n`).join('');
}
