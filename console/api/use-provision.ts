import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type AccountReference, accountApi } from './client.ts';
import { contentOf } from './problem.ts';
import { servicesQuery } from './queries.ts';

/** Starts the provisioning, or joins the existing one, and opens its screen. */
export function useProvision({ organizationId, service }: AccountReference) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await contentOf(accountApi.$post({ param: { organizationId, service } }));
      const { queryKey } = servicesQuery(organizationId);
      await cache.invalidateQueries({ queryKey });
      await navigate({
        to: '/organizations/$organizationId/provision/$service',
        params: { organizationId, service },
      });
    },
  });
}
