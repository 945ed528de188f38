/** Rows per page. */
export const PAGE = 100;

/** In pixels. Browsers limit the height of an element; Firefox to about 17.8 million pixels. */
const TALLEST = 15_000_000;

/** How many rows can be scrolled to. The others can only be found by search. */
export function listedRows(total: number, rowHeight: number): number {
  return Math.min(total, Math.floor(TALLEST / rowHeight));
}

/** The numbers of the pages that contain the rows from `first` to `last`, inclusive. */
export function pagesOf(first: number, last: number): number[] {
  if (last < first) return [];
  const from = Math.floor(first / PAGE);
  return Array.from({ length: Math.floor(last / PAGE) - from + 1 }, (_each, index) => from + index);
}

/** The row at `index`, or undefined while its page loads. */
export function rowAt<T>(pages: ReadonlyMap<number, readonly T[]>, index: number): T | undefined {
  return pages.get(Math.floor(index / PAGE))?.[index % PAGE];
}
