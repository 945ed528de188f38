/** Objects that are computed from their position, and what has been changed about them. */

/** `changed`: in the recycle bin, can be restored. `deleted`: gone for good. */
export type Removal = 'changed' | 'deleted';

/** Positions from `start` up to `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
  /** Whether all of it was looked for; other ranges hold others too. */
  readonly exact?: boolean;
}

/** Objects at positions 0 up to `end`. A position never comes to mean another object. */
export interface Collection<T> {
  /** Those that are there. */
  readonly count: number;
  readonly end: number;
  /** Undefined when it was removed, or behind the end. */
  at(position: number): T | undefined;
  isThere(position: number): boolean;
  /** How many of a range are there. */
  countIn(range: Range): number;
  removalAt(position: number): Removal | undefined;
  /** By id (case does not matter), whether removed or not. */
  positionOf(id: string): number | undefined;
  idAt(position: number): string;
}

export interface Source<T> {
  generate(position: number): T;
  /** May answer positions that are beyond the end. */
  positionOf(id: string): number | undefined;
  idAt(position: number): string;
}

export interface ChangeableCollection<T extends object> extends Collection<T> {
  /** Takes so many more from the source. Answers the first new position. */
  grow(count: number): number;
  patch(position: number, patch: Partial<T>): void;
  remove(position: number, removal: Removal): void;
  restore(position: number): void;
  /** Those that were patched. */
  patchedPositions(): number[];
}

/** A collection of `size` objects of the source. It holds nothing but the changes. */
export function createCollection<T extends object>(
  size: number,
  source: Source<T>,
): ChangeableCollection<T> {
  let end = size;
  const patches = new Map<number, Partial<T>>();
  const removals = new Map<number, Removal>();
  const isThere = (position: number) => position >= 0 && position < end && !removals.has(position);

  return {
    get count() {
      return end - removals.size;
    },
    get end() {
      return end;
    },
    at(position) {
      if (!isThere(position)) return undefined;
      const generated = source.generate(position);
      const patch = patches.get(position);
      return patch ? { ...generated, ...patch } : generated;
    },
    isThere,
    countIn({ start, end: behind }) {
      let removed = 0;
      for (const position of removals.keys())
        if (position >= start && position < behind) removed += 1;
      return Math.max(0, behind - start) - removed;
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
