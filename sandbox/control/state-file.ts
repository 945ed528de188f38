/**
 * What survives a restart of the sandbox: its signing key, what administrators
 * consented to, and changed faults. Directory changes do not.
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
 * The saved state, undefined when there is none yet.
 * @throws Error with a sentence for people when the file holds something else.
 */
export function readState(path: string): SavedState | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `${path} is not a state file of this sandbox. Delete it, and the sandbox starts anew without consents.`,
      { cause: error },
    );
  }
}

/** Replaces the file in one step, so that a crash leaves the old one or the new one. Owner-readable only. */
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
