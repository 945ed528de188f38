/** `sync-unchanged`: a full run without changes. */
import { costsNote } from '../costs-note.ts';
import { type FloorRun, firstRun, floorRun, ourRun, type OurRun } from '../first-run.ts';
import { openFloor } from '../floor-process.ts';
import { type Measurement, ratioAtMost, roundsFor } from '../measurement.ts';
import { median } from '../statistics.ts';
import { type Bench, openAccount, settle, withBench } from '../topology.ts';

const USERS = 100_000;
const PAGE = 999;

export const syncUnchanged: Measurement = {
  name: 'sync-unchanged',
  ours: 'a second full run over 100,000 unchanged users',
  floor: 'a second full run of the script',
  unit: 's',
  bar: ratioAtMost(1.25),
  rounds: roundsFor(USERS),
  run: ({ rounds, say }) =>
    withBench({ users: USERS }, async (bench) => {
      const session = await openAccount(bench);
      const floor = await openFloor(bench);
      await firstRun(bench, session);
      await floor.run('full');
      const measured: { ours: OurRun; floor: FloorRun }[] = [];
      while (measured.length < rounds) {
        const done: { ours?: OurRun; floor?: FloorRun } = {};
        for (const side of measured.length % 2 === 0 ? ['ours', 'floor'] : ['floor', 'ours']) {
          await settle(bench);
          if (side === 'floor') done.floor = await floorRun(bench, floor, 'full');
          else {
            done.ours = await fullRun(bench, session.client.synchronize);
            await session.client.follow(({ account }) => account?.state === 'protected');
          }
        }
        if (!done.ours || !done.floor) throw new Error('One side was not measured');
        measured.push({ ours: done.ours, floor: done.floor });
        say(
          `round ${measured.length}: ${done.ours.seconds.toFixed(2)} s, floor ${done.floor.seconds.toFixed(2)} s`,
        );
      }
      return outcomeOf(measured);
    }),
};

/** Deletes the delta links, which forces a full run like an expired one. */
async function fullRun(bench: Bench, synchronize: () => Promise<unknown>): Promise<OurRun> {
  const { db, sandbox } = bench.production;
  await db.deleteFrom('directoryCursors').execute();
  const before = (await sandbox.tenant.counters()).graph;
  const run = await ourRun(bench, synchronize);
  const requests = (await sandbox.tenant.counters()).graph - before;
  if (requests < USERS / PAGE) throw new Error(`The run was not a full one: ${requests} requests`);
  const { added, changed, removed } = run.record;
  if (added + changed + removed > 0) throw new Error('The run changed rows');
  return run;
}

function outcomeOf(rounds: readonly { ours: OurRun; floor: FloorRun }[]) {
  const sides = { ours: rounds.map(({ ours }) => ours), floor: rounds.map(({ floor }) => floor) };
  const phase = (name: string) => median(sides.floor.map(({ phases }) => phases[name] ?? 0));
  const of = (name: string) => median(sides.ours.map(({ record }) => record.phases[name] ?? 0));
  return {
    ours: median(sides.ours.map(({ seconds }) => seconds)),
    floor: median(sides.floor.map(({ seconds }) => seconds)),
    rounds,
    notes: [
      `ours: users read at ${of('users').toFixed(2)} s, groups at ${of('groups').toFixed(2)}, published at ${of('published').toFixed(2)}`,
      `floor: read ${phase('read').toFixed(2)} s, merged ${phase('merge').toFixed(2)} s`,
      costsNote(
        'ours',
        sides.ours.map(({ costs }) => costs),
      ),
      costsNote(
        'floor',
        sides.floor.map(({ costs }) => costs),
      ),
    ],
  };
}
