/** The service principals of a tenant as Graph shows them. */
import { createHash } from 'node:crypto';
import type { ServicePrincipal } from '../graph/service-principal.ts';
import type { AppRegistration, Grant, Tenant } from '../model.ts';
import { RESOURCE_APIS } from '../registrations.ts';
import type { Ledger } from './ledger.ts';
import { servicePrincipalId } from './permissions.ts';

const assignmentId = (tenantId: string, { clientId, appRoleId }: Grant): string =>
  createHash('sha256').update(`${tenantId}/${clientId}/${appRoleId}`).digest('base64url');

function assignmentsOf({ id, grants }: Tenant, clientId: string): ServicePrincipal['assignments'] {
  const visible = grants.filter(
    (each) => each.clientId === clientId && each.visibleAt <= Date.now(),
  );
  return visible.map((grant) => ({
    id: assignmentId(id, grant),
    appRoleId: grant.appRoleId,
    resourceId: servicePrincipalId(id, grant.resourceAppId),
    resourceDisplayName:
      RESOURCE_APIS.find(({ appId }) => appId === grant.resourceAppId)?.displayName ?? '',
  }));
}

/** Microsoft's APIs, and the applications that somebody signed in to or consented to. */
export const servicePrincipalsOf = (
  tenant: Tenant,
  registrations: readonly AppRegistration[],
  ledger: Ledger,
): ServicePrincipal[] => [
  ...RESOURCE_APIS.map(({ appId, displayName, appRoles }) => ({
    id: servicePrincipalId(tenant.id, appId),
    appId,
    displayName,
    accountEnabled: true,
    appRoles,
    assignments: [],
  })),
  ...registrations
    .filter(({ clientId }) => ledger.hasServicePrincipal(tenant, clientId))
    .map(({ clientId, displayName }) => ({
      id: servicePrincipalId(tenant.id, clientId),
      appId: clientId,
      displayName,
      accountEnabled: true,
      appRoles: [],
      assignments: assignmentsOf(tenant, clientId),
    })),
];
