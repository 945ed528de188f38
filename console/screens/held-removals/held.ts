import type { Service } from '../../../domain/services/services.ts';
import type { Account } from '../../api/client.ts';
import { sitesOf } from '../../components/service.ts';

/** A synchronization that waits for a decision, with how many it would remove out of the published total. */
export interface Held {
  readonly runId: string;
  readonly startedAt: string;
  /** Only what it would remove some of. */
  readonly counts: readonly HeldCount[];
}

export interface HeldCount {
  /** Names the text, as in `held.users`. */
  readonly key: 'users' | 'groups' | 'sites.sites' | 'sites.drives';
  readonly count: number;
  readonly total: number;
}

type Parts = Pick<Account, 'service' | 'attention' | 'synchronization' | 'directory'>;

/** Whether the account waits for a decision on removals. */
export const waitsForDecision = ({ attention }: Pick<Account, 'attention'>): boolean =>
  attention?.reason === 'removalsHeld';

/** The held synchronization; null if nothing is held or the counts have not arrived yet. */
export function heldSynchronizationOf(account: Parts): Held | null {
  const { service, synchronization, directory } = account;
  if (!waitsForDecision(account) || !synchronization?.held || !directory) return null;
  const { runId, startedAt, held } = synchronization;
  return {
    runId,
    startedAt,
    counts: countsOf(service, held, directory).filter(({ count }) => count > 0),
  };
}

function countsOf(
  service: Service,
  held: Record<'users' | 'groups' | 'sites', number>,
  published: Record<'users' | 'groups' | 'sites', number>,
): HeldCount[] {
  const sites = sitesOf(service);
  if (sites) return [{ key: `sites.${sites}`, count: held.sites, total: published.sites }];
  return (['users', 'groups'] as const).map((key) => ({
    key,
    count: held[key],
    total: published[key],
  }));
}
