/** One bare workflow per account, driven with the same kinds of messages in the same order. */
import type { Client } from '@temporalio/client';
import pLimit, { type LimitFunction } from 'p-limit';
import { connectClient } from '../temporal/connection.ts';
import { workflowIdOf } from '../temporal/names.ts';
import { type BareWorker, startBareWorker } from './bare-worker.ts';
import { bareUpdate, type BareStage, bareSignal } from './floor/bare.messages.ts';
import { BARE_TASK_QUEUE } from './floor/bare-worker.ts';
import type { Bench } from './topology.ts';

const MESSAGES_AT_ONCE = 64;
/** The click and the sign-in of each of the two consents. */
const UPDATES_OF_A_CONSENT = 2;

/** The work in an account's history, which a bare workflow repeats. */
export interface HistoryCounts {
  readonly signals: number;
  readonly updates: number;
  readonly activities: number;
  readonly localActivities: number;
}

/** Counts the work in the history of an account that is protected and has sent its notification. */
export async function countHistory(bench: Bench, organizationId: string): Promise<HistoryCounts> {
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
 * Divides the same work into one stage per signal.
 * @throws Error if the number of messages per account has changed
 */
export function stagesOf({
  signals,
  updates,
  activities,
  localActivities,
}: HistoryCounts): BareStage[] {
  if (signals !== STAGES || updates !== 2 * UPDATES_OF_A_CONSENT) {
    throw new Error(`An account now receives ${signals} signals and ${updates} updates`);
  }
  const part = (whole: number, stage: number) =>
    Math.floor((whole * (stage + 1)) / STAGES) - Math.floor((whole * stage) / STAGES);
  return Array.from({ length: STAGES }, (_, stage) => ({
    activities: part(activities, stage),
    localActivities: part(localActivities, stage),
  }));
}

/** Starts a worker, drives all bare workflows to their ends, and ends the worker. @returns seconds */
export async function driveBareFleet(
  { production }: Bench,
  size: number,
  story: HistoryCounts,
): Promise<number> {
  const { location } = production.temporal;
  const worker = await startBareWorker(location);
  const client = connectClient(location);
  const limit = pLimit(MESSAGES_AT_ONCE);
  const run = `bare/${Date.now()}`;
  try {
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: size }, (_, index) =>
        driveOne({ client, worker, limit }, `${run}/${index}`, stagesOf(story)),
      ),
    );
    return (performance.now() - begun) / 1000;
  } finally {
    await worker.end();
    await client.connection.close();
  }
}

async function driveOne(
  { client, worker, limit }: { client: Client; worker: BareWorker; limit: LimitFunction },
  workflowId: string,
  stages: readonly BareStage[],
): Promise<void> {
  const handle = await limit(() =>
    client.workflow.start('BareWorkflow', {
      workflowId,
      taskQueue: BARE_TASK_QUEUE,
      args: [{ stages }],
    }),
  );
  for (let stage = 0; stage < stages.length; stage += 1) {
    await limit(async () => {
      const updates = stage < stages.length - 1 ? UPDATES_OF_A_CONSENT : 0;
      for (let update = 0; update < updates; update += 1) await handle.executeUpdate(bareUpdate);
      await handle.signal(bareSignal);
    });
    await worker.reached(workflowId, stage);
  }
}
