/** The state that the control API reads and changes. */
import type { Directory } from '../directory/directory.ts';
import type { Ledger } from '../entra/ledger.ts';
import type { AppRegistration, Tenant } from '../model.ts';
import type { Sites } from '../sites/sites.ts';
import type { SentMails } from '../smtp/mailbox.ts';
import { findTenant } from '../tenant-index.ts';
import { ControlProblem } from './problems.ts';

interface Content {
  readonly directory: Directory;
  readonly sites: Sites;
}

export interface Control {
  readonly tenants: readonly Tenant[];
  readonly registrations: readonly AppRegistration[];
  readonly ledger: Ledger;
  readonly origin?: string | undefined;
  readonly mails: SentMails;
  tenantOf(tenantId: string): Content | undefined;
  /** Call after a change that must survive a restart. */
  changed(): void;
  /** Restores the initial state of the sandbox. The signing key stays. */
  reset(): void;
}

/** Finds a tenant by GUID or domain. @throws ControlProblem 404 */
export function requireTenant({ tenants }: Control, name: string): Tenant {
  const found = findTenant(tenants, name);
  if (!found) throw new ControlProblem(404, `The sandbox has no tenant ${name}.`);
  return found;
}

/** Finds a tenant's directory and sites by GUID or domain. @throws ControlProblem 404 */
export function requireContent(control: Control, name: string): Content {
  const { id } = requireTenant(control, name);
  const found = control.tenantOf(id);
  if (!found) throw new ControlProblem(404, `The tenant ${name} has no directory.`);
  return found;
}

/** Finds a tenant's directory by GUID or domain. @throws ControlProblem 404 */
export const requireDirectory = (control: Control, name: string): Directory =>
  requireContent(control, name).directory;
