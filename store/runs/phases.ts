/** The phases of a run, and when it was in each. */
import type { SyncPhase, SyncRun } from '../schema.ts';

/** Each phase of a run, with the column of its start time. */
export const PHASE_START = {
  users: 'usersAt',
  groups: 'groupsAt',
  sites: 'sitesAt',
  publishing: 'publishingAt',
} as const satisfies Record<Exclude<SyncPhase, 'done'>, keyof SyncRun>;
export type RunPhase = keyof typeof PHASE_START;

export const RUN_PHASES = [
  'users',
  'groups',
  'sites',
  'publishing',
] as const satisfies readonly RunPhase[];

/** The phases that the run has entered, in order. Each ends when the next one starts or the run ends. */
export function phasesOf(
  run: SyncRun,
): { phase: RunPhase; startedAt: Date; endedAt: Date | null }[] {
  const entered = RUN_PHASES.flatMap((phase) => {
    const startedAt = run[PHASE_START[phase]];
    return startedAt ? [{ phase, startedAt }] : [];
  });
  return entered.map((entry, index) => ({
    ...entry,
    endedAt: entered[index + 1]?.startedAt ?? run.endedAt,
  }));
}
