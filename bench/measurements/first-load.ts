/** `sync-100k` and `sync-1m`: the first synchronization of a tenant. */
import { costsNote } from '../costs-note.ts';
import type { FirstRun } from '../first-run.ts';
import { type Measurement, type Outcome, ratioAtMost, roundsFor } from '../measurement.ts';
import { median } from '../statistics.ts';

/** Seconds of both sides, and their phases. */
export function outcomeOf(runs: readonly FirstRun[]): Outcome {
  const phase = (name: string) => median(runs.map(({ ours }) => ours.record.phases[name] ?? 0));
  const floorPhase = (name: string) => median(runs.map(({ floor }) => floor.phases[name] ?? 0));
  return {
    ours: median(runs.map(({ ours }) => ours.seconds)),
    floor: median(runs.map(({ floor }) => floor.seconds)),
    rounds: runs,
    notes: [
      `ours: started after ${phase('begun').toFixed(2)} s, users read at ${phase('users').toFixed(2)}, groups at ${phase('groups').toFixed(2)}, published at ${phase('published').toFixed(2)}`,
      `floor: read ${floorPhase('read').toFixed(2)} s, merged ${floorPhase('merge').toFixed(2)} s`,
      costsNote(
        'ours',
        runs.map(({ ours }) => ours.costs),
      ),
      costsNote(
        'floor',
        runs.map(({ floor }) => floor.costs),
      ),
    ],
  };
}

const SCRIPT = 'a script tuned by hand';

export const sync100k: Measurement = {
  name: 'sync-100k',
  ours: 'first run, 100,000 users, 2,000 groups, 300,000 memberships',
  floor: SCRIPT,
  unit: 's',
  bar: ratioAtMost(1.25),
  rounds: roundsFor(100_000),
  run: async ({ samples, rounds }) => outcomeOf(await samples.firstRuns(100_000, rounds)),
};

const MOST_SECONDS = 90;

export const sync1m: Measurement = {
  name: 'sync-1m',
  ours: 'first run, 1,000,000 users, 10,000 groups, 3,000,000 memberships',
  floor: SCRIPT,
  unit: 's',
  bar: {
    text: `ratio ≤ 1.25, below ${MOST_SECONDS} s`,
    met: (outcome) => ratioAtMost(1.25).met(outcome) && outcome.ours < MOST_SECONDS,
  },
  rounds: roundsFor(1_000_000),
  run: async ({ samples, rounds }) => outcomeOf(await samples.firstRuns(1_000_000, rounds)),
};
