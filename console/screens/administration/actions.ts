import type { Account } from '../../api/client.ts';

/** Whether a synchronization can be requested, and if not, why. */
export type Synchronizability = 'available' | 'notForSelected' | 'running' | 'held' | 'later';

type Reason = Pick<NonNullable<Account['attention']>, 'reason'>;

/** Predicts the workflow's answer to a synchronization request; the workflow decides. */
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
 * Whether steps are left on the provision screen. A later synchronization of a protected account is
 * not one, and neither is the decision on its held removals.
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
