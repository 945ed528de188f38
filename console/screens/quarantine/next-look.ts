import type { Account } from '../../api/client.ts';

/** When a mailbox that was named is tried, and what starts that. */
export type NextLook =
  | {
      readonly look:
        | 'now'
        | 'synchronizing'
        | 'targets'
        | 'held'
        | 'onRequest'
        | 'blocked'
        | 'none';
    }
  | { readonly look: 'at' | 'scheduled'; readonly at: string };

type Asked = Pick<Account, 'state' | 'attention' | 'method' | 'consents' | 'nextSynchronizationAt'>;

/**
 * The next check of the quarantine. While none works, it is checked again and again; otherwise at the end of
 * each synchronization.
 * @param now milliseconds since the epoch
 */
export function nextLookOf(account: Asked, now: number): NextLook {
  const { state, attention, method, consents, nextSynchronizationAt } = account;
  switch (state) {
    case 'attentionRequired': {
      if (attention?.reason === 'removalsHeld') return { look: 'held' };
      if (attention?.reason !== 'quarantineUnavailable') return { look: 'blocked' };
      const at = consents.find(({ kind }) => kind === 'graph')?.check?.nextCheckAt ?? null;
      return at !== null && Date.parse(at) > now ? { look: 'at', at } : { look: 'now' };
    }
    case 'verifyingQuarantine':
      return { look: 'now' };
    case 'awaitingTargets':
      return { look: method === null ? 'targets' : 'synchronizing' };
    case 'synchronizing':
      return { look: 'synchronizing' };
    case 'protected':
      if (method === 'selected') return { look: 'none' };
      return nextSynchronizationAt === null
        ? { look: 'onRequest' }
        : { look: 'scheduled', at: nextSynchronizationAt };
    default:
      return { look: 'none' };
  }
}
