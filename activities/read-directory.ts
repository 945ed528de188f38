import { withConcurrency } from './concurrency.ts';
import { readGroups } from './read-groups.ts';
import { readLateUserChanges, readUsers } from './read-users.ts';
import type { Reader } from './reader.ts';

/**
 * Stages users, groups and memberships: all of them, or only changes. Users and groups
 * are read concurrently, because each is a sequential chain of calls. If one fails, the
 * other still continues to its end.
 */
export async function readDirectory(reader: Reader): Promise<void> {
  const { store, lease } = reader;
  const users = async () => {
    await readUsers(reader);
    await store.runs.enterGroups(lease);
  };
  await withConcurrency([users, () => readGroups(reader)], 2, (read) => read());
  await readLateUserChanges(reader);
}
