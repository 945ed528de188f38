import { isCancellation } from '@temporalio/workflow';
import { recordMailFailure, sendMail } from '../activity-proxies.ts';
import { failureOf } from '../failures.ts';

/** Sends one mail, trying for most of a day. What could not be delivered is recorded. */
export async function SendMailWorkflow({ id }: { id: string }): Promise<void> {
  try {
    await sendMail({ id });
  } catch (error) {
    if (isCancellation(error)) throw error;
    await recordMailFailure({ id, failure: failureOf(error).type });
  }
}
