/** Quarantine management: which adapter an account uses, and what to do while none works. */
import { isCancellation } from '@temporalio/workflow';
import type { ConsentKind } from '../domain/consents.ts';
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
import { detailOf, failureOf } from './failures.ts';

/** Returns when an adapter works. Until then, a person is asked to act. */
export async function secureQuarantine(account: Account): Promise<void> {
  if (await proved(account)) return;
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

/** Makes sure that the adapter in use still works. If it does not, another one may. */
export async function confirmQuarantine(account: Account): Promise<void> {
  const { adapter } = account.view.quarantine ?? { adapter: null };
  const inUse = adapter !== null && usable(adapter) ? [adapter] : QUARANTINE_ADAPTERS;
  const found = await findingsOf(account, inUse);
  const works = workingAdapter(found);
  if (works === null) await secureQuarantine(account);
  else if (works !== adapter) keep(account, found);
}

/** Tries all adapters, and keeps what was found. */
async function proved(account: Account): Promise<boolean> {
  const found = await findingsOf(account, QUARANTINE_ADAPTERS);
  keep(account, found);
  return workingAdapter(found) !== null;
}

/** Waits for consents that were revoked. */
async function findingsOf(
  account: Account,
  adapters: readonly QuarantineAdapter[],
): Promise<readonly QuarantineFinding[]> {
  try {
    return await proveQuarantine({ ...proofOf(account, adapters), known: null });
  } catch (error) {
    const kind = revokedConsent(error);
    if (isCancellation(error)) throw error;
    // Whatever it was, it must not end the account.
    if (kind === null) return adapters.map((adapter) => failed(adapter, failureOf(error).type));
    await regainConsent(account, kind);
    return findingsOf(account, adapters);
  }
}

const failed = (adapter: QuarantineAdapter, code: string): QuarantineFinding => ({
  adapter,
  outcome: 'failed',
  userId: null,
  code,
});

function revokedConsent(error: unknown): ConsentKind | null {
  if (failureOf(error).type !== 'ConsentRevoked') return null;
  const kind = detailOf(error, 'kind');
  return kind === 'exchange' ? kind : 'graph';
}

const usable = (adapter: QuarantineAdapter): boolean =>
  adapter !== 'ews' || !ewsHasEnded(Date.now());

function proofOf(account: Account, adapters: readonly QuarantineAdapter[]) {
  const { tenantId, reference } = account;
  // The token of Graph is proven by its use.
  const consents: ConsentKind[] = usable('ews') ? ['exchange'] : [];
  return { ...reference, tenantId, adapters: adapters.filter(usable), consents };
}

/** Shows the findings, and which adapter follows from them. */
function keep(account: Account, found: readonly QuarantineFinding[]): void {
  const ended = { adapter: 'ews', outcome: 'ended', userId: null, code: null } as const;
  const findings = usable('ews') ? found : [...found, ended];
  const adapter = workingAdapter(findings);
  const { quarantine } = account.view;
  const kept = quarantine && quarantine.adapter === adapter ? quarantine.since : null;
  const since = kept ?? new Date().toISOString();
  account.note({ quarantine: { adapter, since, findings } }, `quarantine.${adapter ?? 'none'}`);
}
