/** Changes since a delta token (Microsoft Graph delta query). */
import { z } from 'zod';
import type {
  DirectoryGroup,
  DirectoryUser,
  Membership,
  SkippedItem,
} from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { parseAnswer } from '../errors.ts';
import { memberSchema, pageSchema, removedSchema, skippedItem } from '../graph-schemas.ts';
import type { Collection } from './by-id.ts';
import { GROUPS, type MissingItem, USERS, readById } from './by-id.ts';
import type { At, GraphClient } from './client.ts';
import { query } from './links.ts';
import { MEMBER_KINDS } from './members.ts';

/** A page of changes. `next`: link to the next page. `delta`: delta link for the next round, on the last page only. */
interface DeltaPage<T> {
  readonly changed: T[];
  readonly removed: string[];
  readonly next: string | null;
  readonly delta: string | null;
  readonly skipped: readonly SkippedItem[];
  /** Changed objects that Graph does not find or does not show. */
  readonly missing: readonly MissingItem[];
}
export type UserDelta = DeltaPage<DirectoryUser>;
export interface GroupDelta extends DeltaPage<DirectoryGroup> {
  readonly memberships: { readonly added: Membership[]; readonly removed: Membership[] };
}

const FIRST = {
  users: `/users/delta${query({ ...USERS.select, $deltatoken: 'latest' })}`,
  groups: `/groups/delta${query({ $select: `${GROUPS.select.$select},members`, $deltatoken: 'latest' })}`,
};

export function createDeltaReads(client: GraphClient) {
  async function latestDelta({ of, ...at }: At & { of: 'users' | 'groups' }): Promise<string> {
    const page = parseAnswer(pageSchema, await client.call(at, { target: FIRST[of] }));
    const link = page['@odata.deltaLink'];
    if (link === undefined) throw new ProvostError('UnexpectedAnswer');
    return link;
  }

  async function readPage<T extends { readonly id: string }>(
    at: At,
    link: string,
    collection: Collection<T>,
  ) {
    const page = parseAnswer(pageSchema, await client.call(at, { target: link }));
    const { whole, partial, removed, skipped } = sortChanges(collection, page.value);
    const { found, unreadable, missing } = await readById(client, at, collection, partial);
    const delta: DeltaPage<T> = {
      changed: [...whole, ...found],
      removed,
      next: page['@odata.nextLink'] ?? null,
      delta: page['@odata.deltaLink'] ?? null,
      skipped: [...skipped, ...unreadable],
      missing,
    };
    if (delta.next === null && delta.delta === null) throw new ProvostError('UnexpectedAnswer');
    return { delta, items: page.value };
  }

  return {
    latestDelta,
    changedUsers: ({ ids, ...at }: At & { ids: readonly string[] }) =>
      readById(client, at, USERS, ids),
    changedGroups: ({ ids, ...at }: At & { ids: readonly string[] }) =>
      readById(client, at, GROUPS, ids),
    userDelta: async ({ link, ...at }: At & { link: string }): Promise<UserDelta> =>
      (await readPage(at, link, USERS)).delta,
    groupDelta: async ({ link, ...at }: At & { link: string }): Promise<GroupDelta> => {
      const { delta, items } = await readPage(at, link, GROUPS);
      return { ...delta, memberships: membershipChanges(items) };
    },
  };
}

const identifiedSchema = z.looseObject({ id: z.guid().toLowerCase() });

/**
 * Sorts items by the last state of each id. Graph may return only the changed properties;
 * a partial item would erase the others, so it is read again by id.
 */
function sortChanges<T extends { readonly id: string }>(
  { kind, schema, properties }: Collection<T>,
  items: readonly unknown[],
) {
  const last = new Map<string, T | 'partial' | 'removed'>();
  const skipped: SkippedItem[] = [];
  for (const item of items) {
    const { data: identified } = identifiedSchema.safeParse(item);
    const whole = schema.safeParse(item);
    if (identified === undefined) skipped.push({ kind, id: null, properties: ['id'] });
    else if (removedSchema.safeParse(item).success) last.set(identified.id, 'removed');
    else if (!properties.every((name) => Object.hasOwn(identified, name)))
      last.set(identified.id, 'partial');
    else if (whole.success) last.set(identified.id, whole.data);
    else skipped.push(skippedItem(kind, item, whole.error));
  }
  const idsThat = (state: 'partial' | 'removed') =>
    [...last].filter(([, value]) => value === state).map(([id]) => id);
  const whole = [...last.values()].filter((value) => typeof value !== 'string');
  return { whole, partial: idsThat('partial'), removed: idsThat('removed'), skipped };
}

const memberChangesSchema = z.object({
  id: z.guid().toLowerCase(),
  'members@delta': z.array(z.unknown()),
});

function membershipChanges(items: readonly unknown[]): GroupDelta['memberships'] {
  const last = new Map<string, { membership: Membership; removed: boolean }>();
  for (const item of items) {
    const { data: group } = memberChangesSchema.safeParse(item);
    for (const entry of group?.['members@delta'] ?? []) {
      const { data: member } = memberSchema.safeParse(entry);
      if (group === undefined || member === undefined) continue;
      const removed = member['@removed'] !== undefined;
      for (const memberKind of kindsOf(member['@odata.type'], removed)) {
        const membership = { groupId: group.id, memberId: member.id, memberKind };
        last.set(Object.values(membership).join(), { membership, removed });
      }
    }
  }
  const those = (removed: boolean) =>
    [...last.values()].filter((change) => change.removed === removed).map((c) => c.membership);
  return { added: those(false), removed: those(true) };
}

/** A removed member without a type is removed both as a user and as a group. */
function kindsOf(type: string | undefined, removed: boolean): Membership['memberKind'][] {
  if (type === undefined && removed) return ['user', 'group'];
  const kind = MEMBER_KINDS.get(type);
  return kind === undefined ? [] : [kind];
}
