/** What the control API works on. */
import type { Directory } from '../directory/directory.ts';
import type { Ledger } from '../entra/ledger.ts';
import type { AppRegistration, Tenant } from '../model.ts';
import { tenantNamed } from '../tenant-index.ts';
import { ControlProblem } from './problems.ts';

export interface Control {
  readonly tenants: readonly Tenant[];
  readonly registrations: readonly AppRegistration[];
  readonly ledger: Ledger;
  readonly origin?: string | undefined;
  tenantOf(tenantId: string): { readonly directory: Directory } | undefined;
  /** To be called after a change that is to survive a restart. */
  changed(): void;
  /** Puts everything back to how the sandbox first started, but for the signing key. */
  reset(): void;
}

/** The tenant with that GUID or domain. @throws ControlProblem 404 */
export function findTenant({ tenants }: Control, name: string): Tenant {
  const found = tenantNamed(tenants, name);
  if (!found) throw new ControlProblem(404, `The sandbox has no tenant ${name}.`);
  return found;
}

/** Its directory. @throws ControlProblem 404 */
export function findDirectory(control: Control, name: string): Directory {
  const { id } = findTenant(control, name);
  const found = control.tenantOf(id);
  if (!found) throw new ControlProblem(404, `The tenant ${name} has no directory.`);
  return found.directory;
}
