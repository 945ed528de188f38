/** Direct members of groups, many groups per request. */
import type { Membership, SkippedItem } from '../../domain/directory.ts';
import { ProvostError } from '../../domain/failures.ts';
import { PAGE_SIZE } from '../../domain/limits.ts';
import type { MicrosoftConfiguration } from '../configuration.ts';
import { parseAnswer } from '../errors.ts';
import { memberSchema, pageSchema, parseItems } from '../graph-schemas.ts';
import type { MicrosoftAnswer } from '../transport.ts';
import { batchGet } from './batch.ts';
import type { At, GraphClient } from './client.ts';
import { MEMBER_KINDS } from './collections.ts';
import { query, relativeLink } from './links.ts';

/** A page of members of one group. `next`: link to the next page. */
export interface MembersRead {
  readonly groupId: string;
  readonly memberships: Membership[];
  readonly next: string | null;
  readonly skipped: readonly SkippedItem[];
}

/** Why a page of one group could not be read. */
export interface MembersFailed {
  readonly groupId: string;
  readonly failure: ProvostError;
}
export type MemberPage = MembersRead | MembersFailed;

export function createMemberReads(
  client: GraphClient,
  configuration: Pick<MicrosoftConfiguration, 'cloud'>,
) {
  const first = query({ $top: PAGE_SIZE, $select: 'id' });
  const pathOf = ({ groupId, link }: { groupId: string; link: string | null }) =>
    link === null
      ? `/groups/${encodeURIComponent(groupId)}/members${first}`
      : relativeLink(configuration, link);

  async function memberPages({
    groups,
    ...at
  }: At & { groups: readonly { groupId: string; link: string | null }[] }): Promise<MemberPage[]> {
    const results = await batchGet(client, at, groups.map(pathOf));
    return groups.map(({ groupId }, index) => memberPage(configuration, groupId, results[index]));
  }

  return { memberPages };
}

function memberPage(
  configuration: Pick<MicrosoftConfiguration, 'cloud'>,
  groupId: string,
  result: MicrosoftAnswer | ProvostError | undefined,
): MemberPage {
  try {
    if (result === undefined) throw new ProvostError('UnexpectedAnswer');
    if (result instanceof ProvostError) throw result;
    const page = parseAnswer(pageSchema, result);
    const next = page['@odata.nextLink'] ?? null;
    // Here, so that the failure is this group's own.
    if (next !== null) relativeLink(configuration, next);
    return { groupId, ...membershipsOf(groupId, page.value), next };
  } catch (error) {
    if (!(error instanceof ProvostError)) throw error;
    return { groupId, failure: error };
  }
}

function membershipsOf(groupId: string, values: readonly unknown[]) {
  const { items, skipped } = parseItems('member', memberSchema, values);
  const memberships = items.flatMap((member): Membership[] => {
    const memberKind = MEMBER_KINDS.get(member['@odata.type']);
    return memberKind === undefined ? [] : [{ groupId, memberId: member.id, memberKind }];
  });
  return { memberships, skipped };
}
