import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import type { Channel, OutgoingItem } from '../domain/events.ts';
import { TASK_QUEUE } from './names.ts';

const WORKFLOW_TYPES: Readonly<Record<Channel, string>> = {
  webhook: 'DeliverWebhookWorkflow',
  mail: 'SendMailWorkflow',
};

/** Starts a workflow for each delivery, once: one that was started, or has ended, is not started again. */
export function createOutgoing(client: Client, taskQueue: string = TASK_QUEUE) {
  return {
    async start(items: readonly OutgoingItem[]): Promise<void> {
      for (const { channel, id } of items) {
        await client.workflow
          .start(WORKFLOW_TYPES[channel], {
            workflowId: `${channel}/${id}`,
            workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
            taskQueue,
            args: [{ id }],
          })
          .catch(unlessStarted);
      }
    },
  };
}

function unlessStarted(error: unknown): void {
  if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
}
