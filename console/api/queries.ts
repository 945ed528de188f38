/** Cached queries of server state. Live events update the same keys. */
import { queryOptions } from '@tanstack/react-query';
import { answerOf } from './problem.ts';
import { api, organizationApi } from './client.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answerOf(api.session.$get()),
  staleTime: Infinity,
});

/** The services of an organization, each with its account. Kept fresh by live events. */
export const servicesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organizations', organizationId, 'services'],
    queryFn: () => answerOf(organizationApi.accounts.$get({ param: { organizationId } })),
    staleTime: Infinity,
  });

/** The newest notifications. Kept fresh by live events. */
export const notificationsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organizations', organizationId, 'notifications'],
    queryFn: () =>
      answerOf(organizationApi.notifications.$get({ param: { organizationId }, query: {} })),
    staleTime: Infinity,
  });
