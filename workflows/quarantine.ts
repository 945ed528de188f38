/** Quarantine management: which adapter an account uses, and what to do while none works. */
import type { ConsentKind } from '../domain/consents.ts';
import { FAILURES } from '../domain/failures.ts';
import {
  CONSENT_OF_ADAPTER,
  ewsHasEnded,
  lacksGrant,
  failedBy,
  QUARANTINE_ADAPTERS,
  type QuarantineAdapter,
  type QuarantineFinding,
  workingAdapter,
} from '../domain/quarantine.ts';
import type { Account } from './account.ts';
import { proveQuarantine, waitForQuarantine } from './activity-proxies.ts';
import { lostAccessOf, regainAccess } from './access.ts';
import { checkPromptly, sayRecovered, withAttention } from './attention.ts';
import { failureOf } from './failures.ts';
import { isInterrupted } from './unless-interrupted.ts';

/** Returns when an adapter works. Does nothing if that was proven before. */
export async function obtainQuarantine(account: Account): Promise<void> {
  if (account.progress.occasion !== null || account.state === 'awaitingTargets') return;
  account.moveTo('verifyingQuarantine');
  await secureQuarantine(account);
}

/** Returns when an adapter works. Until then, a person is asked to act. */
async function secureQuarantine(account: Account): Promise<void> {
  if (!(await proved(account))) await waitForQuarantineToWork(account);
}

/** While no adapter works, a person is asked to act. */
export async function waitForQuarantineToWork(account: Account): Promise<void> {
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
  await sayRecovered(account);
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
    if (isInterrupted(error)) throw error;
    const lost = lostAccessOf(error);
    // Whatever it was, it must not end the account.
    if (lost === null) return adapters.map((adapter) => failedBy(adapter, failureOf(error).type));
    await regainAccess(account, lost);
    return findingsOf(account, adapters);
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
  account.note({ quarantine: { adapter, since, findings } }, `quarantine.${adapter ?? 'none'}`);
  for (const tried of new Set(found.map((finding) => finding.adapter)))
    noteGrant(account, CONSENT_OF_ADAPTER[tried], lacksGrant(found, CONSENT_OF_ADAPTER[tried]));
}

/** A consent that was given or withdrawn since it was proven. */
function noteGrant(account: Account, kind: ConsentKind, missing: boolean): void {
  const { status } = account.view.consents[kind];
  if (missing && status === 'granted') account.setConsent(kind, 'revoked');
  if (!missing && status !== 'granted' && status !== 'notNeeded')
    account.setConsent(kind, 'granted');
}
