import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { type Account, accountApi, type AccountReference } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { useRefetchOnChange } from '../parts/use-refetch-on-change.ts';
import { recordsKey } from './records.ts';

const PAGE = 10;

const recordsQuery = ({ organizationId, service }: AccountReference, accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['organizations', organizationId, 'synchronizations', accountId],
    queryFn: ({ pageParam, signal }) =>
      contentOf(
        accountApi.synchronizations.$get(
          {
            param: { organizationId, service },
            query: { limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) },
          },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });

/** The account's synchronizations, newest first, kept up to date. */
export function useRecords(organizationId: string, account: Account) {
  const { service, accountId } = account;
  const records = useInfiniteQuery(recordsQuery({ organizationId, service }, accountId));
  useRefetchOnChange(recordsKey(account), records.refetch);
  return records;
}
