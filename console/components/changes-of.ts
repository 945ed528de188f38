import type { Service } from '../../domain/services/services.ts';
import type { Synchronization } from '../api/client.ts';
import { sitesOf } from './service.ts';

type Counted = Pick<
  Synchronization,
  'added' | 'changed' | 'removed' | 'sitesAdded' | 'sitesChanged' | 'sitesRemoved'
>;

/** How many users, sites or drives a synchronization added, changed and removed. */
export function changesOf(service: Service, synchronization: Counted) {
  const { added, changed, removed, sitesAdded, sitesChanged, sitesRemoved } = synchronization;
  if (!sitesOf(service)) return { added, changed, removed };
  return { added: sitesAdded, changed: sitesChanged, removed: sitesRemoved };
}
