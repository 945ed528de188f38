import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type Account, accountApi, type AccountReference } from '../../../api/client.ts';
import { answerOf } from '../../../api/problem.ts';
import { recordsKey } from './records.ts';

const PAGE = 10;

const recordsQuery = ({ organizationId, service }: AccountReference, accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['organizations', organizationId, 'synchronizations', accountId],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
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

/** The account's synchronizations, newest first, kept fresh. */
export function useRecords(organizationId: string, account: Account) {
  const { service, accountId } = account;
  const records = useInfiniteQuery(recordsQuery({ organizationId, service }, accountId));
  const { refetch } = records;
  const change = recordsKey(account);
  const shown = useRef(change);
  useEffect(() => {
    if (shown.current === change) return;
    shown.current = change;
    void refetch();
  }, [change, refetch]);
  return records;
}
