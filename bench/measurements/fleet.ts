/** `fleet`: many concurrent organizations on one worker. */
import { driveBareFleet, countHistory } from '../bare-fleet.ts';
import { costsNote } from '../costs-note.ts';
import { fleetTenants, grantAll, provisionFleet } from '../fleet.ts';
import { type Measurement, ratioAtMost } from '../measurement.ts';
import { type Costs, measureCosts } from '../process-costs.ts';
import { median } from '../statistics.ts';
import { withBench } from '../topology.ts';

const ORGANIZATIONS = 1000;
const USERS = 100;

interface Round {
  readonly ours: number;
  readonly floor: number;
  readonly sentAgain: number;
  readonly costs: Costs;
  readonly story: Awaited<ReturnType<typeof countHistory>>;
}

export const fleet: Measurement = {
  name: 'fleet',
  ours: '1,000 organizations of 100 users provisioned concurrently on one worker',
  floor: 'bare workflows with the same number of signals, updates and activities',
  unit: 's',
  bar: ratioAtMost(1.3),
  rounds: 5,
  async run({ rounds, say }) {
    const measured: Round[] = [];
    while (measured.length < rounds) {
      const round = await measureFleet(ORGANIZATIONS, measured.length % 2 === 1);
      measured.push(round);
      say(
        `round ${measured.length}: ${round.ours.toFixed(1)} s, floor ${round.floor.toFixed(1)} s`,
      );
    }
    const [first] = measured;
    return {
      ours: median(measured.map(({ ours }) => ours)),
      floor: median(measured.map(({ floor }) => floor)),
      rounds: measured,
      notes: [
        `each account: ${Object.entries(first?.story ?? {})
          .map(([name, count]) => `${name} ${count}`)
          .join(', ')}`,
        `retried messages, because no answer came in time: ${measured.map(({ sentAgain }) => sentAgain).join(', ')}`,
        costsNote(
          'ours',
          measured.map(({ costs }) => costs),
        ),
      ],
    };
  },
};

/** The floor repeats the work of one account that is provisioned before the measurement. */
export function measureFleet(organizations: number, floorFirst: boolean): Promise<Round> {
  const sandboxFlags = ['--fleet', String(organizations + 1), '--fleet-users', String(USERS)];
  return withBench({ users: 10, sandboxFlags }, async (bench) => {
    const [first, ...others] = await fleetTenants(bench);
    if (!first || others.length !== organizations) throw new Error('The sandbox has no such fleet');
    await grantAll(bench, [first, ...others]);
    await provisionFleet(bench, [first]);
    const story = await countHistory(bench, first.organizationId);
    const floorSide = () => driveBareFleet(bench, organizations, story);
    const early = floorFirst ? await floorSide() : null;
    const { result, costs } = await measureCosts(bench.pids, async () => {
      const begun = performance.now();
      const sentAgain = await provisionFleet(bench, others);
      return { ours: (performance.now() - begun) / 1000, sentAgain };
    });
    return { ...result, floor: early ?? (await floorSide()), costs, story };
  });
}
