import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
    mutationFn: async () => {
      await contentOf(accountApi.$delete({ param: { organizationId, service } }));
      await cache.invalidateQueries({ queryKey: servicesQuery(organizationId).queryKey });
    },
    onSuccess: onBegun,
  });
}
