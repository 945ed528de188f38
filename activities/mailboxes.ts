import { Context } from '@temporalio/activity';
import { BATCH_SIZE } from '../domain/limits.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { alive } from './reading.ts';

/** Requests side by side; nobody waits for the answers. */
const BATCHES = 4;

/** What is done once a directory is published, and keeps nobody waiting. */
export function createMailboxActivities({ store, graph }: Dependencies) {
  return {
    /**
     * Clears away what the published run left in staging, then asks what
     * mailboxes are for where licences do not tell. Called off and called again
     * it goes on with those that are left.
     */
    classifyMailboxes: ({
      accountId,
      tenantId,
    }: AccountReference & { tenantId: string }): Promise<void> =>
      alive(async () => {
        await store.runs.tidy(accountId);
        const { cancellationSignal: signal } = Context.current();
        let after: string | null = null;
        for (;;) {
          signal.throwIfAborted();
          const userIds = await store.mailboxes.open(accountId, after, BATCH_SIZE * BATCHES);
          after = userIds.at(-1) ?? null;
          if (after === null) return;
          const batches = Array.from({ length: BATCHES }, (_, index) =>
            userIds.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
          );
          const asked = batches.map((ids) =>
            graph.mailboxKinds({ tenantId, signal, userIds: ids }),
          );
          const answers = (await Promise.all(asked)).flat();
          await store.mailboxes.save(accountId, answers);
        }
      }),
  };
}
