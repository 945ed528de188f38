/** Names and ids that client and worker must agree on. */
import type { Service } from '../domain/account.ts';
import { synchronizationQueueOf } from '../domain/task-queues.ts';

export const TASK_QUEUE = 'provost';

/** Long readings only; production's dynamic configuration names it too. */
export const SYNCHRONIZATION_TASK_QUEUE = synchronizationQueueOf(TASK_QUEUE);

/** One open workflow per organization and service. */
export function workflowIdOf(service: Service, organizationId: string): string {
  return `${service}/${organizationId}`;
}
