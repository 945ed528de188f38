/** Loads the state of a sandbox from its file and keeps the file up to date. */
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
  /** Writes the state file, if one is configured. */
  readonly save: () => void;
}

function restoreTenants(tenants: readonly Tenant[], saved: SavedState): void {
  for (const tenant of tenants) {
    tenant.grants = saved.tenants[tenant.id]?.grants ?? [];
    Object.assign(tenant.faults, saved.tenants[tenant.id]?.faults);
  }
}

let temporaryKey: SigningKey | undefined;

/** Generating a key is slow, so all sandboxes of a process without a state file share one. */
const keyWithoutFile = (): SigningKey => (temporaryKey ??= generateSigningKey());

const newKey = (path: string | undefined): SigningKey =>
  path === undefined ? keyWithoutFile() : generateSigningKey();

/**
 * Restores the signing key, the ledger, and the tenants' grants and faults from the file.
 * Without a path or a file, starts with empty state.
 * @throws Error with a readable message if the file is unusable
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
