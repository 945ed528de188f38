import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { Problem } from '../../../../api/problem.ts';
import { type Account, organizationApi } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { useDebounced } from '../parts/use-debounced.ts';
import { useRefetchOnChange } from '../parts/use-refetch-on-change.ts';
import { refreshKey } from './refresh-key.ts';

const auditApi = organizationApi['audit-events'];

type AuditPage = Exclude<InferResponseType<typeof auditApi.$get>, Problem>;
export type AuditEvent = AuditPage['events'][number];

const PAGE = 50;
/** Milliseconds. Changes come in bursts, and their audit events are written shortly after. */
const REST = 500;

const historyQuery = (organizationId: string, accountId: string | null) =>
  infiniteQueryOptions({
    queryKey: ['organizations', organizationId, 'audit', accountId],
    queryFn: ({ pageParam, signal }) =>
      contentOf(
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

/** Audit events of the account, or of the organization without one. Newest first, kept up to date. */
export function useHistory(organizationId: string, account: Account | null) {
  const query = historyQuery(organizationId, account?.accountId ?? null);
  const history = useInfiniteQuery(query);
  useRefetchOnChange(useDebounced(refreshKey(account), REST), history.refetch);
  return history;
}
