/** Changes since a delta token (Microsoft Graph delta query). */
import type {
  DirectoryGroup,
  DirectoryUser,
  Membership,
  SkippedItem,
} from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { parseAnswer } from '../errors.ts';
import { pageSchema } from '../graph-schemas.ts';
import { type MissingItem, readById } from './by-id.ts';
import type { At, GraphClient } from './client.ts';
import { type Collection, GROUPS, USERS } from './collections.ts';
import { type ChangedItems, groupChangesOf, userChangesOf } from './delta-page.ts';
import { query } from './links.ts';
import type { ReceivedAnswer } from '../transport.ts';

/** A page of changes. `next`: link to the next page. `delta`: delta link for the next round, on the last page only. */
export interface DeltaPage<T> {
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

/** A page of changes to read. `parse`: reads it in another thread, or in this one when it is absent. */
export type DeltaRequest<P extends (answer: ReceivedAnswer) => unknown> = At & {
  readonly link: string;
  readonly parse?: ((answer: ReceivedAnswer) => Promise<ReturnType<P>>) | undefined;
};

const FIRST = {
  users: `/users/delta${query({ ...USERS.select, $deltatoken: 'latest' })}`,
  groups: `/groups/delta${query({ $select: `${GROUPS.select.$select},members`, $deltatoken: 'latest' })}`,
};

/** Reads by id what the page has only in part. */
export async function completed<T>(
  client: GraphClient,
  at: At,
  collection: Collection<T>,
  { whole, partial, removed, next, delta, skipped }: ChangedItems<T>,
): Promise<DeltaPage<T>> {
  const { found, unreadable, missing } = await readById(client, at, collection, partial);
  return {
    changed: [...whole, ...found],
    removed,
    next,
    delta,
    skipped: [...skipped, ...unreadable],
    missing,
  };
}

export function createDeltaReads(client: GraphClient) {
  async function latestDelta({ of, ...at }: At & { of: 'users' | 'groups' }): Promise<string> {
    const page = parseAnswer(pageSchema, await client.call(at, { target: FIRST[of] }));
    const link = page['@odata.deltaLink'];
    if (link === undefined) throw new ProvostError('UnexpectedAnswer');
    return link;
  }

  return {
    latestDelta,
    changedUsers: ({ ids, ...at }: At & { ids: readonly string[] }) =>
      readById(client, at, USERS, ids),
    changedGroups: ({ ids, ...at }: At & { ids: readonly string[] }) =>
      readById(client, at, GROUPS, ids),
    async userDelta({
      link,
      parse,
      ...at
    }: DeltaRequest<typeof userChangesOf>): Promise<UserDelta> {
      const answer = await client.call(at, { target: link });
      return completed(client, at, USERS, await (parse ?? userChangesOf)(answer));
    },
    async groupDelta({
      link,
      parse,
      ...at
    }: DeltaRequest<typeof groupChangesOf>): Promise<GroupDelta> {
      const answer = await client.call(at, { target: link });
      const items = await (parse ?? groupChangesOf)(answer);
      return { ...(await completed(client, at, GROUPS, items)), memberships: items.memberships };
    },
  };
}
