/** `sync-memory` and `sync-history`: costs that must not grow with the tenant. */
import type { Measurement } from '../measurement.ts';
import { ratioOf, roundsFor } from '../measurement.ts';
import { median } from '../statistics.ts';

const LARGE = 1_000_000;
const MOST_MEGABYTES = 512;
const MOST_RATIO = 1.15;

export const syncMemory: Measurement = {
  name: 'sync-memory',
  ours: 'peak memory of the worker at 1,000,000 users',
  floor: 'at 10,000',
  unit: 'MB',
  bar: {
    text: `ratio ≤ ${MOST_RATIO}, below ${MOST_MEGABYTES} MB`,
    met: (outcome) => (ratioOf(outcome) ?? 0) <= MOST_RATIO && outcome.ours < MOST_MEGABYTES,
  },
  rounds: roundsFor(LARGE),
  async run({ samples, rounds }) {
    const peaks = async (users: number) =>
      (await samples.firstRuns(users, rounds)).map(({ peakMegabytes }) => peakMegabytes);
    const [small, large] = [await peaks(10_000), await peaks(LARGE)];
    return {
      ours: median(large),
      floor: median(small),
      rounds: [
        { users: LARGE, megabytes: large },
        { users: 10_000, megabytes: small },
      ],
      notes: ['from the start of the process, including both consents and the first run'],
    };
  },
};

export const syncHistory: Measurement = {
  name: 'sync-history',
  ours: 'events of an account at 1,000,000 users, without workflow tasks and markers',
  floor: 'at 1,000',
  unit: 'events',
  bar: { text: 'equal', met: ({ ours, floor }) => ours === floor },
  rounds: roundsFor(LARGE),
  async run({ samples, rounds }) {
    const events = async (users: number) =>
      (await samples.firstRuns(users, rounds)).map((run) => run.events);
    const [small, large] = [await events(1000), await events(LARGE)];
    const all = (runs: typeof small) => median(runs.map((run) => run.all));
    const counted = (runs: typeof small) => median(runs.map((run) => run.withoutTaskEvents));
    return {
      ours: counted(large),
      floor: counted(small),
      rounds: [
        { users: LARGE, events: large },
        { users: 1000, events: small },
      ],
      notes: [
        `with workflow tasks and markers, whose number depends on timing: ${all(large)} and ${all(small)}`,
      ],
    };
  },
};
