import type { AccountReference, Dependencies } from './dependencies.ts';

/** The steps that undo a provisioning; each may be repeated. */
export function createRemovalActivities({ store }: Pick<Dependencies, 'store'>) {
  return {
    /** Ends whatever still runs; a worker that does not know yet can write nothing more. */
    async stopSynchronization({ accountId }: AccountReference): Promise<void> {
      await store.runs.cancelAll(accountId);
    },

    /** Deletes users, groups, runs, consent attempts: everything but notifications and the audit trail. */
    async deleteDirectory({ accountId }: AccountReference): Promise<void> {
      await store.directory.remove(accountId);
      await store.consents.forget(accountId);
    },

    /** Lets another organization connect the tenant. */
    async releaseTenant({ accountId }: AccountReference): Promise<void> {
      await store.accounts.releaseTenant(accountId);
    },
  };
}
