import type { Service } from '../domain/services/services.ts';
import { workflowIdOf } from '../temporal/names.ts';

/** Creates links to an account's workflow in Temporal's UI; null if no UI is known. */
export function createWorkflowLink(ui: string | null, namespace: string) {
  return (service: Service, organizationId: string): string | null => {
    if (ui === null) return null;
    const workflowId = encodeURIComponent(workflowIdOf(service, organizationId));
    return `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows/${workflowId}`;
  };
}
