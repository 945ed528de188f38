/** First runs by size, shared by several measurements. */
import { type FirstRun, measureFirstRun } from './first-run.ts';

export interface Samples {
  /** Measures until there are at least this many rounds. Earlier ones count. */
  firstRuns(users: number, rounds: number): Promise<readonly FirstRun[]>;
  /** All measured runs by size. */
  all(): ReadonlyMap<number, readonly FirstRun[]>;
}

export function createSamples(say: (line: string) => void): Samples {
  const measured = new Map<number, FirstRun[]>();
  return {
    all: () => measured,
    async firstRuns(users, rounds) {
      const runs = measured.get(users) ?? [];
      measured.set(users, runs);
      while (runs.length < rounds) {
        const run = await measureFirstRun(users, runs.length % 2 === 1);
        runs.push(run);
        say(
          `${users} users, round ${runs.length}: ${run.ours.seconds.toFixed(2)} s, floor ${run.floor.seconds.toFixed(2)} s, worker ${run.peakMegabytes.toFixed(0)} MB`,
        );
      }
      return runs;
    },
  };
}
