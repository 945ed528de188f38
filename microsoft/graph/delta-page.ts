/** A page of a delta query. Separate from the client, so that worker threads load only this. */
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
import type { MicrosoftAnswer } from '../transport.ts';
import { type Collection, GROUPS, MEMBER_KINDS, USERS } from './collections.ts';

/** What one page says. `partial`: ids of items that have only some of their properties. */
export interface ChangedItems<T> {
  readonly whole: T[];
  readonly partial: string[];
  readonly removed: string[];
  readonly skipped: readonly SkippedItem[];
  readonly next: string | null;
  readonly delta: string | null;
}

interface ChangedMemberships {
  readonly added: Membership[];
  readonly removed: Membership[];
}

export interface ChangedGroups extends ChangedItems<DirectoryGroup> {
  readonly memberships: ChangedMemberships;
}

type Page = z.infer<typeof pageSchema>;

/** @throws ProvostError `UnexpectedAnswer` for an invalid page */
export const userChangesOf = (answer: MicrosoftAnswer): ChangedItems<DirectoryUser> =>
  changedItems(USERS, parseAnswer(pageSchema, answer));

/** @throws ProvostError `UnexpectedAnswer` for an invalid page */
export function groupChangesOf(answer: MicrosoftAnswer): ChangedGroups {
  const page = parseAnswer(pageSchema, answer);
  return { ...changedItems(GROUPS, page), memberships: membershipChanges(page.value) };
}

const identifiedSchema = z.looseObject({ id: z.guid().toLowerCase() });

/**
 * Sorts items by the last state of each id. Graph may return only the changed properties;
 * a partial item would erase the others, so it is read again by id.
 */
function changedItems<T extends { readonly id: string }>(
  { kind, schema, properties }: Collection<T>,
  page: Page,
): ChangedItems<T> {
  const next = page['@odata.nextLink'] ?? null;
  const delta = page['@odata.deltaLink'] ?? null;
  if (next === null && delta === null) throw new ProvostError('UnexpectedAnswer');
  const last = new Map<string, T | 'partial' | 'removed'>();
  const skipped: SkippedItem[] = [];
  for (const item of page.value) {
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
  return { whole, partial: idsThat('partial'), removed: idsThat('removed'), skipped, next, delta };
}

const memberChangesSchema = z.object({
  id: z.guid().toLowerCase(),
  'members@delta': z.array(z.unknown()),
});

function membershipChanges(items: readonly unknown[]): ChangedMemberships {
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
