import type { AccountReference, Dependencies } from './dependencies.ts';
import { withHeartbeat } from './read-attempt.ts';

/** The steps that undo a provisioning. Each is idempotent. */
export function createRemovalActivities({ store }: Pick<Dependencies, 'store'>) {
  return {
    /** Ends all synchronizations. A worker that has not noticed yet can no longer write. */
    stopSynchronization: ({ accountId }: AccountReference): Promise<void> =>
      withHeartbeat(() => store.runs.cancelAll(accountId)),

    /** Deletes users, groups, sites, synchronizations and consent attempts; keeps notifications and the audit trail. */
    deleteDirectory: ({ accountId }: AccountReference): Promise<void> =>
      withHeartbeat(async () => {
        await store.directory.remove(accountId);
        await store.consents.deleteAll(accountId);
        await store.health.delete(accountId);
      }),

    /** Lets go of the tenant. With the last account of the organization, another one may connect it. */
    releaseTenant: ({ accountId }: AccountReference): Promise<void> =>
      withHeartbeat(() => store.connections.release(accountId)),
  };
}
