import { CancellationScope, condition } from '@temporalio/workflow';

/**
 * Does some work until it is done or `interrupted` turns true. Work that is
 * given up, also by a cancellation of the workflow, is cancelled and awaited,
 * so that nothing goes on behind the caller's back.
 * @returns the result in an object, also of work that was done before it heard that it is given
 * up; null when it was interrupted.
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

/** Waits for all of them to end, also when one fails or is cancelled, and fails then as the first that did. */
export async function together(...works: Promise<unknown>[]): Promise<void> {
  for (const ending of await Promise.allSettled(works)) {
    if (ending.status === 'rejected') throw ending.reason;
  }
}
