/** `sync-delta`: a later run after 1% of the users changed. */
import { type FloorRun, firstRun, floorRun, ourRun, type OurRun } from '../first-run.ts';
import { openFloor } from '../floor-process.ts';
import { type Measurement, ratioAtMost, roundsFor } from '../measurement.ts';
import { median } from '../statistics.ts';
import { type Bench, CONTOSO, setFaults, openAccount, settle, withBench } from '../topology.ts';

const USERS = 100_000;
const CHANGED = USERS / 100;
/** As in `sync-cron`. A real delta page takes two to three times as long. */
const LATENCY = 100;

interface Round {
  readonly latency: number;
  readonly ours: OurRun;
  readonly floor: FloorRun;
  readonly requests: number;
}

export const syncDelta: Measurement = {
  name: 'sync-delta',
  ours: `${CHANGED} of 100,000 users changed, at ${LATENCY} ms a call`,
  floor: 'only the required calls',
  unit: 's',
  bar: ratioAtMost(1.5),
  rounds: roundsFor(USERS),
  run: ({ rounds, say }) =>
    withBench({ users: USERS }, async (bench) => {
      const session = await openAccount(bench);
      await firstRun(bench, session);
      const floor = await openFloor(bench);
      const measured: Round[] = [];
      for (const latency of [LATENCY, 0]) {
        for (let count = 0; count < rounds; count += 1) {
          const round = await measureRound(bench, latency, measured.length, session, floor);
          measured.push(round);
          say(
            `${latency} ms a call: ${round.ours.seconds.toFixed(2)} s in ${round.requests} requests, the calls alone ${round.floor.seconds.toFixed(2)} s in ${round.floor.requests}`,
          );
        }
      }
      return outcomeOf(measured);
    }),
};

async function measureRound(
  bench: Bench,
  latency: number,
  number: number,
  session: Awaited<ReturnType<typeof openAccount>>,
  floor: Awaited<ReturnType<typeof openFloor>>,
): Promise<Round> {
  const { deltaLinks } = await floor.run('tokens');
  await changeUsers(bench, `Renamed ${number}`);
  await setFaults(bench, { latencyMs: latency });
  await settle(bench);
  const { tenant } = bench.production.sandbox;
  const before = (await tenant.counters()).graph;
  const ours = await ourRun(bench, session.client.synchronize);
  const requests = (await tenant.counters()).graph - before;
  await session.client.follow(({ account }) => account?.state === 'protected');
  await settle(bench);
  const calls = await floorRun(bench, floor, 'delta', { deltaLinks });
  await setFaults(bench, { latencyMs: 0 });
  if (ours.record.changed !== CHANGED) {
    throw new Error(`${ours.record.changed} users were changed, not ${CHANGED}`);
  }
  return { latency, ours, floor: calls, requests };
}

async function changeUsers({ production }: Bench, displayName: string): Promise<void> {
  const url = `${production.sandbox.origin}/_sandbox/tenants/${CONTOSO}/users`;
  const body = JSON.stringify({ count: CHANGED, patch: { displayName } });
  const answer = await fetch(url, { method: 'PATCH', body });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`);
}

function outcomeOf(rounds: readonly Round[]) {
  const seconds = (latency: number, side: 'ours' | 'floor') =>
    median(rounds.filter((round) => round.latency === latency).map((round) => round[side].seconds));
  const requests = median(rounds.map((round) => round.requests));
  const needed = median(rounds.map(({ floor }) => floor.requests));
  return {
    ours: seconds(LATENCY, 'ours'),
    floor: seconds(LATENCY, 'floor'),
    rounds,
    notes: [
      `requests: ${requests} to Graph; ${needed} are required, including one for a token`,
      `without latency: ${seconds(0, 'ours').toFixed(2)} s, the calls ${seconds(0, 'floor').toFixed(2)} s`,
    ],
  };
}
