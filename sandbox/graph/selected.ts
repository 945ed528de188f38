export type Visit<T> = (item: T, position: number) => void;

/** The items of a query. */
export interface Selected<T> {
  /**
   * Visits at most `most` items, starting at a position.
   * @returns the position of the next item; null at the end
   */
  take(position: number, most: number, visit: Visit<T>): number | null;
  count(): number;
}
