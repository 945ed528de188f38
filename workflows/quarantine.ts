/** Quarantine management: which adapter an account uses, and what to do while none works. */
import { isCancellation } from '@temporalio/workflow';
import { FAILURES } from '../domain/failures.ts';
import {
  ewsHasEnded,
  QUARANTINE_ADAPTERS,
  type QuarantineAdapter,
  type QuarantineFinding,
  workingAdapter,
} from '../domain/quarantine.ts';
import type { Account } from './account.ts';
import { proveQuarantine, waitForQuarantine } from './activity-proxies.ts';
import { checkPromptly, withAttention } from './attention.ts';
import { regainConsent } from './consent.ts';
import { failureOf } from './failures.ts';

/** Returns when an adapter works. Until then, a person is asked to act. */
export async function secureQuarantine(account: Account): Promise<void> {
  if (await proved(account, QUARANTINE_ADAPTERS)) return;
  const { sentence } = FAILURES.QuarantineUnavailable;
  await withAttention(account, 'quarantineUnavailable', sentence, async () => {
    while (account.view.quarantine?.adapter === null) {
      await checkPromptly(account, async () => {
        const known = account.view.quarantine?.findings ?? [];
        const found = await waitForQuarantine({ ...proofOf(account, QUARANTINE_ADAPTERS), known });
        keep(account, found);
      });
    }
  });
}

/** Checks that the adapter in use still works. If it does not, another one may. */
export async function confirmQuarantine(account: Account): Promise<void> {
  const { adapter } = account.view.quarantine ?? { adapter: null };
  if (adapter !== null && usable(adapter) && (await proved(account, [adapter]))) return;
  await secureQuarantine(account);
}

async function proved(account: Account, adapters: readonly QuarantineAdapter[]): Promise<boolean> {
  try {
    const found = await proveQuarantine({ ...proofOf(account, adapters), known: null });
    const works = workingAdapter(found) !== null;
    // A look at one adapter says nothing about the other.
    if (works && adapters.length === 1) return true;
    if (adapters.length > 1) keep(account, found);
    return works;
  } catch (error) {
    if (isCancellation(error) || failureOf(error).type !== 'ConsentRevoked') throw error;
    await regainConsent(account, 'graph');
    return proved(account, adapters);
  }
}

const usable = (adapter: QuarantineAdapter): boolean =>
  adapter !== 'ews' || !ewsHasEnded(Date.now());

function proofOf(account: Account, adapters: readonly QuarantineAdapter[]) {
  const { tenantId, reference } = account;
  return { ...reference, tenantId, adapters: adapters.filter(usable) };
}

/** Shows the findings, and which adapter follows from them. */
function keep(account: Account, found: readonly QuarantineFinding[]): void {
  const ended = { adapter: 'ews', outcome: 'ended', userId: null, code: null } as const;
  const findings = usable('ews') ? found : [...found, ended];
  const adapter = workingAdapter(findings);
  const { quarantine } = account.view;
  const kept = quarantine && quarantine.adapter === adapter ? quarantine.since : null;
  const since = kept ?? new Date().toISOString();
  account.change({ quarantine: { adapter, since, findings } }, `quarantine.${adapter ?? 'none'}`);
}
