/**
 * The state that survives a restart of the sandbox: signing key, grants and changed faults.
 * Directory changes are not saved.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Tenant } from '../model.ts';
import type { LedgerRecord } from '../entra/ledger.ts';
import { exportSigningKey, privateJwkSchema } from '../entra/signing-key.ts';
import type { SigningKey } from '../entra/signing-key.ts';
import { grantSchema, savedFaultsSchema } from './schemas.ts';

const stateSchema = z.object({
  version: z.literal(1),
  signingKey: privateJwkSchema,
  servicePrincipals: z.record(z.string(), z.array(z.string())),
  revokedThrough: z.record(z.string(), z.number()),
  tenants: z.record(
    z.string(),
    z.object({ grants: z.array(grantSchema), faults: savedFaultsSchema }),
  ),
});
export type SavedState = z.infer<typeof stateSchema>;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Reads the saved state; undefined if there is no file yet.
 * @throws Error with a readable message if the file is not a state file
 */
export function readState(path: string): SavedState | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `${path} is not a state file of this sandbox. Delete it to start the sandbox without consents.`,
      { cause: error },
    );
  }
}

/** Replaces the file atomically: a crash leaves the old or the new one. Only the owner can read it. */
export function writeState(
  path: string,
  signingKey: SigningKey,
  ledger: LedgerRecord,
  tenants: readonly Tenant[],
): void {
  const state: SavedState = {
    version: 1,
    signingKey: exportSigningKey(signingKey),
    ...ledger,
    tenants: Object.fromEntries(tenants.map(({ id, grants, faults }) => [id, { grants, faults }])),
  };
  const temporary = `${path}.new`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}
