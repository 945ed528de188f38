/** What can be said to a workflow that does nothing. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** Each stage waits for a signal, then does so many activities that do nothing. */
export interface BareStage {
  readonly activities: number;
  readonly localActivities: number;
}

export const askUpdate = defineUpdate<void>('ask');
export const tellSignal = defineSignal('tell');
/** Signals so far. */
export const toldQuery = defineQuery<number>('told');
