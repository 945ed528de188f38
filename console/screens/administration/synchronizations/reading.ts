import type { Synchronization } from '../../../api/client.ts';

type Run = Pick<Synchronization, 'method' | 'usersRead' | 'groupsRead' | 'fullReason'>;

/** What a run read: everything, or only the changes. */
export type Reading = 'selected' | 'delta' | 'full' | 'fullUsers' | 'fullGroups';

export function readingOf({ method, usersRead, groupsRead }: Omit<Run, 'fullReason'>): Reading {
  if (method === 'selected') return 'selected';
  if (usersRead === groupsRead) return usersRead;
  return usersRead === 'full' ? 'fullUsers' : 'fullGroups';
}

/** Why a run read everything; null if it read only changes or selected users. */
export function reasonOf(run: Run): Synchronization['fullReason'] {
  const reading = readingOf(run);
  return reading === 'selected' || reading === 'delta' ? null : run.fullReason;
}
