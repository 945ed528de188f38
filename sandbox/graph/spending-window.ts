/** The resource units spent in a sliding window of time. */

interface Spent {
  readonly at: number;
  units: number;
}

/** Entries of a window: more precision than clients can observe would only take memory. */
const MOST_ENTRIES = 10_000;

/** A running sum over the last `windowMs`. */
export class SpendingWindow {
  readonly windowMs: number;
  readonly #grain: number;
  /** Entries before `#first` have expired. */
  readonly #entries: Spent[] = [];
  #first = 0;
  #sum = 0;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
    this.#grain = Math.max(1, windowMs / MOST_ENTRIES);
  }

  /** Drops expired entries and returns the sum. */
  sumAt(now: number): number {
    for (let entry = this.oldest; entry && entry.at <= now - this.windowMs; entry = this.oldest) {
      this.#sum -= entry.units;
      this.#first += 1;
    }
    if (this.#first > this.#entries.length / 2) {
      this.#entries.splice(0, this.#first);
      this.#first = 0;
    }
    return this.#sum;
  }

  get oldest(): Spent | undefined {
    return this.#entries[this.#first];
  }

  add(now: number, units: number): void {
    const latest = this.#first < this.#entries.length ? this.#entries.at(-1) : undefined;
    if (latest !== undefined && now - latest.at < this.#grain) latest.units += units;
    else this.#entries.push({ at: now, units });
    this.#sum += units;
  }

  /** Milliseconds until the sum has fallen to `most`, if nothing is added. */
  msUntil(most: number, now: number): number {
    let sum = this.sumAt(now);
    for (let index = this.#first; index < this.#entries.length && sum > most; index += 1) {
      const entry = this.#entries[index];
      sum -= entry?.units ?? 0;
      if (entry && sum <= most) return entry.at + this.windowMs - now;
    }
    return 0;
  }
}
