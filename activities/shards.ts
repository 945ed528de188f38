/**
 * Lists in parts that are read side by side. One page leads to the next, so a
 * list read alone takes as many round trips as it has pages.
 */
import { PAGE_SIZE } from '../domain/limits.ts';

/** What a user principal name or a mail nickname may begin with. Case does not count. */
const FIRST_CHARACTERS = Array.from("abcdefghijklmnopqrstuvwxyz0123456789'.-_!#^~");
/** What may stand behind it: the name may also end there. */
const FURTHER_CHARACTERS = [...FIRST_CHARACTERS, '@'];

/** Pages of a list that is read as one, and of a shard that is not split further. */
const WHOLE = 4;
const LARGE = 10;
/** The most shards that are read side by side. */
export const MAX_LANES = 32;

/** Counts what begins with a prefix; null when Microsoft does not say. */
type Count = (prefix: string) => Promise<number | null>;

/**
 * Prefixes that together cover a list of so many items: one, empty, for a small
 * list; a first character each; two characters where a shard alone would keep
 * the others waiting. What begins otherwise is found out by the total.
 */
export async function planShards(
  total: number | null,
  countAll: (prefixes: readonly string[], count: Count) => Promise<(number | null)[]>,
  count: Count,
): Promise<string[]> {
  const pages = Math.ceil((total ?? Number.POSITIVE_INFINITY) / PAGE_SIZE);
  if (pages <= WHOLE) return [''];
  if (pages <= MAX_LANES) return FIRST_CHARACTERS;
  const sizes = await countAll(FIRST_CHARACTERS, count);
  const large = Math.max(LARGE * PAGE_SIZE, (total ?? 0) / MAX_LANES);
  // The largest first: whatever is left at the end is small. What was not told is not split.
  return FIRST_CHARACTERS.map((prefix, index) => ({ prefix, size: sizes[index] ?? large }))
    .filter(({ size }) => size > 0)
    .toSorted((one, other) => other.size - one.size)
    .flatMap(({ prefix, size }) =>
      size > large ? FURTHER_CHARACTERS.map((next) => `${prefix}${next}`) : [prefix],
    );
}
