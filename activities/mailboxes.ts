import { Context } from '@temporalio/activity';
import { BATCH_SIZE, MAILBOX_COUNT_INTERVAL } from '../domain/limits.ts';
import type { AccountReference, Dependencies } from './dependencies.ts';
import { withHeartbeat } from './read-attempt.ts';

/** Concurrent requests. Low, because nothing waits for the result. */
const BATCHES = 4;

interface Classification extends AccountReference {
  readonly tenantId: string;
}

/** Background work after a directory was published. */
export function createMailboxActivities({ store, graph }: Dependencies) {
  /** Asks about all mailboxes that are still open, and counts them from time to time. */
  async function askAboutMailboxes({ accountId, tenantId }: Classification): Promise<void> {
    const { cancellationSignal: signal } = Context.current();
    let counted = Date.now();
    let after: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const userIds = await store.mailboxes.open(accountId, after, BATCH_SIZE * BATCHES);
      after = userIds.at(-1) ?? null;
      if (after === null) return;
      const batches = Array.from({ length: BATCHES }, (_, index) =>
        userIds.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
      );
      const asked = batches.map((ids) => graph.mailboxKinds({ tenantId, signal, userIds: ids }));
      await store.mailboxes.save(accountId, (await Promise.all(asked)).flat());
      if (Date.now() - counted < MAILBOX_COUNT_INTERVAL) continue;
      await store.mailboxes.recount(accountId);
      counted = Date.now();
    }
  }

  return {
    /** Clears the staging of the published synchronization. */
    clearStaging: ({ accountId }: AccountReference): Promise<void> =>
      withHeartbeat(() => store.runs.tidy(accountId)),

    /**
     * Clears the staging of the published synchronization, then asks Microsoft for the purpose of
     * mailboxes whose licenses do not tell. After a cancellation, the next call continues
     * with the remaining mailboxes.
     */
    classifyMailboxes: (classification: Classification): Promise<void> =>
      withHeartbeat(async () => {
        const { accountId } = classification;
        await store.runs.tidy(accountId);
        try {
          await askAboutMailboxes(classification);
        } finally {
          // Also after a failure: what was answered is counted.
          await store.mailboxes.recount(accountId);
        }
      }),
  };
}
