/** The messages of the bare workflow. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** A stage waits for a signal, then runs this many empty activities. */
export interface BareStage {
  readonly activities: number;
  readonly localActivities: number;
}

export const bareUpdate = defineUpdate<void>('ask');
export const bareSignal = defineSignal('tell');
/** The number of signals so far. */
export const signalCountQuery = defineQuery<number>('told');
