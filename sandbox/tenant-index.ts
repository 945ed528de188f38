/** Finding one tenant among many without a search. */
import type { Tenant } from './model.ts';

const indexes = new WeakMap<readonly Tenant[], ReadonlyMap<string, Tenant>>();

function indexOf(tenants: readonly Tenant[]): ReadonlyMap<string, Tenant> {
  const known = indexes.get(tenants);
  if (known) return known;
  const index = new Map(
    tenants.flatMap((tenant) => [
      [tenant.id, tenant] as const,
      [tenant.defaultDomain, tenant] as const,
    ]),
  );
  indexes.set(tenants, index);
  return index;
}

/** The tenant with that GUID or domain, of a list that does not change. */
export const tenantNamed = (tenants: readonly Tenant[], name: string): Tenant | undefined =>
  indexOf(tenants).get(name);
