import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';

/**
 * Runs `work` until it is done or `interrupted` becomes true. Interrupted work, also by a
 * cancellation of the workflow, is cancelled and awaited: nothing keeps running afterwards.
 * @returns the result in an object, also if the work completed before it noticed the
 * cancellation; null if it was interrupted.
 */
export async function unlessInterrupted<T>(
  interrupted: () => boolean,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | null> {
  const scope = new CancellationScope();
  const working = scope.run(work);
  let settled = false;
  const settling = working.then(
    () => void (settled = true),
    () => void (settled = true),
  );
  try {
    await condition(() => settled || interrupted());
  } catch (cancellation) {
    await settling;
    throw cancellation;
  }
  if (settled) return { result: await working };
  scope.cancel();
  return working.then(
    (result) => ({ result }),
    () => null,
  );
}

/** Waits until all have ended, even if one fails or is cancelled. Then throws the first failure in argument order. */
export async function allSettledOrThrow(...works: Promise<unknown>[]): Promise<void> {
  for (const ending of await Promise.allSettled(works)) {
    if (ending.status === 'rejected') throw ending.reason;
  }
}

/**
 * Whether an error belongs to an interruption. A cancelled activity may still fail for a reason of its
 * own, which would have been retried.
 */
export const isInterrupted = (error: unknown): boolean =>
  isCancellation(error) || CancellationScope.current().consideredCancelled;
