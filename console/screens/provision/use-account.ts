/** The account of the provisioning screen. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Account, AccountReference, RequiredMethod } from '../../api/client.ts';
import { servicesQuery } from '../../api/queries.ts';

/** The account reference from the address. */
export function useAccountReference(): AccountReference {
  const { organizationId, service } = useParams({
    from: '/organizations/$organizationId/provision/$service',
  });
  return useMemo(() => ({ organizationId, service }), [organizationId, service]);
}

/** The account, kept fresh by live events; null if there is none. */
export const useAccount = (): Account | null => useEntry()?.account ?? null;

/** The method that the organization's other services use; null while none of them has chosen. */
export const useRequiredMethod = (): RequiredMethod | null => useEntry()?.requiredMethod ?? null;

function useEntry() {
  const { organizationId, service } = useAccountReference();
  const { data } = useSuspenseQuery(servicesQuery(organizationId));
  return data.services.find((entry) => entry.service === service);
}
