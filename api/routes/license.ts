/** Whether the tenant has what a service protects. */
import { ProvostError } from '../../domain/failures.ts';
import { type Service, SERVICES } from '../../domain/services/services.ts';
import type { Graph } from '../../microsoft/graph.ts';

/**
 * Of OneDrive, people are selected, and Microsoft finds them also where there is no SharePoint Online. Of a
 * user's drive it says the same whether the tenant or the user has no license, so that the sites are asked for.
 * @throws ProvostError TenantUnlicensed
 */
export async function requireLicense(
  graph: Graph,
  service: Service,
  tenantId: string,
): Promise<void> {
  if (SERVICES[service].copies !== 'drives') return;
  if ((await graph.sitesReadable({ tenantId })) === 'unlicensed')
    throw new ProvostError('TenantUnlicensed');
}
