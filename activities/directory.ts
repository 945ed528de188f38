import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { ProvostError } from '../domain/failures.ts';
import { TARGET_LOOK_DELAYS } from '../domain/limits.ts';
import type { Published } from '../store/publish.ts';
import type { Dependencies } from './dependencies.ts';
import { readDirectory } from './read-directory.ts';
import { withHeartbeat, readAttempt } from './read-attempt.ts';
import type { SynchronizationReference } from './dependencies.ts';

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
        const looks = await looksForTargets(store, synchronization.runId);
        await store.runs.plan(lease, ['targets'], [targetsPage({ looks })]);
        await store.runs.expectUsers(lease, userIds.length);
        const { users, unknown } = await graph.usersById({ ...at, ids: userIds });
        if (unknown.length > 0) {
          await store.runs.plan(lease, [], [targetsPage({ looks: looks + 1 })]);
          throw notFound(unknown, looks);
        }
        await writer.put({ ...targetsPage(null), done: true, users });
      }),

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

const targetsPage = (cursor: z.infer<typeof targetsSchema>) =>
  ({ stream: 'targets', shard: '', step: 0, cursor, done: false }) as const;

/** How often the targets were looked for before. */
async function looksForTargets(store: Dependencies['store'], runId: string): Promise<number> {
  const [checkpoint] = await store.runs.checkpoints(runId, 'targets');
  return targetsSchema.parse(checkpoint?.cursor ?? null)?.looks ?? 0;
}

const targetsSchema = z.object({ looks: z.number() }).nullable();

/** Microsoft's servers are not consistent: a user may be missing in one answer and present in the next. */
function notFound(unknown: readonly string[], looks: number): ProvostError {
  const retryAfter = TARGET_LOOK_DELAYS[looks] ?? null;
  const details = { unknown };
  return retryAfter === null
    ? new ProvostError('TargetsUnknown', undefined, { details })
    : new ProvostError('TargetsNotFound', undefined, { details, retryAfter });
}
