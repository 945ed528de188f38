import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { type Activities } from '../activities/activities.ts';
import { createFailureInterceptor } from '../activities/failure-interceptor.ts';
import { synchronizationQueueOf } from '../domain/task-queues.ts';
import { TASK_QUEUE } from '../temporal/names.ts';

/** Heartbeats are passed on at once, so that a cancellation reaches an activity within a second. */
const HEARTBEAT_THROTTLE = '500 ms';

/** Long readings at a time in one process, when nobody says otherwise. */
export const DEFAULT_SYNCHRONIZATIONS = 16;

export interface ProvostWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly activities: Activities;
  readonly workflowBundle: { codePath: string } | { code: string };
  readonly taskQueue?: string;
  readonly maxCachedWorkflows?: number;
  /** How many long readings go on at a time; the others wait, in the order of their priority. */
  readonly synchronizations?: number;
  readonly shutdownGraceTime?: string;
}

/** What both workers are as one. */
export interface ProvostWorker {
  /** Serves until `shutdown`, or until one of both fails: then the other ends too, and this fails. */
  run(): Promise<void>;
  shutdown(): void;
  /** RUNNING while both run, else what the one is that does not. */
  getState(): ReturnType<Worker['getState']>;
}

/**
 * Workers for every workflow and activity of the product: one for what is
 * short, one with slots of its own for long readings, so that nobody's consent
 * waits behind them. The caller runs them.
 */
export async function createWorker(options: ProvostWorkerOptions): Promise<ProvostWorker> {
  const taskQueue = options.taskQueue ?? TASK_QUEUE;
  const common = commonOptions(options);
  const swift = await Worker.create({
    ...common,
    taskQueue,
    workflowBundle: options.workflowBundle,
    maxCachedWorkflows: options.maxCachedWorkflows ?? 400,
  });
  const patient = await Worker.create({
    ...common,
    taskQueue: synchronizationQueueOf(taskQueue),
    maxConcurrentActivityTaskExecutions: options.synchronizations ?? DEFAULT_SYNCHRONIZATIONS,
  });
  return asOne([swift, patient]);
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
    shutdownForceTime: '20 seconds',
  };
}

function asOne(workers: readonly Worker[]): ProvostWorker {
  const shutdown = () => {
    // A worker that has ended, or is about to, would throw.
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
