import {
  keepPreviousData,
  queryOptions,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { Problem } from '../../../../api/problem.ts';
import { accountApi, type AccountReference } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';
import { PAGE } from './pages.ts';

type Answer<T> = Exclude<InferResponseType<T>, Problem>;
export type DirectoryUser = Answer<typeof accountApi.directory.users.$get>['users'][number];
export type DirectoryGroup = Answer<typeof accountApi.directory.groups.$get>['groups'][number];

export type DirectorySite = Answer<typeof accountApi.directory.sites.$get>['sites'][number];

/** Identifies a list. A new `version`, as after a publish, is a new list and is fetched again. */
export interface ListKey extends AccountReference {
  readonly version: string;
  readonly search: string;
}

interface Rows<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

export interface Source<T> {
  readonly name: string;
  read(listed: ListKey, offset: number, signal: AbortSignal): Promise<Rows<T>>;
}

const requestOf = ({ organizationId, service, search }: ListKey, offset: number) => ({
  param: { organizationId, service },
  query: { search, offset, limit: PAGE },
});

export const USERS: Source<DirectoryUser> = {
  name: 'users',
  async read(listed, offset, signal) {
    const request = accountApi.directory.users.$get(requestOf(listed, offset), {
      init: { signal },
    });
    const { total, users } = await contentOf(request);
    return { total, rows: users };
  },
};

export const GROUPS: Source<DirectoryGroup> = {
  name: 'groups',
  async read(listed, offset, signal) {
    const request = accountApi.directory.groups.$get(requestOf(listed, offset), {
      init: { signal },
    });
    const { total, groups } = await contentOf(request);
    return { total, rows: groups };
  },
};

export const SITES: Source<DirectorySite> = {
  name: 'sites',
  async read(listed, offset, signal) {
    const request = accountApi.directory.sites.$get(requestOf(listed, offset), {
      init: { signal },
    });
    const { total, sites } = await contentOf(request);
    return { total, rows: sites };
  },
};

const listsOf = (source: string, { organizationId, service }: AccountReference) => [
  'organizations',
  organizationId,
  'directory',
  service,
  source,
];

/** Reads the pages of users again that were read before. The shown ones stay until then. */
export function useRefetchUsers(account: AccountReference): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: listsOf(USERS.name, account) });
}

function pageQuery<T>(source: Source<T>, listed: ListKey, page: number) {
  const { version, search } = listed;
  return queryOptions({
    queryKey: [...listsOf(source.name, listed), version, search, page],
    // The signal cancels pages that were scrolled past, so the visible page does not queue behind them.
    queryFn: ({ signal }) => source.read(listed, page * PAGE, signal),
    staleTime: Infinity,
  });
}

/** The first page, which has the total. While a new search loads, the previous result. */
export const useFirstPage = <T>(source: Source<T>, listed: ListKey) =>
  useQuery({ ...pageQuery(source, listed, 0), placeholderData: keepPreviousData });

/** The rows of the requested pages that have loaded, by page number, and the first failed query. */
export function usePages<T>(source: Source<T>, listed: ListKey, pages: readonly number[]) {
  const results = useQueries({ queries: pages.map((page) => pageQuery(source, listed, page)) });
  const rows = new Map<number, readonly T[]>();
  for (const [index, page] of pages.entries()) {
    const data = results[index]?.data;
    if (data) rows.set(page, data.rows);
  }
  const failed = results.find(({ error }) => error !== null);
  return { rows, failed };
}
