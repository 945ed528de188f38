import { inLanes } from './lanes.ts';
import { readGroups } from './read-groups.ts';
import { readLateUserChanges, readUsers } from './read-users.ts';
import type { Reader } from './reader.ts';

/**
 * Stages users, groups and who belongs to them: all of them, or what changed.
 * Users and groups are read side by side, for each is a chain of calls of its
 * own; should one of them fail, the other goes on as far as it comes.
 */
export async function readDirectory(reader: Reader): Promise<void> {
  const { store, lease } = reader;
  const users = async () => {
    await readUsers(reader);
    await store.runs.enterGroups(lease);
  };
  await inLanes([users, () => readGroups(reader)], 2, (read) => read());
  await readLateUserChanges(reader);
}
