/** Rows of staging as COPY takes them. To make them needs no database, and may be done in another thread. */
import { COPIED_NULL } from './copy-text.ts';
import type { RowKind } from './row-kinds.ts';

/** Whose rows they are. */
export interface StagedAt {
  /** The number of the run. */
  readonly run: number;
  /** Which of two words on an id counts: the one of the higher step. */
  readonly step: number;
}

export interface StagedRows {
  /** How many. */
  readonly length: number;
  /** In COPY's text format, in UTF-8 where they are bytes. */
  readonly lines: string | Uint8Array<ArrayBuffer>;
}

/** Rows whose lines are a text. */
interface Written extends StagedRows {
  readonly lines: string;
}

/** Rows of items that are there. */
export function rowsOf<T>(kind: RowKind<T>, { run, step }: StagedAt, items: readonly T[]): Written {
  const here = `${run}\t${step}\tf\t`;
  let lines = '';
  for (const item of items) lines += `${here}${kind.toFields(item)}\n`;
  return { length: items.length, lines };
}

/** Lines of items that are gone, by their keys. */
export function goneLinesOf(
  { values }: Pick<RowKind<never>, 'values'>,
  { run, step }: StagedAt,
  keys: readonly (readonly string[])[],
): string {
  const nothing = values.map(() => COPIED_NULL).join('\t');
  return keys.map((key) => `${run}\t${step}\tt\t${key.join('\t')}\t${nothing}\n`).join('');
}
