import { ProvostError } from '../domain/failures.ts';
import type { SyncStream } from '../store/schema.ts';
import type { Reader } from './read-users.ts';

/**
 * Lets Microsoft forget a page or delta link: what these streams staged is
 * dropped, and the next attempt reads them from their beginning.
 */
export async function restartingWhenExpired(
  { store, lease }: Reader,
  streams: readonly SyncStream[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const expired =
      error instanceof ProvostError &&
      (error.type === 'PageLinkExpired' || error.type === 'DeltaTokenExpired');
    if (expired) await store.runs.restart(lease, streams);
    throw error;
  }
}
