/**
 * A workflow's own clock, which the Temporal server moves forward on request
 * (server 1.32 and later). Everything else is as in production: the same
 * server, search attributes, queries and updates.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { timeout } from './wait.ts';

const { Duration } = proto.google.protobuf;

/** More than any test skips; the server's default of 100 stops a year of nights. */
const MAX_SKIPS = 1_000_000;
/** Wall time for one fast-forward. */
const PATIENCE_SECONDS = 120;

/**
 * Moves the workflow's clock forward by `milliseconds` and returns when it is
 * there. Timers and pauses between an activity's attempts end at once; a running
 * activity stops the clock until it is done.
 * @throws WaitTimeoutError when the clock has not arrived within two minutes of wall time.
 */
export async function skipTime(
  client: Client,
  workflowId: string,
  milliseconds: number,
): Promise<void> {
  const target = (await currentTime(client, workflowId)) + milliseconds;
  const deadline = Date.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    const left = target - (await currentTime(client, workflowId));
    if (left <= 0) return;
    if (Date.now() > deadline) {
      throw timeout(`the workflow's clock moved by ${milliseconds} ms`, PATIENCE_SECONDS, { left });
    }
    // A fast-forward ends early when the workflow continues as new.
    const id = await startSkipping(client, workflowId, left);
    await fastForwardEnded(client, workflowId, id);
  }
}

/** As `skipTime`, but returns at once. */
export async function startSkipping(
  { workflowService, options }: Client,
  workflowId: string,
  milliseconds: number,
): Promise<string> {
  const id = randomUUID();
  await workflowService.updateWorkflowExecutionOptions({
    namespace: options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        maxSessionSkipCount: MAX_SKIPS,
        fastForwardConfig: { id, duration: durationOf(milliseconds) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  return id;
}

/** The server answers when the fast-forward has ended, or after some time without success. */
async function fastForwardEnded(
  { workflowService, options }: Client,
  workflowId: string,
  fastForwardId: string,
): Promise<void> {
  await workflowService.pollWorkflowExecutionTimeSkipping({
    namespace: options.namespace,
    workflowExecution: { workflowId },
    fastForwardId,
  });
}

/** The workflow's own time, in milliseconds since 1970. */
export async function currentTime(
  { workflowService, options }: Client,
  workflowId: string,
): Promise<number> {
  const { workflowExtendedInfo } = await workflowService.describeWorkflowExecution({
    namespace: options.namespace,
    execution: { workflowId },
  });
  const time = workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return time ? Number(time.seconds) * 1000 + (time.nanos ?? 0) / 1e6 : Date.now();
}

const durationOf = (milliseconds: number) =>
  Duration.fromObject({
    seconds: Math.floor(milliseconds / 1000),
    nanos: Math.round((milliseconds % 1000) * 1e6),
  });
