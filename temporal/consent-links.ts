import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import { TASK_QUEUE } from './names.ts';

/** Starts the workflow that sends a consent link and follows it until it expires. */
export function createConsentLinkStarter(client: Client, taskQueue: string = TASK_QUEUE) {
  return async (link: { linkId: string; expiresAt: Date }): Promise<void> => {
    await client.workflow.start('ConsentLinkWorkflow', {
      workflowId: `consent-link/${link.linkId}`,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      taskQueue,
      args: [{ id: link.linkId, expiresAt: link.expiresAt.toISOString() }],
    });
  };
}
