/** Keeps a script within the resource units of a tenant that enforces them. */
import { UNITS_OF_A_LARGE_TENANT, WINDOW_MS } from '../resource-units.ts';

interface Waiter {
  readonly units: number;
  readonly go: () => void;
}

/**
 * Returns the units of a call one window after its answer. The tenant counted
 * them before the answer, however long the request was queued, so no window
 * exceeds the limit.
 */
export class UnitBudget {
  #left = UNITS_OF_A_LARGE_TENANT;
  readonly #waiting: Waiter[] = [];

  async spend<T>(units: number, call: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || units > this.#left) {
      await new Promise<void>((go) => this.#waiting.push({ units, go }));
    } else {
      this.#left -= units;
    }
    try {
      return await call();
    } finally {
      setTimeout(() => this.#giveBack(units), WINDOW_MS).unref();
    }
  }

  #giveBack(units: number): void {
    this.#left += units;
    for (let next = this.#waiting[0]; next && next.units <= this.#left; next = this.#waiting[0]) {
      this.#left -= next.units;
      this.#waiting.shift();
      next.go();
    }
  }
}
