import { queryOptions } from '@tanstack/react-query';
import { accountApi, type AccountReference } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { distinctTargets, siteTarget } from './selection.ts';

/** Sites whose title has the words of `search`. */
export const sitesQuery = (param: AccountReference, search: string) =>
  queryOptions({
    queryKey: [
      'organizations',
      param.organizationId,
      'accounts',
      param.service,
      'sites',
      { search },
    ],
    queryFn: async () => {
      const { sites, more } = await contentOf(accountApi.sites.$get({ param, query: { search } }));
      return { sites: distinctTargets(sites.map(siteTarget)), more };
    },
  });
