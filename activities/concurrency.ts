import { ProvostError } from '../domain/failures.ts';

/**
 * Runs `work` for each item, at most `limit` at a time. After a failure no further item
 * is started, and `stopping` tells running work to stop at its next checkpoint. Returns
 * only when no work is running any more.
 * @throws the failure; of several, an unexpected error, else the one with the longest wait.
 */
export async function withConcurrency<T>(
  items: readonly T[],
  limit: number,
  work: (item: T, stopping: () => boolean) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const failures: unknown[] = [];
  const stopping = () => failures.length > 0;
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined && !stopping(); item = rest.shift()) {
      await work(item, stopping).catch((failure: unknown) => failures.push(failure));
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (stopping()) throw worst(failures);
}

function worst(failures: readonly unknown[]): unknown {
  const waitOf = (failure: unknown) =>
    failure instanceof ProvostError ? (failure.retryAfter ?? 0) : Number.POSITIVE_INFINITY;
  return failures.toSorted((one, other) => waitOf(other) - waitOf(one))[0];
}
