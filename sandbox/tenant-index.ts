/** Looks up a tenant by GUID or domain in constant time. */
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

/** The tenant with that GUID or domain. The index is cached per array, so the array must not change. */
export const findTenant = (tenants: readonly Tenant[], name: string): Tenant | undefined =>
  indexOf(tenants).get(name);
