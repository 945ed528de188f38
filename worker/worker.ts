import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type Activities } from '../activities/activities.ts';
import { createFailureInterceptor } from '../activities/failure-interceptor.ts';
import { deliveryQueueOf, synchronizationQueueOf } from '../domain/task-queues.ts';
import { TASK_QUEUE } from '../temporal/names.ts';

/** Heartbeats are barely throttled, so that a cancellation reaches an activity within a second. */
const HEARTBEAT_THROTTLE = '500 ms';

/** In milliseconds. Work in progress is abandoned afterwards: activities can run again. */
export const LONGEST_SHUTDOWN = 20_000;

/** Default number of concurrent long reads per process. */
export const DEFAULT_SYNCHRONIZATIONS = 16;

/** Calls to servers of customers at a time, in one process. Each lasts seconds at most. */
const DELIVERIES = 50;

export interface ProvostWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly activities: Activities;
  readonly workflowBundle: { codePath: string } | { code: string };
  readonly taskQueue?: string;
  readonly maxCachedWorkflows?: number;
  /** Maximum number of concurrent long reads. Others wait in order of priority. */
  readonly synchronizations?: number;
  readonly shutdownGraceTime?: string;
}

/** All workers, operated as one. */
export interface ProvostWorker {
  /** Runs until `shutdown`, or until one worker fails: then it stops the others and rejects. */
  run(): Promise<void>;
  shutdown(): void;
  /** RUNNING while all run, else the state of one that does not. */
  getState(): ReturnType<Worker['getState']>;
}

/**
 * Workers for all workflows and activities: one for short work, and one each with its own slots for
 * long reads and for deliveries, so that consents never wait behind them. The caller runs them.
 */
export async function createWorker(options: ProvostWorkerOptions): Promise<ProvostWorker> {
  const taskQueue = options.taskQueue ?? TASK_QUEUE;
  const common = commonOptions(options);
  const shortWork = await Worker.create({
    ...common,
    taskQueue,
    workflowBundle: options.workflowBundle,
    maxCachedWorkflows: options.maxCachedWorkflows ?? 400,
  });
  const longReads = await Worker.create({
    ...common,
    taskQueue: synchronizationQueueOf(taskQueue),
    maxConcurrentActivityTaskExecutions: options.synchronizations ?? DEFAULT_SYNCHRONIZATIONS,
  });
  const deliveries = await Worker.create({
    ...common,
    taskQueue: deliveryQueueOf(taskQueue),
    maxConcurrentActivityTaskExecutions: DELIVERIES,
  });
  return asOne([shortWork, longReads, deliveries]);
}

function commonOptions(options: ProvostWorkerOptions): Omit<WorkerOptions, 'taskQueue'> {
  return {
    connection: options.connection,
    namespace: options.namespace,
    activities: options.activities,
    interceptors: { activity: [createFailureInterceptor] },
    maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
    defaultHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
    shutdownGraceTime: (options.shutdownGraceTime ?? '5 seconds') as '5 seconds',
    shutdownForceTime: LONGEST_SHUTDOWN,
  };
}

function asOne(workers: readonly Worker[]): ProvostWorker {
  const shutdown = () => {
    // `shutdown` throws if the worker has stopped or is stopping.
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    async run() {
      const endings = await Promise.allSettled(
        workers.map((worker) => worker.run().finally(shutdown)),
      );
      for (const ending of endings) if (ending.status === 'rejected') throw ending.reason;
    },
    shutdown,
    getState: () =>
      workers.map((worker) => worker.getState()).find((state) => state !== 'RUNNING') ?? 'RUNNING',
  };
}
