/** Reads users or groups by id. */
import { type FailureType, ProvostError } from '../../domain/failures.ts';
import { codeOf, safeParseAnswer } from '../errors.ts';
import type { SkippedItem } from '../../domain/directory.ts';
import {
  GROUP_SELECT,
  USER_SELECT,
  groupSchema,
  type Parser,
  skippedItem,
  userSchema,
} from '../graph-schemas.ts';
import type { MicrosoftAnswer } from '../transport.ts';
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

/** Objects that were asked for by id. */
export interface ById<T> {
  readonly found: T[];
  /** Those that exist but are invalid, or that Graph refuses to show. */
  readonly unreadable: SkippedItem[];
  /** Ids that Graph does not find, or cannot read now. It may find them later: its servers are not consistent. */
  readonly missing: string[];
}

/** Failures of one object that say nothing about the others. */
const ITS_OWN: readonly FailureType[] = ['AccessRefused', 'UnexpectedAnswer'];
/** Failures of the tenant as a whole, if no object of a request could be read. */
const COMMON: readonly FailureType[] = ['MicrosoftThrottled', 'MicrosoftUnavailable'];

/** @throws ProvostError when Graph is throttling or down, or the consent was revoked */
export async function readById<T>(
  client: GraphClient,
  at: At,
  collection: Collection<T>,
  ids: readonly string[],
): Promise<ById<T>> {
  const paths = ids.map((id) => `${collection.path}/${id}${query(collection.select)}`);
  const found: T[] = [];
  const unreadable: SkippedItem[] = [];
  const missing: string[] = [];
  const results = await batchGet(client, at, paths);
  refuseCommon(results);
  for (const [index, result] of results.entries()) {
    const id = ids[index] ?? '';
    if (result instanceof ProvostError) {
      if (result.type === 'NotFound' || COMMON.includes(result.type)) missing.push(id);
      else unreadable.push(refusedItem(collection.kind, id, result));
      continue;
    }
    const parsed = safeParseAnswer(collection.schema, result);
    if (parsed.success) found.push(parsed.data);
    else unreadable.push({ ...skippedItem(collection.kind, null, parsed.error), id });
  }
  return { found, unreadable, missing };
}

/** @throws ProvostError if all of several objects fail as a whole tenant does */
function refuseCommon(results: readonly (MicrosoftAnswer | ProvostError)[]): void {
  const failures = results.filter((result) => result instanceof ProvostError);
  const common = failures.filter(({ type }) => COMMON.includes(type));
  if (common[0] && results.length > 1 && common.length === results.length) throw common[0];
}

/** @throws ProvostError the failure, unless it is the object's own */
function refusedItem(kind: 'user' | 'group', id: string, failure: ProvostError): SkippedItem {
  if (!ITS_OWN.includes(failure.type)) throw failure;
  return { kind, id, properties: [], code: codeOf(failure) };
}
