import { Context } from '@temporalio/activity';
import { ProvostError } from '../domain/failures.ts';
import type { Published } from '../store/publish.ts';
import { announceEvent } from './announce.ts';
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
     * @returns `licensed`: whether the tenant had a license for what was read; missing in older histories
     */
    publishDirectory: (
      synchronization: SynchronizationReference,
    ): Promise<Published & { licensed?: boolean }> =>
      withHeartbeat(async () => {
        const stored = await store.runs.byId(synchronization.runId);
        if (stored?.outcome === 'published') {
          const { users, groups, sites, licensed } = stored;
          const published = { held: false, users, groups, sites, licensed } as const;
          // The attempt before may have ended in between.
          await announcePublication(dependencies, synchronization, published);
          return published;
        }
        const lease = await store.runs.lease(synchronization.runId, 'publishing');
        const current = await store.runs.byId(synchronization.runId);
        if (!current) throw new ProvostError('LeaseLost');
        const { cancellationSignal } = Context.current();
        const published = await store.directory.publish(
          lease,
          current,
          removalGuard,
          cancellationSignal,
        );
        if (!published.held) await announcePublication(dependencies, synchronization, published);
        return { ...published, licensed: current.licensed };
      }),

    /** Allows the removals of a held synchronization. */
    allowHeldRemovals: ({ runId }: SynchronizationReference): Promise<void> =>
      store.runs.allowHeldRemovals(runId),

    /** Ends a held synchronization without its removals. */
    rejectHeldRemovals: ({ runId }: SynchronizationReference): Promise<void> =>
      store.runs.end(runId, 'rejected'),
  };
}

function announcePublication(
  dependencies: Pick<Dependencies, 'store' | 'outgoing'>,
  { organizationId, accountId, service, tenantId, runId }: SynchronizationReference,
  { users, groups, sites }: Pick<Published, 'users' | 'groups' | 'sites'>,
): Promise<void> {
  const data = { service, tenantId, runId, users, groups, sites };
  const type = 'synchronization.published';
  return announceEvent(dependencies, {
    organizationId,
    accountId,
    type,
    data,
    dedupeKey: `${accountId}/${runId}/${type}`,
  });
}
