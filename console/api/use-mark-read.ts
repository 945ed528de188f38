import { useMutation, useQueryClient } from '@tanstack/react-query';
import { organizationApi } from './client.ts';
import { contentOf } from './problem.ts';
import { notificationsQuery } from './queries.ts';

/** Marks all notifications of the organization as read for the current user. */
export function useMarkRead(organizationId: string) {
  const cache = useQueryClient();
  const { queryKey } = notificationsQuery(organizationId);
  return useMutation({
    mutationFn: () =>
      contentOf(organizationApi.notifications.read.$post({ param: { organizationId } })),
    onSuccess: (notifications) => cache.setQueryData(queryKey, notifications),
  });
}
