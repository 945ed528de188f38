import { heartbeat } from '@temporalio/activity';
import type { Method } from '../domain/account.ts';
import { ProvostError } from '../domain/failures.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { readGroups } from './read-groups.ts';
import { readLateUserChanges, readUsers, type Reader } from './read-users.ts';
import { alive, reading } from './reading.ts';

/** A synchronization run of an account. */
export interface Run extends AccountReference {
  readonly runId: string;
  readonly tenantId: string;
  readonly method: Method;
}

/** Reading a tenant into staging and publishing it. Counts are returned, never lists. */
export function createDirectoryActivities({ store, graph }: Dependencies) {
  return {
    /** Stages every user; goes on from the last stored page after a failure. */
    synchronizeUsers: (run: Run): Promise<void> =>
      reading({ store, run, phase: 'users' }, (lease, signal) =>
        readUsers({ store, graph, run, lease, signal }),
      ),

    /** Stages every group and membership, then what changed of the users meanwhile; goes on likewise. */
    synchronizeGroups: (run: Run): Promise<void> =>
      reading({ store, run, phase: 'groups' }, async (lease, signal) => {
        const reader: Reader = { store, graph, run, lease, signal };
        await readGroups(reader);
        await readLateUserChanges(reader);
      }),

    /** Stages the selected users, all of them or none. Fails with TargetsUnknown. */
    synchronizeTargets: (run: Run & { userIds: readonly string[] }): Promise<void> =>
      reading({ store, run, phase: 'users' }, async (lease, signal) => {
        const { tenantId, userIds } = run;
        await store.runs.expectUsers(lease, userIds.length);
        const { users, unknown } = await graph.usersById({ tenantId, ids: userIds, signal });
        if (unknown.length > 0) {
          throw new ProvostError('TargetsUnknown', undefined, { details: { unknown } });
        }
        await store.runs.savePage(lease, { stream: 'targets', cursor: null, done: true, users });
      }),

    /** Makes what was staged the directory, in one step. Repeating it answers the same. */
    publishDirectory: (run: Run): Promise<{ users: number; groups: number }> =>
      alive(async () => {
        const stored = await store.runs.byId(run.runId);
        if (stored?.outcome === 'published') return { users: stored.users, groups: stored.groups };
        const lease = await store.runs.lease(run.runId, 'publishing');
        const current = await store.runs.byId(run.runId);
        if (!current) throw new ProvostError('LeaseLost');
        heartbeat();
        return store.directory.publish(lease, current);
      }),
  };
}
