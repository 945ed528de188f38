import type { UserDelta } from '../microsoft/graph.ts';
import { changesAt, followChanges } from './read-changes.ts';
import { isLinkRefused, type Reader } from './reader.ts';
import { readStream } from './read-stream.ts';
import type { Stream } from './stream.ts';
import { type PageOfRows, rowsInMainThread } from './user-rows.ts';

const USERS: Stream = {
  of: 'users',
  all: ['users', 'userChanges'],
  count: ({ graph, at }, filter) => graph.countUsers({ ...at, filter }),
  list: {
    stream: 'users',
    property: 'userPrincipalName',
    async page({ graph, at, lease, userRows }, page) {
      const answer = await graph.userPage({ ...at, ...page });
      // Unsharded lists are short, except when a list is read again because the shards missed items.
      const rows = page.filter === undefined ? rowsInMainThread : userRows;
      return stagedPage(await rows.of(answer, { run: lease.run, step: 0 }));
    },
  },
  changes: {
    stream: 'userChanges',
    page: async ({ graph, at, userRows }, link) =>
      stagedDelta(await graph.userDelta({ ...at, link, parse: userRows.userChanges })),
    async again({ graph, at }, ids) {
      const { found, unreadable, missing } = await graph.changedUsers({ ...at, ids });
      return { staged: { users: found }, skipped: unreadable, missing };
    },
  },
};

const stagedPage = ({ users, next, skipped }: PageOfRows) => ({ staged: { users }, next, skipped });

const stagedDelta = ({ changed, removed, next, delta, skipped, missing }: UserDelta) => ({
  staged: { users: changed, removedUserIds: removed },
  next,
  delta,
  skipped,
  missing,
});

/** Stages the users. Skips what is already staged. */
export const readUsers = (reader: Reader): Promise<void> => readStream(reader, USERS);

/**
 * Stages changes of users since they were read, because reading the groups may take
 * hours longer. Optional: if the delta token has expired meanwhile, the users are
 * published as they were read.
 */
export async function readLateUserChanges(reader: Reader): Promise<void> {
  const whole =
    (await reader.store.runs.checkpoints(reader.synchronization.runId, 'users')).length > 0;
  if (!whole || !(await changesAt(reader, USERS.changes))?.done) return;
  await followChanges(reader, USERS.changes, { whole }).catch((error: unknown) => {
    if (!isLinkRefused(error)) throw error;
  });
}
