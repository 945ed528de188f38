import { Context } from '@temporalio/activity';
import { ProvostError } from '../domain/failures.ts';
import type { Published } from '../store/publish.ts';
import type { Dependencies } from './dependencies.ts';
import { readDirectory } from './read-directory.ts';
import { withHeartbeat, readAttempt } from './read-attempt.ts';
import type { SynchronizationReference } from './dependencies.ts';
import { stageTargets } from './stage-targets.ts';

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
      readAttempt(dependencies, synchronization, (reader) =>
        stageTargets(reader, async () => {
          const { userIds: ids } = synchronization;
          await store.runs.expectUsers(reader.lease, ids.length);
          const { users, unknown } = await graph.usersById({ ...reader.at, ids });
          return { staged: { users }, unknown };
        }),
      ),

    /**
     * Publishes the staged directory atomically. If that would remove too many
     * entries, the synchronization is held instead. Idempotent, with the same result.
     */
    publishDirectory: (synchronization: SynchronizationReference): Promise<Published> =>
      withHeartbeat(async () => {
        const stored = await store.runs.byId(synchronization.runId);
        if (stored?.outcome === 'published') {
          const { users, groups, sites } = stored;
          return { held: false, users, groups, sites };
        }
        const lease = await store.runs.lease(synchronization.runId, 'publishing');
        const current = await store.runs.byId(synchronization.runId);
        if (!current) throw new ProvostError('LeaseLost');
        const { cancellationSignal } = Context.current();
        return store.directory.publish(lease, current, removalGuard, cancellationSignal);
      }),

    /** Allows the removals of a held synchronization. */
    allowHeldRemovals: ({ runId }: SynchronizationReference): Promise<void> =>
      store.runs.allowHeldRemovals(runId),

    /** Ends a held synchronization without its removals. */
    rejectHeldRemovals: ({ runId }: SynchronizationReference): Promise<void> =>
      store.runs.end(runId, 'rejected'),
  };
}
