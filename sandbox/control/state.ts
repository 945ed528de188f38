/** Starts the state of a sandbox from its file and keeps the file up to date. */
import { createLedger } from '../entra/ledger.ts';
import type { Ledger } from '../entra/ledger.ts';
import { generateSigningKey, importSigningKey } from '../entra/signing-key.ts';
import type { SigningKey } from '../entra/signing-key.ts';
import { issuedAtNow } from '../entra/tokens.ts';
import type { Tenant } from '../model.ts';
import { readState, writeState } from './state-file.ts';
import type { SavedState } from './state-file.ts';

export interface SandboxState {
  readonly signingKey: SigningKey;
  readonly ledger: Ledger;
  /** Writes the file, if there is one. */
  readonly save: () => void;
}

function restoreTenants(tenants: readonly Tenant[], saved: SavedState): void {
  for (const tenant of tenants) {
    tenant.grants = saved.tenants[tenant.id]?.grants ?? [];
    Object.assign(tenant.faults, saved.tenants[tenant.id]?.faults);
  }
}

let temporaryKey: SigningKey | undefined;

/** Making a key takes a while: sandboxes of one process that keep no state share one. */
const keyWithoutFile = (): SigningKey => (temporaryKey ??= generateSigningKey());

const newKey = (path: string | undefined): SigningKey =>
  path === undefined ? keyWithoutFile() : generateSigningKey();

/**
 * Restores grants and faults of the tenants, and everything else, from the
 * file; without one, or without a path, starts anew.
 * @throws Error with a sentence for people when the file cannot be used.
 */
export function openState(path: string | undefined, tenants: readonly Tenant[]): SandboxState {
  const saved = path === undefined ? undefined : readState(path);
  if (saved) restoreTenants(tenants, saved);
  const signingKey = saved ? importSigningKey(saved.signingKey) : newKey(path);
  const { servicePrincipals, revokedThrough } = saved ?? {
    servicePrincipals: {},
    revokedThrough: {},
  };
  const record = { servicePrincipals, revokedThrough };
  const save = () => {
    if (path !== undefined) writeState(path, signingKey, record, tenants);
  };
  save();
  return { signingKey, ledger: createLedger(record, save, issuedAtNow), save };
}
