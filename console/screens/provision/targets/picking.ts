/** Marking list entries by pointer or keyboard. */

export type Picked = ReadonlySet<string>;

/** Toggles the mark of an entry. */
export function toggled(picked: Picked, id: string): Picked {
  const next = new Set(picked);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Adds marks for all entries between two indexes, both included. */
export function withRange(
  picked: Picked,
  ids: readonly string[],
  from: number,
  to: number,
): Picked {
  const [first, last] = from < to ? [from, to] : [to, from];
  return new Set([...picked, ...ids.slice(first, last + 1)]);
}

/** Whether all, some or none of the entries are marked. */
export function extentOf(picked: Picked, ids: readonly string[]): 'all' | 'some' | 'none' {
  const count = ids.filter((id) => picked.has(id)).length;
  if (count === 0) return 'none';
  return count === ids.length ? 'all' : 'some';
}

/** Index that a key moves the active entry to, or null if the key does not move it. */
export function movedBy(key: string, active: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(active + 1, last);
    case 'ArrowUp':
      return Math.max(active - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
