import type { Account } from '../../api/client.ts';

/** Whether a synchronization can be asked for, and if not, why. */
export type Synchronizability = 'available' | 'notForSelected' | 'running' | 'held' | 'later';

type Reason = Pick<NonNullable<Account['attention']>, 'reason'>;

/** The workflow decides; this says in advance what it would say. */
export function synchronizability({
  method,
  state,
  attention,
}: Pick<Account, 'method' | 'state'> & { attention: Reason | null }): Synchronizability {
  if (method === 'selected') return 'notForSelected';
  if (state === 'synchronizing') return 'running';
  if (attention?.reason === 'removalsHeld') return 'held';
  return state === 'protected' ? 'available' : 'later';
}

/**
 * Whether the provision screen has something left to do. A later synchronization of what is protected
 * is none of it, nor the decision on what such a one would remove.
 */
export function isUnfinished({
  state,
  directory,
  attention,
}: Pick<Account, 'state' | 'directory'> & { attention: Reason | null }): boolean {
  if (attention?.reason === 'removalsHeld') return false;
  if (state === 'synchronizing') return directory === null;
  return state !== 'protected' && state !== 'removing' && state !== 'removed';
}
