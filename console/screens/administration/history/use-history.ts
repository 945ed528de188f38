import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { useEffect, useRef } from 'react';
import type { Problem } from '../../../../api/problem.ts';
import { type Account, organizationApi } from '../../../api/client.ts';
import { answerOf } from '../../../api/problem.ts';
import { useDebounced } from '../parts/use-debounced.ts';
import { refreshKey } from './refresh-key.ts';

const auditApi = organizationApi['audit-events'];

type AuditPage = Exclude<InferResponseType<typeof auditApi.$get>, Problem>;
export type AuditEvent = AuditPage['events'][number];

const PAGE = 50;
/** Changes come in bursts, and the trail is written right after them. */
const REST = 500;

const historyQuery = (organizationId: string, accountId: string | null) =>
  infiniteQueryOptions({
    queryKey: ['organizations', organizationId, 'audit', accountId],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        auditApi.$get(
          { param: { organizationId }, query: queryOf(accountId, pageParam) },
          { init: { signal } },
        ),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });

function queryOf(accountId: string | null, before: number | null) {
  return {
    limit: PAGE,
    ...(accountId === null ? {} : { accountId }),
    ...(before === null ? {} : { before }),
  };
}

/** What happened to the account, newest first, kept fresh; without one, to the whole organization. */
export function useHistory(organizationId: string, account: Account | null) {
  const query = historyQuery(organizationId, account?.accountId ?? null);
  const history = useInfiniteQuery(query);
  const { refetch } = history;
  const change = useDebounced(refreshKey(account), REST);
  const shown = useRef(change);
  useEffect(() => {
    if (shown.current === change) return;
    shown.current = change;
    void refetch();
  }, [change, refetch]);
  return history;
}
