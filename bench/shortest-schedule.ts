/**
 * The shortest time for reading a tenant with a given latency per call and a
 * limit of resource units in any window.
 *
 * Calls of a chain are sequential, because each page contains the link to the
 * next. Any number of chains run concurrently. The longest chains are scheduled
 * first, each call as early as possible, because they may end last. Short chains
 * use the remaining units. Nothing else is considered: no processing, no
 * database, a network without limits. It is a floor, not a goal.
 */
import { COSTS, UNITS_OF_A_LARGE_TENANT, WINDOW_MS } from './resource-units.ts';

export interface Chain {
  /** Number of sequential calls. */
  readonly calls: number;
  /** Units of each call. */
  readonly units: number;
  /** Milliseconds until the first call can be sent, because its input comes from earlier calls. */
  readonly readyAt: number;
}

export interface Conditions {
  /** Milliseconds per call. */
  readonly latency: number;
  /** Units per window, and the length of a window in milliseconds. */
  readonly limit?: number;
  readonly window?: number;
}

/**
 * @returns milliseconds until the last answer
 * @throws RangeError if a single call costs more than the limit
 */
export function shortestSchedule(
  chains: readonly Chain[],
  { latency, limit = UNITS_OF_A_LARGE_TENANT, window = WINDOW_MS }: Conditions,
): number {
  const slot = greatestCommonDivisor(latency, window);
  const spending = new Spending(limit, window / slot);
  let end = 0;
  for (const { calls, units, readyAt } of chains.toSorted((a, b) => b.calls - a.calls)) {
    let at = Math.ceil(readyAt / slot);
    for (let call = 0; call < calls; call += 1) at = spending.spend(at, units) + latency / slot;
    if (calls > 0) end = Math.max(end, at);
  }
  return end * slot;
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** Spends units in time slots so that no window of `span` slots exceeds the limit. */
class Spending {
  readonly #limit: number;
  readonly #span: number;
  /** Units of each window, by its last slot. */
  readonly #sums: number[] = [];

  constructor(limit: number, span: number) {
    this.#limit = limit;
    this.#span = span;
  }

  /** Spends the units in the first possible slot from this one on. @returns that slot */
  spend(from: number, units: number): number {
    if (units > this.#limit) throw new RangeError(`${units} units exceed the limit of a window`);
    let at = from;
    for (let full = this.#lastFull(at, units); full !== null; full = this.#lastFull(at, units)) {
      at = full + 1;
    }
    for (let end = at; end < at + this.#span; end += 1) {
      this.#sums[end] = (this.#sums[end] ?? 0) + units;
    }
    return at;
  }

  /** The last window that contains this slot and has too few units left. */
  #lastFull(at: number, units: number): number | null {
    for (let end = at + this.#span - 1; end >= at; end -= 1) {
      if ((this.#sums[end] ?? 0) + units > this.#limit) return end;
    }
    return null;
  }
}

/** The size of a tenant. */
export interface TenantShape {
  readonly users: number;
  readonly groups: number;
  /** Direct members of each group. */
  readonly members: readonly number[];
}

/** Graph's maximum page size. */
const PAGE = 999;

/**
 * The calls of a first synchronization: first the delta tokens and the number of
 * users; then the lists, whose pages count as independent, as if shards were
 * always full; the members of each group page by page after its group has been
 * listed; and one call for the changes in the meantime, after everything is read.
 * @returns seconds
 */
export function shortestRead(
  { users, groups, members }: TenantShape,
  conditions: Conditions,
): number {
  const { latency } = conditions;
  const single = (count: number, units: number, readyAt: number): Chain[] =>
    Array.from({ length: count }, () => ({ calls: 1, units, readyAt }));
  const pagesOf = (size: number) => Math.max(1, Math.ceil(size / PAGE));
  const read = shortestSchedule(
    [
      ...single(2, COSTS.delta, 0),
      ...single(1, COSTS.count, 0),
      ...single(pagesOf(users), COSTS.users, latency),
      ...single(pagesOf(groups), COSTS.groups, latency),
      ...members.map((size) => ({
        calls: pagesOf(size),
        units: COSTS.members,
        readyAt: 2 * latency,
      })),
    ],
    conditions,
  );
  return (read + latency) / 1000;
}
