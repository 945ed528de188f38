/** `signal-to-screen`: from the answer to a consent callback until a watching console shows the state. */
import { setTimeout as delay } from 'node:timers/promises';
import { connectClient } from '../../temporal/connection.ts';
import {
  clickAndSignIn,
  consentOf,
  type ConsoleSession,
} from '../../test/support/console-session.ts';
import { start } from '../../test/support/walk.ts';
import { startBareWorker } from '../bare-worker.ts';
import { bareSignal, signalCountQuery } from '../floor/bare.messages.ts';
import { BARE_TASK_QUEUE } from '../floor/bare-worker.ts';
import { type Measurement, ratioAtMost } from '../measurement.ts';
import { median, percentile } from '../statistics.ts';
import { type Bench, openSessionAt, withBench } from '../topology.ts';

/** Samples of each side in a round. */
const SAMPLES = 40;
/** Milliseconds on the consent screen before the answer. */
const CONSENT_SCREEN_TIME = 500;

interface Round {
  readonly ours: readonly number[];
  readonly floor: readonly number[];
}

export const signalToScreen: Measurement = {
  name: 'signal-to-screen',
  ours: 'from callback answered to state visible over server-sent events, p50',
  floor: 'one raw signal and one query on the same server, p50',
  unit: 'ms',
  bar: ratioAtMost(2),
  rounds: 5,
  run: ({ rounds, say }) =>
    withBench({ users: 50 }, async (bench) => {
      const session = await openSessionAt(bench);
      await start(session);
      const bare = await startBare(bench);
      const measured: Round[] = [];
      try {
        while (measured.length < rounds) {
          const round = { ours: await returns(session), floor: await bare.samples(SAMPLES) };
          measured.push(round);
          say(
            `round ${measured.length}: p50 ${median(round.ours).toFixed(1)} ms, floor ${median(round.floor).toFixed(1)} ms`,
          );
        }
      } finally {
        await bare.end();
      }
      return outcomeOf(measured);
    }),
};

function outcomeOf(rounds: readonly Round[]) {
  const of = (side: keyof Round, share: number) =>
    median(rounds.map((round) => percentile(round[side], share)));
  return {
    ours: of('ours', 0.5),
    floor: of('floor', 0.5),
    rounds,
    notes: [
      `p95: ${of('ours', 0.95).toFixed(1)} ms, floor ${of('floor', 0.95).toFixed(1)} ms; ${SAMPLES} samples a round`,
    ],
  };
}

/** Declines repeatedly. Each callback sends a signal to the workflow. */
async function returns(session: ConsoleSession): Promise<number[]> {
  const { client, browser } = session;
  const samples: number[] = [];
  while (samples.length < SAMPLES) {
    const { attemptId } = await clickAndSignIn(session, 'exchange');
    let seenAt = 0;
    const seen = client.follow(({ account }) => {
      if (!account) return false;
      const { status } = consentOf(account, 'exchange');
      if (status !== 'declined') return false;
      seenAt = performance.now();
      return true;
    });
    await delay(CONSENT_SCREEN_TIME);
    await browser.press('action', 'decline');
    const answeredAt = performance.now();
    await seen;
    if (attemptId === '') throw new Error('The click started no attempt');
    samples.push(Math.max(0, seenAt - answeredAt));
  }
  return samples;
}

/** A workflow that only receives signals, on a separate worker. */
async function startBare({ production }: Bench) {
  const { location } = production.temporal;
  const worker = await startBareWorker(location);
  const client = connectClient(location);
  const handle = await client.workflow.start('BareWorkflow', {
    workflowId: 'bare/listener',
    taskQueue: BARE_TASK_QUEUE,
    args: [{ stages: [] }],
  });
  return {
    async samples(count: number): Promise<number[]> {
      const samples: number[] = [];
      for (
        let signals = await handle.query(signalCountQuery);
        samples.length < count;
        signals += 1
      ) {
        // Spaced out, like the callbacks.
        await delay(CONSENT_SCREEN_TIME / 5);
        const begun = performance.now();
        await handle.signal(bareSignal);
        if ((await handle.query(signalCountQuery)) <= signals)
          throw new Error('The signal did not arrive');
        samples.push(performance.now() - begun);
      }
      return samples;
    },
    async end() {
      await handle.terminate();
      await client.connection.close();
      await worker.end();
    },
  };
}
