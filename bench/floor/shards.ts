/** Shards of users by the beginning of their principal names, so that pages can be read concurrently. */
import { USER_SELECT } from '../../microsoft/graph-schemas.ts';
import { COSTS } from '../resource-units.ts';
import type { FloorGraph } from './graph.ts';

/** Every character that a user principal name may begin with. The second character may also be `@`. */
const FIRST_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789'.-_!#^~".split('');
const SECOND_CHARACTERS = [...FIRST_CHARACTERS, '@'];
/** Shards larger than this, or than a twentieth of the tenant, are split. */
const SPLIT_ABOVE = 20_000;
const SPLIT_SHARE = 20;

const startsWith = (prefix: string) =>
  `$filter=${encodeURIComponent(`startswith(userPrincipalName,'${prefix.replaceAll("'", "''")}')`)}`;

/** The first page of each shard. */
export async function userShards(graph: FloorGraph): Promise<{ total: number; links: string[] }> {
  const total = await graph.count('/users/$count');
  const sizes = await Promise.all(
    FIRST_CHARACTERS.map(async (prefix) => ({
      prefix,
      size: total > SPLIT_ABOVE ? await graph.count(`/users/$count?${startsWith(prefix)}`) : 1,
    })),
  );
  const large = Math.max(SPLIT_ABOVE, total / SPLIT_SHARE);
  const prefixes = sizes
    .filter(({ size }) => size > 0)
    .sort((one, other) => other.size - one.size)
    .flatMap(({ prefix, size }) =>
      size > large ? SECOND_CHARACTERS.map((second) => prefix + second) : [prefix],
    );
  const select = `$top=999&$select=${USER_SELECT.join(',')}`;
  return { total, links: prefixes.map((prefix) => `/users?${select}&${startsWith(prefix)}`) };
}

export const USER_UNITS = COSTS.users;
