/** As many signals, updates and activities as an account has, and nothing that they would be for. */
import {
  condition,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { BareActivities } from './bare-worker.ts';
import { askUpdate, type BareStage, tellSignal, toldQuery } from './bare.messages.ts';

const { nothing, reached } = proxyActivities<BareActivities>({ startToCloseTimeout: '30 seconds' });
const { nothing: note } = proxyLocalActivities<BareActivities>({
  startToCloseTimeout: '10 seconds',
});

export async function BareWorkflow({ stages }: { stages: readonly BareStage[] }): Promise<void> {
  let told = 0;
  setHandler(askUpdate, () => undefined);
  setHandler(tellSignal, () => void (told += 1));
  setHandler(toldQuery, () => told);
  const { workflowId } = workflowInfo();
  for (const [stage, { activities, localActivities }] of stages.entries()) {
    await condition(() => told > stage);
    const noted = take(localActivities, note);
    // The last one tells whoever waits.
    await take(activities - 1, nothing);
    await noted;
    await reached({ workflowId, stage });
  }
  // An account stays open, too.
  await condition(() => false);
}

async function take(times: number, step: () => Promise<void>): Promise<void> {
  for (let time = 0; time < times; time += 1) await step();
}
