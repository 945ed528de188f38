/** Any number of additional tenants for load tests with many organizations: `tenant-0001.example` and so on. */
import { createObjectIds } from './directory/object-ids.ts';
import { DIRECTORY_ROLES } from './tenants.ts';
import type { TenantDefinition } from './tenants.ts';

export interface FleetSize {
  readonly tenants: number;
  /** Users per tenant. */
  readonly users: number;
}

/** The password of every fleet administrator. Public, like all sandbox passwords. */
export const FLEET_PASSWORD = 'fleet-admin';

const DIGITS = 4;
const tenantIds = createObjectIds('fleet/tenants');
const administratorIds = createObjectIds('fleet/administrators');

/** Ids depend on the number only, not on the size of the fleet. Each tenant has one Global Administrator. */
function fleetTenant(number: number, users: number): TenantDefinition {
  const name = String(number).padStart(DIGITS, '0');
  const defaultDomain = `tenant-${name}.example`;
  const administrator = {
    objectId: administratorIds.idOf(number),
    userPrincipalName: `admin@${defaultDomain}`,
    displayName: `Administrator ${name}`,
    password: FLEET_PASSWORD,
    directoryRoles: [DIRECTORY_ROLES.globalAdministrator],
  };
  return {
    id: tenantIds.idOf(number),
    displayName: `Tenant ${name}`,
    defaultDomain,
    people: [administrator],
    users,
    isMain: false,
    initialFaults: {},
  };
}

export const fleetDefinitions = ({ tenants, users }: FleetSize): readonly TenantDefinition[] =>
  Array.from({ length: tenants }, (_, index) => fleetTenant(index + 1, users));
