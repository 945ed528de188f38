/** Cached queries of server state. Live events update the same keys. */
import { queryOptions } from '@tanstack/react-query';
import { contentOf } from './problem.ts';
import { api, organizationApi } from './client.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => contentOf(api.session.$get()),
  staleTime: Infinity,
});

/** The services of an organization, each with its account. Kept fresh by live events. */
export const servicesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organizations', organizationId, 'services'],
    queryFn: () => contentOf(organizationApi.accounts.$get({ param: { organizationId } })),
    staleTime: Infinity,
  });

/** Which mails the signed-in user gets, and whether any are sent. */
export const mailPreferencesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organizations', organizationId, 'mail-preferences'],
    queryFn: () =>
      contentOf(organizationApi['mail-preferences'].$get({ param: { organizationId } })),
  });

/** The newest notifications. Kept fresh by live events. */
export const notificationsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organizations', organizationId, 'notifications'],
    queryFn: () =>
      contentOf(organizationApi.notifications.$get({ param: { organizationId }, query: {} })),
    staleTime: Infinity,
  });
