/** `sync-cron`: compared with the usual cron script. */
import { firstRun, type FloorRun, floorRun, type OurRun } from '../first-run.ts';
import { type Floor, openFloor } from '../floor-process.ts';
import { type Measurement, ratioOf, roundsFor } from '../measurement.ts';
import { median } from '../statistics.ts';
import { type Bench, setFaults, openAccount, settle, withBench } from '../topology.ts';

const USERS = 100_000;
const LATENCY = 100;
const TIMES = 20;

export const syncCron: Measurement = {
  name: 'sync-cron',
  ours: '100,000 users at 100 ms a call',
  floor: 'PageIterator and a row-by-row upsert',
  unit: 's',
  bar: {
    text: `ratio ≤ ${1 / TIMES}: ${TIMES} times faster`,
    met: (outcome) => (ratioOf(outcome) ?? Infinity) <= 1 / TIMES,
  },
  rounds: roundsFor(USERS),
  async run({ rounds, say }) {
    const ours: OurRun[] = [];
    let cron: FloorRun | null = null;
    while (ours.length < rounds) {
      const done = await withBench({ users: USERS }, (bench) => round(bench, cron === null));
      ours.push(done.ours);
      cron ??= done.cron;
      say(`round ${ours.length}: ${done.ours.seconds.toFixed(1)} s`);
      if (done.cron) say(`the cron script: ${done.cron.seconds.toFixed(0)} s`);
    }
    const phases = Object.entries(cron?.phases ?? {}).map(
      ([name, seconds]) => `${name} ${seconds.toFixed(0)} s`,
    );
    return {
      ours: median(ours.map(({ seconds }) => seconds)),
      floor: cron?.seconds ?? null,
      rounds: [...ours, cron],
      notes: [`the script, measured only once because it takes minutes: ${phases.join(', ')}`],
    };
  },
};

async function round(bench: Bench, withCron: boolean) {
  const session = await openAccount(bench);
  const floor: Floor = await openFloor(bench);
  await floor.run('warm');
  await setFaults(bench, { latencyMs: LATENCY });
  await settle(bench);
  const ours = await firstRun(bench, session);
  await settle(bench);
  return { ours, cron: withCron ? await floorRun(bench, floor, 'cron') : null };
}
