import type { ConsentKind } from '../../domain/consents.ts';
import { ewsHasEnded } from '../../domain/quarantine.ts';
import { EWS_END } from '../../domain/services/exchange-online.ts';

/**
 * Step 1 asks for nothing once Exchange Web Services have ended, so tests that walk through it cannot pass.
 * @throws Error that says so, in place of a wait that ends nowhere
 */
export function requireEws(kind: ConsentKind): void {
  if (kind !== 'exchange' || !ewsHasEnded(Date.now())) return;
  throw new Error(
    `Exchange Web Services ended on ${EWS_END}, and step 1 with them. Tests of step 1 need an earlier clock.`,
  );
}
