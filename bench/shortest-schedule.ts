/**
 * The least time that reading a tenant can take when each call takes a while and
 * only so many resource units may be spent in any window.
 *
 * Calls of one chain come one after the other, since a page's link is only in
 * the page before it; chains go on side by side, any number of them. The longest
 * chains are placed first, each call as early as it can be, as they are the ones
 * that may be waited for at the end; short ones take what is left of the units.
 * Nothing else is taken into account: no work of ours, no database, a network
 * without limits. So it is a floor, not a goal.
 */
import { COSTS, UNITS_OF_A_LARGE_TENANT, WINDOW_MS } from './resource-units.ts';

export interface Chain {
  /** Calls one after the other. */
  readonly calls: number;
  /** What each of them costs. */
  readonly units: number;
  /** Milliseconds before the first of them can be made: what it needs to know takes as long to learn. */
  readonly readyAt: number;
}

export interface Conditions {
  /** Milliseconds that a call takes. */
  readonly latency: number;
  /** Units that any window may hold, and how long it is, in milliseconds. */
  readonly limit?: number;
  readonly window?: number;
}

/**
 * @returns milliseconds until the last answer is there
 * @throws RangeError when a single call costs more than a window holds
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

/** Units spent in slots of time, so that no window of so many slots holds more than the limit. */
class Spending {
  readonly #limit: number;
  readonly #span: number;
  /** By the window's last slot. */
  readonly #sums: number[] = [];

  constructor(limit: number, span: number) {
    this.#limit = limit;
    this.#span = span;
  }

  /** Spends at the first slot from this one on at which every window still holds it. @returns that slot */
  spend(from: number, units: number): number {
    if (units > this.#limit) throw new RangeError(`${units} units fit no window`);
    let at = from;
    for (let full = this.#lastFull(at, units); full !== null; full = this.#lastFull(at, units)) {
      at = full + 1;
    }
    for (let end = at; end < at + this.#span; end += 1) {
      this.#sums[end] = (this.#sums[end] ?? 0) + units;
    }
    return at;
  }

  /** The last window that has this slot and not enough left. */
  #lastFull(at: number, units: number): number | null {
    for (let end = at + this.#span - 1; end >= at; end -= 1) {
      if ((this.#sums[end] ?? 0) + units > this.#limit) return end;
    }
    return null;
  }
}

/** What there is to read. */
export interface TenantShape {
  readonly users: number;
  readonly groups: number;
  /** Direct members of each group. */
  readonly members: readonly number[];
}

/** Graph's most. */
const PAGE = 999;

/**
 * The calls of a first synchronization: the delta tokens and the number of
 * users first; then the lists, whose pages are taken for independent, as if
 * shards always came out full; the members of a group one page after the other,
 * as soon as some page has named the group; and one look at what has changed
 * meanwhile, which needs everything to be read.
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
