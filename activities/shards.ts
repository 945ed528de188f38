/**
 * Divides lists into shards that are read concurrently. Each page links to the next, so a
 * list in one piece takes as many sequential round trips as it has pages.
 */
import { PAGE_SIZE } from '../domain/limits.ts';

/** Possible first characters of a user principal name or mail nickname. Case-insensitive. */
const FIRST_CHARACTERS = Array.from("abcdefghijklmnopqrstuvwxyz0123456789'.-_!#^~");
/** Possible second characters: a local part may also end after the first. */
const FURTHER_CHARACTERS = [...FIRST_CHARACTERS, '@'];

/** Maximum pages of a list that is read as one shard, and of a shard that is not split further. */
const WHOLE = 4;
const LARGE = 10;
/** Maximum number of shards that are read concurrently. */
export const MAX_CONCURRENT_SHARDS = 32;

/** The name of the shard of a whole list that is read once more. Longer than any prefix. */
export const WHOLE_AGAIN = 'again';
const WHOLE_LISTS: readonly string[] = ['', WHOLE_AGAIN];

/** Whether the shard is the whole list, without a prefix. */
export const isWholeList = (shard: string): boolean => WHOLE_LISTS.includes(shard);

/** Counts items with a prefix; null if Microsoft returns no count. */
type Count = (prefix: string) => Promise<number | null>;

/**
 * Prefixes that together cover a list of `total` items: one empty prefix for a small list,
 * else one per first character, and two characters where a shard would take much longer
 * than the others. Names with other first characters show up as a mismatch of the total.
 */
export async function planShards(
  total: number | null,
  countAll: (prefixes: readonly string[], count: Count) => Promise<(number | null)[]>,
  count: Count,
): Promise<string[]> {
  // Without a total, names that no shard covers would not be noticed.
  if (total === null) return [''];
  const pages = Math.ceil(total / PAGE_SIZE);
  if (pages <= WHOLE) return [''];
  if (pages <= MAX_CONCURRENT_SHARDS) return FIRST_CHARACTERS;
  const sizes = await countAll(FIRST_CHARACTERS, count);
  const large = Math.max(LARGE * PAGE_SIZE, total / MAX_CONCURRENT_SHARDS);
  // Largest first, so that only small shards are left at the end. Shards of unknown size are not split.
  return FIRST_CHARACTERS.map((prefix, index) => ({ prefix, size: sizes[index] ?? large }))
    .filter(({ size }) => size > 0)
    .toSorted((one, other) => other.size - one.size)
    .flatMap(({ prefix, size }) =>
      size > large ? FURTHER_CHARACTERS.map((next) => `${prefix}${next}`) : [prefix],
    );
}
