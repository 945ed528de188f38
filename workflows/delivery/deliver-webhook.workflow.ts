import { ActivityFailure, isCancellation, workflowInfo } from '@temporalio/workflow';
import { deliveryQueueOf } from '../../domain/task-queues.ts';
import { deliverWebhook, giveUpWebhook } from '../activity-proxies.ts';
import { failureOf } from '../failures.ts';

/** Brings one event to one endpoint. If that fails for good, the endpoint is disabled. */
export async function DeliverWebhookWorkflow({ id }: { id: string }): Promise<void> {
  const taskQueue = deliveryQueueOf(workflowInfo().taskQueue);
  try {
    await deliverWebhook.executeWithOptions({ taskQueue }, [{ id }]);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    const gone = failureOf(error).type === 'WebhookGone';
    await giveUpWebhook({ id, because: gone ? 'gone' : 'exhausted' });
  }
}
