/** The tenants of a sandbox and their directories. */
import { createDirectory } from './directory/directory.ts';
import type { Directory } from './directory/directory.ts';
import { fleetDefinitions } from './fleet.ts';
import type { Tenant } from './model.ts';
import { createTenant, resetTenant, tenantDefinitions } from './tenants.ts';
import type { TenantDefinition } from './tenants.ts';

export interface TenantOptions {
  /** Users, groups and memberships in the main tenant, Contoso. 1,000 users by default. */
  readonly users?: number;
  readonly groups?: number | undefined;
  readonly memberships?: number | undefined;
  /** Number of additional tenants, each with `fleetUsers` users (100 by default). */
  readonly fleet?: number;
  readonly fleetUsers?: number;
  /** The same seed produces the same directories. */
  readonly seed?: number;
}

const DEFAULT_USERS = 1000;
const DEFAULT_FLEET_USERS = 100;

/** The group and membership options apply to the main tenant only. The user count comes from the definition. */
function createDirectoryOf(definition: TenantDefinition, options: TenantOptions): Directory {
  const { seed = 1, groups, memberships } = options;
  const { id: tenantId, defaultDomain: domain, users, people, isMain } = definition;
  const sizes = isMain ? { groups, memberships } : {};
  return createDirectory({ seed, users, ...sizes, domain, tenantId, people });
}

/** Creates the directory on first use: most tenants of a fleet may never need one. */
export class TenantHolder {
  readonly tenant: Tenant;
  readonly #definition: TenantDefinition;
  readonly #options: TenantOptions;
  #directory: Directory | null = null;

  constructor(definition: TenantDefinition, options: TenantOptions) {
    this.tenant = createTenant(definition);
    this.#definition = definition;
    this.#options = options;
  }

  get directory(): Directory {
    this.#directory ??= createDirectoryOf(this.#definition, this.#options);
    return this.#directory;
  }

  reset(): void {
    resetTenant(this.tenant, this.#definition);
    this.#directory = null;
  }
}

function definitionsOf(options: TenantOptions): readonly TenantDefinition[] {
  const { users = DEFAULT_USERS, fleet = 0, fleetUsers = DEFAULT_FLEET_USERS } = options;
  return [...tenantDefinitions(users), ...fleetDefinitions({ tenants: fleet, users: fleetUsers })];
}

/** One holder per tenant, by tenant id. */
export const createTenants = (options: TenantOptions): ReadonlyMap<string, TenantHolder> =>
  new Map(
    definitionsOf(options).map((definition) => [
      definition.id,
      new TenantHolder(definition, options),
    ]),
  );
