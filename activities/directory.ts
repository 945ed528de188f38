import { Context } from '@temporalio/activity';
import type { Method } from '../domain/account.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Published } from '../store/publish.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { readDirectory } from './read-directory.ts';
import { withHeartbeat, readAttempt } from './read-attempt.ts';

/** A synchronization of an account. */
export interface SynchronizationReference extends AccountReference {
  readonly runId: string;
  readonly tenantId: string;
  readonly method: Method;
}

/** Reads a tenant into staging and publishes it. Activities return counts, never lists. */
export function createDirectoryActivities({ removalGuard, ...dependencies }: Dependencies) {
  const { store, graph } = dependencies;
  return {
    /** Stages users, groups and memberships, or their changes. Resumes from the last stored pages. */
    synchronizeDirectory: (synchronization: SynchronizationReference): Promise<void> =>
      readAttempt(dependencies, synchronization, readDirectory),

    /** Stages the selected users, all or none. Fails with TargetsUnknown. */
    synchronizeTargets: (
      synchronization: SynchronizationReference & { userIds: readonly string[] },
    ): Promise<void> =>
      readAttempt(dependencies, synchronization, async ({ lease, writer, at }) => {
        const { userIds } = synchronization;
        await store.runs.plan(lease, ['targets'], []);
        await store.runs.expectUsers(lease, userIds.length);
        const { users, unknown } = await graph.usersById({ ...at, ids: userIds });
        if (unknown.length > 0) {
          throw new ProvostError('TargetsUnknown', undefined, { details: { unknown } });
        }
        await writer.put({
          stream: 'targets',
          shard: '',
          step: 0,
          cursor: null,
          done: true,
          users,
        });
      }),

    /**
     * Publishes the staged directory atomically. If that would remove too many
     * entries, the synchronization is held instead. Idempotent, with the same result.
     */
    publishDirectory: (synchronization: SynchronizationReference): Promise<Published> =>
      withHeartbeat(async () => {
        const stored = await store.runs.byId(synchronization.runId);
        if (stored?.outcome === 'published') {
          return { held: false, users: stored.users, groups: stored.groups };
        }
        const lease = await store.runs.lease(synchronization.runId, 'publishing');
        const current = await store.runs.byId(synchronization.runId);
        if (!current) throw new ProvostError('LeaseLost');
        const { cancellationSignal } = Context.current();
        return store.directory.publish(lease, current, removalGuard, cancellationSignal);
      }),

    /** Allows the removals of a held synchronization. */
    allowRemovals: ({ runId }: SynchronizationReference): Promise<void> =>
      store.runs.allowRemovals(runId),

    /** Ends a held synchronization without its removals. */
    rejectRemovals: ({ runId }: SynchronizationReference): Promise<void> =>
      store.runs.end(runId, 'rejected'),
  };
}
