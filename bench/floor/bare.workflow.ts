/** A workflow with the signals, updates and activities of an account, all of them empty. */
import {
  condition,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { BareActivities } from './bare-worker.ts';
import { bareUpdate, type BareStage, bareSignal, signalCountQuery } from './bare.messages.ts';

const { nothing, reached } = proxyActivities<BareActivities>({ startToCloseTimeout: '30 seconds' });
const { nothing: note } = proxyLocalActivities<BareActivities>({
  startToCloseTimeout: '10 seconds',
});

export async function BareWorkflow({ stages }: { stages: readonly BareStage[] }): Promise<void> {
  let signals = 0;
  setHandler(bareUpdate, () => undefined);
  setHandler(bareSignal, () => void (signals += 1));
  setHandler(signalCountQuery, () => signals);
  const { workflowId } = workflowInfo();
  for (const [stage, { activities, localActivities }] of stages.entries()) {
    await condition(() => signals > stage);
    const noted = take(localActivities, note);
    // The last activity reports the stage to the parent process.
    await take(activities - 1, nothing);
    await noted;
    await reached({ workflowId, stage });
  }
  // Stays open, like an account.
  await condition(() => false);
}

async function take(times: number, step: () => Promise<void>): Promise<void> {
  for (let time = 0; time < times; time += 1) await step();
}
