import { uuid4 } from '@temporalio/workflow';
import type { ConsentView } from '../../domain/account.ts';
import { type ConsentKind, consentsOf } from '../../domain/consents.ts';
import type { Service } from '../../domain/services/services.ts';
import type { AccountSnapshot } from './account.ts';

/** An account that waits for its first consent. */
export function newAccount(
  service: Service,
  { organizationId, accountId }: { organizationId: string; accountId?: string },
): AccountSnapshot {
  const now = new Date().toISOString();
  const kinds = consentsOf(service);
  const consents: Partial<Record<ConsentKind, ConsentView>> = {};
  for (const kind of kinds)
    consents[kind] = { status: 'notStarted', attemptId: null, failure: null, changedAt: now };
  return {
    view: {
      accountId: accountId ?? uuid4(),
      organizationId,
      service,
      revision: 0,
      state: 'awaitingConsent',
      stateSince: now,
      consentStep: kinds[0] ?? null,
      attention: null,
      tenantId: null,
      method: null,
      targetCount: null,
      consents,
      runId: null,
      removalStep: null,
    },
  };
}
