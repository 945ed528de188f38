/** Readings by key. Everyone who asks for one before it is forgotten gets the same. */
export class SharedReadings<T> {
  readonly #readings = new Map<string, { readonly result: Promise<T>; settled: boolean }>();

  /** The reading under this key, which begins now unless there is one. */
  get(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#readings.get(key);
    if (known) return known.result;
    const reading = { result: read(), settled: false };
    this.#readings.set(key, reading);
    reading.result.then(
      () => (reading.settled = true),
      // A failure is for those who are waiting. The next one tries again.
      () => this.#readings.get(key) === reading && this.#readings.delete(key),
    );
    return reading.result;
  }

  /** The next `get` of this key reads again, unless a reading is still under way. */
  renew(key: string): void {
    if (this.#readings.get(key)?.settled) this.#readings.delete(key);
  }

  /** Something changed: every `get` reads again, because readings under way may have missed it. */
  forget(): void {
    this.#readings.clear();
  }
}
