import { Context } from '@temporalio/activity';
import { BATCH_SIZE } from '../domain/limits.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { withHeartbeat } from './read-attempt.ts';

/** Concurrent requests. Low, because nothing waits for the result. */
const BATCHES = 4;

/** Background work after a directory was published. */
export function createMailboxActivities({ store, graph }: Dependencies) {
  return {
    /**
     * Clears the staging of the published synchronization, then asks Microsoft for the purpose of
     * mailboxes whose licenses do not tell. After a cancellation, the next call continues
     * with the remaining mailboxes.
     */
    classifyMailboxes: ({
      accountId,
      tenantId,
    }: AccountReference & { tenantId: string }): Promise<void> =>
      withHeartbeat(async () => {
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
