import { REMOVAL_STEPS, type RemovalStep } from '../../../../domain/account.ts';

export type StepProgress = 'done' | 'current' | 'pending';

/** The progress of every removal step while `current` runs. Null, before any report, counts as the first. */
export function removalProgress(
  current: RemovalStep | null,
): readonly { step: RemovalStep; progress: StepProgress }[] {
  const at = Math.max(current === null ? 0 : REMOVAL_STEPS.indexOf(current), 0);
  return REMOVAL_STEPS.map((step, index) => ({ step, progress: progressOf(index, at) }));
}

function progressOf(index: number, at: number): StepProgress {
  if (index < at) return 'done';
  return index === at ? 'current' : 'pending';
}
