/** Marking entries of a list, by pointer or keyboard. */

export type Picked = ReadonlySet<string>;

/** The entry marked when it was not, and the other way round. */
export function toggled(picked: Picked, id: string): Picked {
  const next = new Set(picked);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** With everything between two places marked besides, both included. */
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

/** Where a key moves the active entry to, or null when the key does not move it. */
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
