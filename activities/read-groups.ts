import type { GroupDelta, GroupPage } from '../microsoft/graph.ts';
import { readMembers } from './read-members.ts';
import type { Reader } from './reader.ts';
import { readStream } from './read-stream.ts';
import type { Stream } from './stream.ts';

const GROUPS: Stream = {
  of: 'groups',
  all: ['groups', 'memberships', 'groupChanges'],
  count: ({ graph, at }, filter) => graph.countGroups({ ...at, filter }),
  list: {
    stream: 'groups',
    property: 'mailNickname',
    page: async ({ graph, at }, page) => stagedPage(await graph.groupPage({ ...at, ...page })),
  },
  changes: {
    stream: 'groupChanges',
    page: async ({ graph, at, userRows }, link) =>
      stagedDelta(await graph.groupDelta({ ...at, link, parse: userRows.groupChanges })),
    async again({ graph, at }, ids) {
      const { found, unreadable, missing } = await graph.changedGroups({ ...at, ids });
      return { staged: { groups: found }, skipped: unreadable, missing };
    },
  },
  afterListing: readMembers,
};

const stagedPage = ({ groups, next, skipped }: GroupPage) => ({
  staged: { groups },
  next,
  skipped,
});

const stagedDelta = ({
  changed,
  removed,
  memberships,
  next,
  delta,
  skipped,
  missing,
}: GroupDelta) => ({
  staged: {
    groups: changed,
    removedGroupIds: removed,
    memberships: memberships.added,
    removedMemberships: memberships.removed,
  },
  next,
  delta,
  skipped,
  missing,
});

/** Stages groups and memberships. Skips what is already staged. */
export const readGroups = (reader: Reader): Promise<void> => readStream(reader, GROUPS);
