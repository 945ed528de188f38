/** Which pages a scrolled list needs, and where a row is in them. */

/** Rows asked for at once. */
export const PAGE = 100;

/** Browsers limit how tall an element may be, Firefox to about 17.8 million pixels. */
const TALLEST = 15_000_000;

/** How many rows can be scrolled to; the others are found by a search. */
export function listedRows(total: number, rowHeight: number): number {
  return Math.min(total, Math.floor(TALLEST / rowHeight));
}

/** The pages, by number, that hold the rows from `first` to `last`. */
export function pagesOf(first: number, last: number): number[] {
  if (last < first) return [];
  const from = Math.floor(first / PAGE);
  return Array.from({ length: Math.floor(last / PAGE) - from + 1 }, (_each, index) => from + index);
}

/** The row at `index`, or undefined while its page is on its way. */
export function rowAt<T>(pages: ReadonlyMap<number, readonly T[]>, index: number): T | undefined {
  return pages.get(Math.floor(index / PAGE))?.[index % PAGE];
}
