/** The mailboxes that audit events name. The trail contains object ids; addresses are deleted with the account. */
import type { Store } from '../store/store.ts';

/** Where addresses are looked up. */
interface Addresses {
  readonly published: Pick<Store['published'], 'addresses'>;
  readonly canaryMailboxes: Pick<Store['canaryMailboxes'], 'addresses'>;
}

interface NamingEvent {
  readonly accountId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * A function that returns the mailbox that an event names: the user's published address, the address at which
 * the quarantine was tried, or the object id. Null for an event that names none.
 */
export async function mailboxNames(
  { published, canaryMailboxes }: Addresses,
  events: readonly NamingEvent[],
): Promise<(event: NamingEvent) => string | null> {
  const named = events.filter((event) => userOf(event) !== null);
  const accounts = new Set(named.flatMap(({ accountId }) => accountId ?? []));
  const addresses = new Map<string, Map<string, string>>();
  for (const accountId of accounts) {
    const own = named.filter(({ accountId }) => accountId === accountId);
    const userIds = new Set(own.flatMap((event) => userOf(event) ?? []));
    const known = await published.addresses(accountId, [...userIds]);
    const tried = await canaryMailboxes.addresses(accountId);
    addresses.set(accountId, new Map([...tried, ...known]));
  }
  return (event) => {
    const userId = userOf(event);
    if (userId === null) return null;
    return addresses.get(event.accountId ?? '')?.get(userId) ?? userId;
  };
}

const userOf = ({ details: { userId } }: NamingEvent): string | null =>
  typeof userId === 'string' ? userId : null;
