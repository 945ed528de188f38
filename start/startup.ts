/** Tracks what a start is waiting for. */

/** The longest wait of a start that is not finished. */
export interface Waiting {
  readonly waitingFor: string;
  /** ISO 8601 */
  readonly since: string;
  /** The latest sentence about the part's progress, if it reports any. */
  readonly progress: string | null;
}

export const TEMPORAL_SERVER = 'Temporal server';

export interface Startup {
  /** Counts the part as pending until its promise settles. */
  track<T>(name: string, part: T | Promise<T>): Promise<T>;
  /** Sets the latest progress of a part. */
  report(name: string, progress: string): void;
  /** Returns the pending part that was tracked first. */
  waiting(): Waiting;
}

/** @param now the current time, replaced in tests. */
export function createStartup(now: () => Date = () => new Date()): Startup {
  const begun = now();
  const pending = new Map<string, Date>();
  const progress = new Map<string, string>();
  return {
    async track(name, part) {
      pending.set(name, now());
      try {
        return await part;
      } finally {
        pending.delete(name);
      }
    },
    report(name, line) {
      progress.set(name, line);
    },
    waiting() {
      const [[waitingFor, since] = ['worker and API', begun]] = pending;
      return { waitingFor, since: since.toISOString(), progress: progress.get(waitingFor) ?? null };
    },
  };
}
