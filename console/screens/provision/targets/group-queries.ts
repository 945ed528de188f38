import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { accountApi, type AccountReference } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';

const keyOf = ({ organizationId, service }: AccountReference) =>
  ['organizations', organizationId, 'accounts', service, 'groups'] as const;

/** Groups whose name starts with `search`. */
export const groupsQuery = (param: AccountReference, search: string) =>
  queryOptions({
    queryKey: [...keyOf(param), { search }],
    queryFn: () => contentOf(accountApi.groups.$get({ param, query: { search } })),
  });

/** The users of a group, page by page. */
export const groupUsersQuery = (reference: AccountReference, groupId: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(reference), groupId, 'users'],
    queryFn: ({ pageParam: page }) =>
      contentOf(
        accountApi.groups[':groupId'].users.$get({
          param: { ...reference, groupId },
          query: page === null ? {} : { page },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
