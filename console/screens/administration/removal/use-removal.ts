import {
  queryOptions,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { type Account, accountApi, type AccountReference } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { servicesQuery } from '../../../api/queries.ts';

/** What a removal would delete. Never cached: counted again each time the dialog opens. */
const removalQuery = ({ organizationId, service }: AccountReference, accountId: string) =>
  queryOptions({
    queryKey: ['organizations', organizationId, 'removal', accountId],
    queryFn: () => contentOf(accountApi.removal.$get({ param: { organizationId, service } })),
    staleTime: 0,
    gcTime: 0,
  });

export const useRemovalCounts = (reference: AccountReference, { accountId }: Account) =>
  useQuery(removalQuery(reference, accountId));

/** Removes the account. Settles after the cached account shows that the removal has started. */
export function useRemove({ organizationId, service }: AccountReference, onBegun: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationKey: removalKey({ organizationId, service }),
    mutationFn: async () => {
      await contentOf(accountApi.$delete({ param: { organizationId, service } }));
      await cache.invalidateQueries({ queryKey: servicesQuery(organizationId).queryKey });
    },
    onSuccess: onBegun,
  });
}

const removalKey = ({ organizationId, service }: AccountReference) => [
  'organizations',
  organizationId,
  'remove',
  service,
];

/**
 * Whether the account was removed while this screen was open, or from another screen a moment
 * ago: a removal may be complete before this screen opens.
 */
export function useWasRemoved(reference: AccountReference, account: Account | null): boolean {
  const [seen, setSeen] = useState(account !== null);
  if (account && !seen) setSeen(true);
  const requested = useMutationState({
    filters: { mutationKey: removalKey(reference), status: 'success' },
  });
  return account === null && (seen || requested.length > 0);
}
