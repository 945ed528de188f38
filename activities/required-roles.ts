import { Context } from '@temporalio/activity';
import { type ConsentKind, missingPermissions } from '../domain/consents.ts';
import { ProvostError } from '../domain/failures.ts';
import type { Identity } from '../microsoft/identity.ts';

/** Checks a fresh token. @throws ProvostError GrantNotVisible, with the missing permissions */
export async function requireRoles(
  identity: Identity,
  { kind, tenantId }: { readonly kind: ConsentKind; readonly tenantId: string },
): Promise<void> {
  const signal = Context.current().cancellationSignal;
  // Not from the cache: it would keep a token without roles for an hour.
  const { roles } = await identity.appToken({ kind, tenantId, fresh: true, signal });
  const missing = missingPermissions(kind, roles);
  if (missing.length > 0) {
    throw new ProvostError('GrantNotVisible', undefined, { details: { missing } });
  }
}
