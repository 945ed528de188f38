/** `sync-latency`: a large tenant with high latency that enforces the documented limits. */
import { createSandbox } from '../../sandbox/server.ts';
import { costsNote } from '../costs-note.ts';
import { firstRun, floorRun } from '../first-run.ts';
import { openFloor } from '../floor-process.ts';
import { type Measurement, ratioAtMost, roundsFor } from '../measurement.ts';
import { shortestRead, type TenantShape } from '../shortest-schedule.ts';
import { median } from '../statistics.ts';
import { CONTOSO, setFaults, openAccount, settle, withBench } from '../topology.ts';

const USERS = 1_000_000;
const LATENCY = 300;
/** Enough for a page in each shard and a batch for each of many groups. */
const CONNECTIONS = 256;

export const syncLatency: Measurement = {
  name: 'sync-latency',
  ours: '1,000,000 users at 300 ms a call, 999 a page, resource units enforced',
  floor: 'the shortest schedule of calls that the resource units allow',
  unit: 's',
  bar: { ...ratioAtMost(1.2), text: 'ratio ≤ 1.2, no 429' },
  rounds: roundsFor(USERS),
  async run({ rounds, say }) {
    const floor = shortestRead(shapeOf(USERS), { latency: LATENCY });
    const runs: Awaited<ReturnType<typeof round>>[] = [];
    while (runs.length < rounds) {
      const run = await round();
      say(
        `round ${runs.length + 1}: ${run.ours.seconds.toFixed(1)} s, ${run.throttled} times 429; the script ${run.script.seconds.toFixed(1)} s`,
      );
      runs.push(run);
    }
    const seconds = runs.map(({ ours }) => ours.seconds);
    const phase = (name: string) => median(runs.map(({ ours }) => ours.record.phases[name] ?? 0));
    const script = (name: string) => median(runs.map((run) => run.script.phases[name] ?? 0));
    return {
      ours: median(seconds),
      floor,
      rounds: runs,
      notes: [
        `answers 429: ${runs.map(({ throttled }) => throttled).join(', ')}`,
        `ours: users read at ${phase('users').toFixed(1)} s, groups at ${phase('groups').toFixed(1)}, published at ${phase('published').toFixed(1)}`,
        `the floor's script under the same conditions: read ${script('read').toFixed(1)} s, merged ${script('merge').toFixed(1)} s`,
        costsNote(
          'ours',
          runs.map(({ ours }) => ours.costs),
        ),
      ],
    };
  },
};

const SLOW = { latencyMs: LATENCY, enforceResourceUnits: true };
const QUICK = { latencyMs: 0, enforceResourceUnits: false };

/** One round. A 429 misses the bar. */
function round() {
  return withBench({ users: USERS }, async (bench) => {
    const session = await openAccount(bench);
    const floor = await openFloor(bench);
    await floor.run('warm');
    await setFaults(bench, SLOW);
    await settle(bench);
    const { tenant } = bench.production.sandbox;
    const before = (await tenant.counters()).throttled;
    const ours = await firstRun(bench, session);
    const throttled = (await tenant.counters()).throttled - before;
    // The account's background work would take an hour under these conditions.
    await setFaults(bench, QUICK);
    await settle(bench);
    await setFaults(bench, SLOW);
    const script = await floorRun(bench, floor, 'full', {
      paced: true,
      connections: CONNECTIONS,
    });
    return { ours, throttled, script };
  });
}

/** The shape of the sandbox's tenant, without reading it through Graph. */
export function shapeOf(users: number): TenantShape {
  const sandbox = createSandbox({ users });
  const tenant = sandbox.tenants.find(({ defaultDomain }) => defaultDomain === CONTOSO);
  const directory = tenant && sandbox.tenantOf(tenant.id)?.directory;
  if (!directory) throw new Error(`The sandbox has no tenant ${CONTOSO}`);
  const groups = directory.groups.count;
  const members = Array.from({ length: groups }, (_, group) => directory.members(group).end);
  sandbox.close();
  return { users: directory.users.count, groups, members };
}
