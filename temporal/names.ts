/** Names and ids that client and worker must agree on. */
import type { Service } from '../domain/services/services.ts';

export const TASK_QUEUE = 'provost';

/** One open workflow per organization and service. */
export function workflowIdOf(service: Service, organizationId: string): string {
  return `${service}/${organizationId}`;
}
