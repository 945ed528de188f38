/** The phases of a synchronization as listed on the screen. */
import type { Method } from '../../../../domain/account.ts';
import type { Synchronization } from '../../../api/client.ts';

export const PHASES = ['users', 'groups', 'publishing', 'protected'] as const;
export type Phase = (typeof PHASES)[number];

export interface PhaseEntry {
  readonly phase: Phase;
  readonly state: 'upcoming' | 'running' | 'done' | 'stopped';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

type Run = Pick<Synchronization, 'phase' | 'phases' | 'outcome'>;

/** Every phase with its state. With selected users there is no groups phase. */
export function phasesOf(run: Run | null, method: Method | null): readonly PhaseEntry[] {
  const shown = PHASES.filter((phase) => method !== 'selected' || phase !== 'groups');
  return shown.map((phase) => entryOf(run, phase));
}

function entryOf(run: Run | null, phase: Phase): PhaseEntry {
  // The final checks run after publishing and are not part of the run, so they have no times.
  if (phase === 'protected') {
    const state = run?.outcome === 'published' ? 'running' : 'upcoming';
    return { phase, state, startedAt: null, endedAt: null };
  }
  const known = run?.phases.find((entry) => entry.phase === phase);
  const [startedAt, endedAt] = [known?.startedAt ?? null, known?.endedAt ?? null];
  return { phase, state: stateOf(run, phase, startedAt, endedAt), startedAt, endedAt };
}

function stateOf(
  run: Run | null,
  phase: Phase,
  startedAt: string | null,
  endedAt: string | null,
): PhaseEntry['state'] {
  if (run?.outcome === 'published') return 'done';
  if (run === null || startedAt === null) return 'upcoming';
  if (run.phase === phase) return run.outcome === 'running' ? 'running' : 'stopped';
  return endedAt === null ? 'running' : 'done';
}

/** Share of users read, from 0 to 1; null if Microsoft did not report a total. */
export function shareOf({
  users,
  totalUsers,
}: Pick<Synchronization, 'users' | 'totalUsers'>): number | null {
  if (!totalUsers) return null;
  return Math.min(users / totalUsers, 1);
}
