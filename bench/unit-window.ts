/** Graph's throttling as documented: an application may spend so many resource units in a tenant in any 10 s. */

export const WINDOW_MS = 10_000;
/** Of a tenant with more than 500 users. */
export const UNITS_OF_A_LARGE_TENANT = 8000;

/** What each kind of call costs with `$select`. */
export const COSTS = { users: 1, groups: 1, members: 2, count: 1, delta: 1 } as const;

interface Spent {
  readonly at: number;
  readonly units: number;
}

/** Units spent in a sliding window. The clock is the caller's, and only goes forward. */
export class UnitWindow {
  readonly #limit: number;
  readonly #length: number;
  readonly #spent: Spent[] = [];
  #first = 0;
  #sum = 0;

  constructor(limit = UNITS_OF_A_LARGE_TENANT, length = WINDOW_MS) {
    this.#limit = limit;
    this.#length = length;
  }

  /** Spends the units when the window holds them. @returns whether it does */
  take(now: number, units: number): boolean {
    this.#forget(now);
    if (this.#sum + units > this.#limit) return false;
    this.#spent.push({ at: now, units });
    this.#sum += units;
    return true;
  }

  /** When a further call of so many units will fit, if nobody else spends any. */
  nextAt(now: number, units: number): number {
    this.#forget(now);
    let left = this.#sum + units - this.#limit;
    for (let index = this.#first; left > 0; index += 1) {
      const entry = this.#spent[index];
      if (entry === undefined) throw new RangeError(`${units} units fit no window`);
      left -= entry.units;
      if (left <= 0) return entry.at + this.#length;
    }
    return now;
  }

  #forget(now: number): void {
    for (;;) {
      const entry = this.#spent[this.#first];
      if (entry === undefined || entry.at > now - this.#length) break;
      this.#sum -= entry.units;
      this.#first += 1;
    }
    // Amortized: what is forgotten is dropped once it is most of the list.
    if (this.#first > 1024 && this.#first * 2 > this.#spent.length) {
      this.#spent.splice(0, this.#first);
      this.#first = 0;
    }
  }
}
