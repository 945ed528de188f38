import { useQueryClient } from '@tanstack/react-query';
import type { Account, AccountReference } from './client.ts';
import { servicesQuery } from './queries.ts';

/** A function that shows a change of the account immediately, until the live events bring the account itself. */
export function useShowChange({ organizationId, service }: AccountReference) {
  const cache = useQueryClient();
  const { queryKey } = servicesQuery(organizationId);
  return (change: Partial<Account>) =>
    cache.setQueryData(
      queryKey,
      (known) =>
        known && {
          services: known.services.map((entry) =>
            entry.service === service && entry.account
              ? { ...entry, account: { ...entry.account, ...change } }
              : entry,
          ),
        },
    );
}
