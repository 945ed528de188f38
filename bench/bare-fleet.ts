/** As many bare workflows as accounts, driven alike: the same kinds of messages, in the same order. */
import type { Client } from '@temporalio/client';
import { connectClient } from '../temporal/connection.ts';
import { workflowIdOf } from '../temporal/names.ts';
import { type BareWorker, startBareWorker } from './bare-worker.ts';
import { askUpdate, type BareStage, tellSignal } from './floor/bare.messages.ts';
import { BARE_TASK_QUEUE } from './floor/bare-worker.ts';
import { limited } from './limited.ts';
import type { Bench } from './topology.ts';

const MESSAGES_AT_ONCE = 64;
/** Before each of the two consents: the click and the sign-in. */
const UPDATES_OF_A_CONSENT = 2;

/** What an account's history holds, for a bare workflow to do as much. */
export interface Story {
  readonly signals: number;
  readonly updates: number;
  readonly activities: number;
  readonly localActivities: number;
}

/** Counts what happened in an account's workflow until it was protected and its organization told. */
export async function storyOf(bench: Bench, organizationId: string): Promise<Story> {
  const client = connectClient(bench.production.temporal.location);
  try {
    const handle = client.workflow.getHandle(workflowIdOf('exchange-online', organizationId));
    const { events } = await handle.fetchHistory();
    const count = (has: (event: NonNullable<typeof events>[number]) => unknown) =>
      (events ?? []).filter((event) => has(event)).length;
    return {
      signals: count((event) => event.workflowExecutionSignaledEventAttributes),
      updates: count((event) => event.workflowExecutionUpdateAcceptedEventAttributes),
      activities: count((event) => event.activityTaskScheduledEventAttributes),
      localActivities: count(
        (event) => event.markerRecordedEventAttributes?.markerName === 'core_local_activity',
      ),
    };
  } finally {
    await client.connection.close();
  }
}

/** The two consents and the submitted targets: three signals. */
const STAGES = 3;

/**
 * The same number of everything, in as many stages as there are signals.
 * @throws Error when accounts have come to be told something else
 */
export function stagesOf({ signals, updates, activities, localActivities }: Story): BareStage[] {
  if (signals !== STAGES || updates !== 2 * UPDATES_OF_A_CONSENT) {
    throw new Error(`An account is told ${signals} signals and ${updates} updates now`);
  }
  const part = (whole: number, stage: number) =>
    Math.floor((whole * (stage + 1)) / STAGES) - Math.floor((whole * stage) / STAGES);
  return Array.from({ length: STAGES }, (_, stage) => ({
    activities: part(activities, stage),
    localActivities: part(localActivities, stage),
  }));
}

/** Starts a worker for them, drives them all to their ends, and ends the worker. */
export async function driveBareFleet(
  { production }: Bench,
  size: number,
  story: Story,
): Promise<number> {
  const { location } = production.temporal;
  const worker = await startBareWorker(location);
  const client = connectClient(location);
  const atOnce = limited(MESSAGES_AT_ONCE);
  const run = `bare/${Date.now()}`;
  try {
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: size }, (_, index) =>
        driveOne({ client, worker, atOnce }, `${run}/${index}`, stagesOf(story)),
      ),
    );
    return (performance.now() - begun) / 1000;
  } finally {
    await worker.end();
    await client.connection.close();
  }
}

async function driveOne(
  {
    client,
    worker,
    atOnce,
  }: { client: Client; worker: BareWorker; atOnce: ReturnType<typeof limited> },
  workflowId: string,
  stages: readonly BareStage[],
): Promise<void> {
  const handle = await atOnce(() =>
    client.workflow.start('BareWorkflow', {
      workflowId,
      taskQueue: BARE_TASK_QUEUE,
      args: [{ stages }],
    }),
  );
  for (let stage = 0; stage < stages.length; stage += 1) {
    await atOnce(async () => {
      const updates = stage < stages.length - 1 ? UPDATES_OF_A_CONSENT : 0;
      for (let update = 0; update < updates; update += 1) await handle.executeUpdate(askUpdate);
      await handle.signal(tellSignal);
    });
    await worker.reached(workflowId, stage);
  }
}
