import { type NativeConnection, Worker } from '@temporalio/worker';
import { type Activities } from '../activities/activities.ts';
import { createFailureInterceptor } from '../activities/failure-interceptor.ts';
import { TASK_QUEUE } from '../temporal/names.ts';

/** Heartbeats are passed on at once, so that a cancellation reaches an activity within a second. */
const HEARTBEAT_THROTTLE = '500 ms';

/** A worker that serves every workflow and activity of the product; the caller runs it. */
export function createWorker(options: {
  connection: NativeConnection;
  namespace: string;
  activities: Activities;
  workflowBundle: { codePath: string } | { code: string };
  taskQueue?: string;
  maxCachedWorkflows?: number;
  shutdownGraceTime?: string;
}): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue ?? TASK_QUEUE,
    workflowBundle: options.workflowBundle,
    activities: options.activities,
    interceptors: { activity: [createFailureInterceptor] },
    maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
    defaultHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
    maxCachedWorkflows: options.maxCachedWorkflows ?? 400,
    shutdownGraceTime: (options.shutdownGraceTime ?? '5 seconds') as '5 seconds',
    shutdownForceTime: '20 seconds',
  });
}
