/** The roles that applications require, and the directory roles that may grant them. */
import { createHash } from 'node:crypto';
import type { AppRegistration, AppRole, ResourceApi } from '../model.ts';
import { RESOURCE_APIS } from '../registrations.ts';
import { DIRECTORY_ROLES } from '../tenants.ts';

export interface RequiredRole {
  readonly api: ResourceApi;
  readonly role: AppRole;
}

/** The roles that a registration requires. Unknown role ids are skipped. */
export const requiredRoles = (registration: AppRegistration): RequiredRole[] =>
  registration.requiredAppRoles.flatMap(({ resourceAppId, appRoleIds }) =>
    RESOURCE_APIS.filter(({ appId }) => appId === resourceAppId).flatMap((api) =>
      api.appRoles.filter(({ id }) => appRoleIds.includes(id)).map((role) => ({ api, role })),
    ),
  );

/** The role with that value in any API. */
export const findRole = (value: string): RequiredRole | undefined =>
  RESOURCE_APIS.flatMap((api) => api.appRoles.map((role) => ({ api, role }))).find(
    ({ role }) => role.value === value,
  );

/** The object id of an application's service principal in a tenant, stable across restarts. */
export const servicePrincipalId = (tenantId: string, clientId: string): string => {
  const hex = createHash('sha256').update(`${tenantId}/${clientId}`).digest('hex');
  const variant = 'a';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const MAY_GRANT_ANYTHING: readonly string[] = [
  DIRECTORY_ROLES.globalAdministrator,
  DIRECTORY_ROLES.privilegedRoleAdministrator,
];

const MAY_GRANT_ALL_BUT_GRAPH: readonly string[] = [
  DIRECTORY_ROLES.applicationAdministrator,
  DIRECTORY_ROLES.cloudApplicationAdministrator,
];

const MICROSOFT_GRAPH_URI = 'https://graph.microsoft.com';

/** Whether these directory roles allow tenant-wide consent to the application. */
export function mayConsent(held: readonly string[], registration: AppRegistration): boolean {
  const holdsOneOf = (roles: readonly string[]) => held.some((role) => roles.includes(role));
  if (holdsOneOf(MAY_GRANT_ANYTHING)) return true;
  const asksGraph = requiredRoles(registration).some(
    ({ api }) => api.identifierUri === MICROSOFT_GRAPH_URI,
  );
  return !asksGraph && holdsOneOf(MAY_GRANT_ALL_BUT_GRAPH);
}
