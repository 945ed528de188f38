import { ProvostError } from '../domain/failures.ts';

/**
 * Does some work for each item, so many side by side. When one fails, no other
 * is begun, and those under way are let come to a good place to stop: `stopping`
 * tells them. Nothing goes on behind the caller's back.
 * @throws what failed; of several throttled answers the one that asks for the longest wait.
 */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T, stopping: () => boolean) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const failures: unknown[] = [];
  const stopping = () => failures.length > 0;
  const lane = async () => {
    for (let item = rest.shift(); item !== undefined && !stopping(); item = rest.shift()) {
      await work(item, stopping).catch((failure: unknown) => failures.push(failure));
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  if (stopping()) throw worst(failures);
}

function worst(failures: readonly unknown[]): unknown {
  const waitOf = (failure: unknown) =>
    failure instanceof ProvostError ? (failure.retryAfter ?? 0) : Number.POSITIVE_INFINITY;
  return failures.toSorted((one, other) => waitOf(other) - waitOf(one))[0];
}
