/** Objects that are computed from their position, plus the changes made to them. */

/** The `@removed` reason. `changed`: in the recycle bin, restorable. `deleted`: permanently deleted. */
export type Removal = 'changed' | 'deleted';

/** Positions from `start` (inclusive) to `end` (exclusive). */
export interface Range {
  readonly start: number;
  readonly end: number;
  /** Whether every item in the range matches. Other ranges may also contain items that do not. */
  readonly exact?: boolean;
}

/** Objects at positions 0 to `end` (exclusive). A position always refers to the same object. */
export interface Collection<T> {
  /** Number of objects that are not removed. */
  readonly count: number;
  readonly end: number;
  /** Undefined if the object was removed or the position is beyond the end. */
  at(position: number): T | undefined;
  /** The object as it was generated, whatever became of it since. */
  original(position: number): T;
  exists(position: number): boolean;
  /** Number of objects in the range that are not removed. */
  countIn(range: Range): number;
  removalAt(position: number): Removal | undefined;
  /** By id (case-insensitive), including removed objects. */
  positionOf(id: string): number | undefined;
  idAt(position: number): string;
}

export interface Source<T> {
  generate(position: number): T;
  /** May return positions beyond the end. */
  positionOf(id: string): number | undefined;
  idAt(position: number): string;
}

export interface ChangeableCollection<T extends object> extends Collection<T> {
  /** Adds `count` objects from the source. Returns the first new position. */
  grow(count: number): number;
  patch(position: number, patch: Partial<T>): void;
  remove(position: number, removal: Removal): void;
  restore(position: number): void;
  /** Positions of all patched objects. */
  patchedPositions(): number[];
}

/** A collection of `size` objects from the source. Only changes are stored. */
export function createCollection<T extends object>(
  size: number,
  source: Source<T>,
): ChangeableCollection<T> {
  let end = size;
  const patches = new Map<number, Partial<T>>();
  const removals = new Map<number, Removal>();
  const exists = (position: number) => position >= 0 && position < end && !removals.has(position);

  return {
    get count() {
      return end - removals.size;
    },
    get end() {
      return end;
    },
    at(position) {
      if (!exists(position)) return undefined;
      const generated = source.generate(position);
      const patch = patches.get(position);
      return patch ? { ...generated, ...patch } : generated;
    },
    original: source.generate,
    exists,
    countIn({ start, end: rangeEnd }) {
      let removed = 0;
      for (const position of removals.keys())
        if (position >= start && position < rangeEnd) removed += 1;
      return Math.max(0, rangeEnd - start) - removed;
    },
    removalAt: (position) => removals.get(position),
    positionOf(id) {
      const position = source.positionOf(id);
      return position !== undefined && position < end ? position : undefined;
    },
    idAt: source.idAt,
    grow(count) {
      end += count;
      return end - count;
    },
    patch(position, patch) {
      patches.set(position, { ...patches.get(position), ...patch });
    },
    remove: (position, removal) => removals.set(position, removal),
    restore: (position) => removals.delete(position),
    patchedPositions: () => [...patches.keys()],
  };
}
