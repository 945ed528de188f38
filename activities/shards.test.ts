import { expect, test } from 'vitest';
import { planShards } from './shards.ts';

const countAll = (prefixes: readonly string[], count: (prefix: string) => Promise<number | null>) =>
  Promise.all(prefixes.map(count));
const never = () => Promise.reject(new Error('Unexpected count'));

test('a small list is a single shard, without counting', async () => {
  expect(await planShards(3_900, countAll, never)).toEqual(['']);
});

test('a larger list is divided by every possible first character', async () => {
  const shards = await planShards(20_000, countAll, never);
  expect(shards.toSorted()).toEqual(
    Array.from("!#'-.0123456789^_abcdefghijklmnopqrstuvwxyz~").toSorted(),
  );
});

test('a list of unknown length is a single shard: without a total, gaps between shards would not be noticed', async () => {
  expect(await planShards(null, countAll, never)).toEqual(['']);
});

test('a very large list splits its large shards further and omits empty ones', async () => {
  const sizes: Record<string, number> = { a: 30_000, j: 200_000, z: 1, '9': 400_000 };
  const shards = await planShards(1_000_000, countAll, async (prefix) => sizes[prefix] ?? 0);
  expect(shards).toHaveLength(2 * 45 + 2);
  expect(shards.slice(-2)).toEqual(['a', 'z']);
  expect(shards).toContain('j@');
  expect(shards).toContain("9'");
  expect(shards).not.toContain('j');
});
