import { REMOVAL_STEPS, type RemovalStep } from '../../../../domain/account.ts';

export type StepProgress = 'done' | 'current' | 'failed' | 'pending';

/** The progress of every removal step while `current` runs or has failed. Null, before any report, counts as the first. */
export function removalProgress(
  current: RemovalStep | null,
  failed = false,
): readonly { step: RemovalStep; progress: StepProgress }[] {
  const at = Math.max(current === null ? 0 : REMOVAL_STEPS.indexOf(current), 0);
  return REMOVAL_STEPS.map((step, index) => ({ step, progress: progressOf(index, at, failed) }));
}

function progressOf(index: number, at: number, failed: boolean): StepProgress {
  if (index < at) return 'done';
  if (index > at) return 'pending';
  return failed ? 'failed' : 'current';
}
