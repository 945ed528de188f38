/** The phases of a synchronization as listed on the screen. */
import type { Method } from '../../../../domain/account.ts';
import type { Copies } from '../../../components/service.ts';
import type { Synchronization } from '../../../api/client.ts';

export type Phase = 'users' | 'groups' | 'sites' | 'publishing' | 'protected';

/** What is read, in this order. Selected users are read without groups. */
const READ: Readonly<Record<Copies, Readonly<Record<Method, readonly Phase[]>>>> = {
  usersAndGroups: { all: ['users', 'groups'], selected: ['users'] },
  sites: { all: ['sites'], selected: ['sites'] },
  drives: { all: ['sites'], selected: ['sites'] },
};

export interface PhaseEntry {
  readonly phase: Phase;
  readonly state: 'upcoming' | 'running' | 'done' | 'stopped';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

type SynchronizationProgress = Pick<Synchronization, 'phase' | 'phases' | 'outcome'>;

/** Every phase with its state. */
export function phasesOf(
  synchronization: SynchronizationProgress | null,
  { copies, method }: { readonly copies: Copies; readonly method: Method | null },
): readonly PhaseEntry[] {
  const shown = [...READ[copies][method ?? 'all'], 'publishing', 'protected'] as const;
  return shown.map((phase) => entryOf(synchronization, phase));
}

function entryOf(synchronization: SynchronizationProgress | null, phase: Phase): PhaseEntry {
  // The final checks run after publishing and are not part of the synchronization, so they have no times.
  if (phase === 'protected') {
    const state = synchronization?.outcome === 'published' ? 'running' : 'upcoming';
    return { phase, state, startedAt: null, endedAt: null };
  }
  const known = synchronization?.phases.find((entry) => entry.phase === phase);
  const [startedAt, endedAt] = [known?.startedAt ?? null, known?.endedAt ?? null];
  return { phase, state: stateOf(synchronization, phase, startedAt, endedAt), startedAt, endedAt };
}

function stateOf(
  synchronization: SynchronizationProgress | null,
  phase: Phase,
  startedAt: string | null,
  endedAt: string | null,
): PhaseEntry['state'] {
  if (synchronization?.outcome === 'published') return 'done';
  if (synchronization === null || startedAt === null) return 'upcoming';
  if (synchronization.phase === phase)
    return synchronization.outcome === 'running' ? 'running' : 'stopped';
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
