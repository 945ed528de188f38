/** The kinds of directory objects that are read. Separate from the client, so that worker threads load only this. */
import type { Membership } from '../../domain/directory.ts';
import {
  GROUP_SELECT,
  groupSchema,
  type Parser,
  USER_SELECT,
  userSchema,
} from '../graph-schemas.ts';

/** A kind of directory object: its path, selected properties and schema. */
export interface Collection<T> {
  readonly kind: 'user' | 'group' | 'site';
  readonly path: '/users' | '/groups' | '/sites';
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

/** Member kinds by `@odata.type`. Devices, contacts and applications are ignored. */
export const MEMBER_KINDS: ReadonlyMap<string | undefined, Membership['memberKind']> = new Map([
  ['#microsoft.graph.user', 'user'],
  ['#microsoft.graph.group', 'group'],
]);
