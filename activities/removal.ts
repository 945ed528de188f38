import type { AccountReference, Dependencies } from './dependencies.ts';
import { alive } from './reading.ts';

/** The steps that undo a provisioning; each may be repeated. */
export function createRemovalActivities({ store }: Pick<Dependencies, 'store'>) {
  return {
    /** Ends whatever still runs; a worker that does not know yet can write nothing more. */
    stopSynchronization: ({ accountId }: AccountReference): Promise<void> =>
      alive(() => store.runs.cancelAll(accountId)),

    /** Deletes users, groups, runs, consent attempts: everything but notifications and the audit trail. */
    deleteDirectory: ({ accountId }: AccountReference): Promise<void> =>
      alive(async () => {
        await store.directory.remove(accountId);
        await store.consents.forget(accountId);
      }),

    /** Lets another organization connect the tenant. */
    releaseTenant: ({ accountId }: AccountReference): Promise<void> =>
      alive(() => store.accounts.releaseTenant(accountId)),
  };
}
