/** The tenants of a sandbox, their directories and their sites. */
import { createDirectory } from './directory/directory.ts';
import type { Directory } from './directory/directory.ts';
import { fleetDefinitions } from './fleet.ts';
import type { Tenant } from './model.ts';
import { createSites } from './sites/sites.ts';
import type { Sites } from './sites/sites.ts';
import { createTenant, resetTenant, tenantDefinitions } from './tenants.ts';
import type { TenantDefinition } from './tenants.ts';

export interface TenantOptions {
  /** Users, groups and memberships in the main tenant, Contoso. 1,000 users by default. */
  readonly users?: number;
  readonly groups?: number | undefined;
  readonly memberships?: number | undefined;
  /**
   * Sites that are not personal, up to 200,000: in the main tenant, or by domain. Two a user by
   * default. Personal sites come with the users.
   */
  readonly sites?: number | Readonly<Record<string, number>> | undefined;
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

function sitesIn({ defaultDomain, isMain }: TenantDefinition, { sites }: TenantOptions) {
  if (typeof sites === 'number') return isMain ? sites : undefined;
  return sites?.[defaultDomain];
}

interface Content {
  readonly directory: Directory;
  readonly sites: Sites;
}

function createContent(definition: TenantDefinition, options: TenantOptions): Content {
  const directory = createDirectoryOf(definition, options);
  const sites = createSites({
    seed: options.seed ?? 1,
    tenantId: definition.id,
    directory,
    people: definition.people.length,
    sites: sitesIn(definition, options),
    multiGeo: definition.isMain,
  });
  return { directory, sites };
}

/** Creates directory and sites on first use: most tenants of a fleet may never need one. */
export class TenantHolder {
  readonly tenant: Tenant;
  readonly #definition: TenantDefinition;
  readonly #options: TenantOptions;
  #content: Content | null = null;

  constructor(definition: TenantDefinition, options: TenantOptions) {
    this.tenant = createTenant(definition);
    this.#definition = definition;
    this.#options = options;
  }

  get directory(): Directory {
    return this.#contents.directory;
  }

  get sites(): Sites {
    return this.#contents.sites;
  }

  get #contents(): Content {
    this.#content ??= createContent(this.#definition, this.#options);
    return this.#content;
  }

  reset(): void {
    resetTenant(this.tenant, this.#definition);
    this.#content = null;
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
