import type { Account } from '../../api/client.ts';

/** Whether a synchronization can be asked for, and if not, why. */
export type Synchronizability = 'available' | 'notForSelected' | 'running' | 'later';

/** The workflow decides; this says in advance what it would say. */
export function synchronizability({
  method,
  state,
}: Pick<Account, 'method' | 'state'>): Synchronizability {
  if (method === 'selected') return 'notForSelected';
  if (state === 'synchronizing') return 'running';
  return state === 'protected' ? 'available' : 'later';
}

/** Whether the provision screen has something left to do. A later synchronization of what is protected is none of it. */
export function isUnfinished({ state, directory }: Pick<Account, 'state' | 'directory'>): boolean {
  if (state === 'synchronizing') return directory === null;
  return state !== 'protected' && state !== 'removing' && state !== 'removed';
}
