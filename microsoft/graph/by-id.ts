/** Reads users or groups by id. */
import { ProvostError } from '../../domain/failures.ts';
import { safeParseAnswer } from '../errors.ts';
import type { SkippedItem } from '../../domain/directory.ts';
import {
  GROUP_SELECT,
  USER_SELECT,
  groupSchema,
  type Parser,
  skippedItem,
  userSchema,
} from '../graph-schemas.ts';
import { batchGet } from './batch.ts';
import type { At, GraphClient } from './client.ts';
import { query } from './links.ts';

/** A kind of directory object: its path, selected properties and schema. */
export interface Collection<T> {
  readonly kind: 'user' | 'group';
  readonly path: '/users' | '/groups';
  readonly properties: readonly string[];
  readonly select: { readonly $select: string };
  readonly schema: Parser<T>;
}

export const USERS = {
  kind: 'user',
  path: '/users',
  properties: USER_SELECT,
  select: { $select: USER_SELECT.join(',') },
  schema: userSchema,
} as const;

export const GROUPS = {
  kind: 'group',
  path: '/groups',
  properties: GROUP_SELECT,
  select: { $select: GROUP_SELECT.join(',') },
  schema: groupSchema,
} as const;

/**
 * @returns the objects that exist, and those that exist but are invalid
 * @throws ProvostError when any read fails with anything but NotFound
 */
export async function readById<T>(
  client: GraphClient,
  at: At,
  collection: Collection<T>,
  ids: readonly string[],
): Promise<{ found: T[]; unreadable: SkippedItem[] }> {
  const paths = ids.map((id) => `${collection.path}/${id}${query(collection.select)}`);
  const found: T[] = [];
  const unreadable: SkippedItem[] = [];
  for (const [index, result] of (await batchGet(client, at, paths)).entries()) {
    if (result instanceof ProvostError) {
      if (result.type !== 'NotFound') throw result;
      continue;
    }
    const parsed = safeParseAnswer(collection.schema, result);
    if (parsed.success) found.push(parsed.data);
    else
      unreadable.push({
        ...skippedItem(collection.kind, null, parsed.error),
        id: ids[index] ?? null,
      });
  }
  return { found, unreadable };
}
