import type { Synchronization } from '../../../api/client.ts';

type ReadSynchronization = Pick<
  Synchronization,
  'method' | 'usersRead' | 'groupsRead' | 'sitesRead' | 'fullReason'
>;

/** What a synchronization read: everything, or only the changes. */
export type ReadKind = 'selected' | 'delta' | 'full' | 'fullUsers' | 'fullGroups';

export function readKindOf({
  method,
  usersRead,
  groupsRead,
  sitesRead,
}: Omit<ReadSynchronization, 'fullReason'>): ReadKind {
  if (method === 'selected') return 'selected';
  if (sitesRead !== null) return sitesRead;
  if (usersRead === groupsRead) return usersRead ?? 'full';
  return usersRead === 'full' ? 'fullUsers' : 'fullGroups';
}

/** Why a synchronization read everything; null if it read only changes or selected users. */
export function reasonOf(synchronization: ReadSynchronization): Synchronization['fullReason'] {
  const kind = readKindOf(synchronization);
  return kind === 'selected' || kind === 'delta' ? null : synchronization.fullReason;
}

/** Whether all users were read without knowing how many there are. */
export const isUncounted = ({
  method,
  usersRead,
  totalUsers,
  phase,
}: Pick<Synchronization, 'method' | 'usersRead' | 'totalUsers' | 'phase'>): boolean =>
  method === 'all' && usersRead === 'full' && totalUsers === null && phase !== 'users';
