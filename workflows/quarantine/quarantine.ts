/** Quarantine management: which adapter an account uses, and what to do while none works. */
import { CancellationScope, condition } from '@temporalio/workflow';
import { consentView } from '../../domain/account.ts';
import type { ConsentKind } from '../../domain/consents.ts';
import { FAILURES } from '../../domain/failures.ts';
import {
  allowListDeadline,
  CONSENT_OF_ADAPTER,
  ewsHasEnded,
  failedBy,
  lacksGrant,
  QUARANTINE_ADAPTERS,
  type QuarantineAdapter,
  type QuarantineFinding,
  type QuarantineView,
  showsGrant,
  workingAdapter,
} from '../../domain/quarantine.ts';
import type { Account } from '../account/account.ts';
import { proveQuarantine, waitForQuarantine } from '../activity-proxies.ts';
import { sayRecovered, withAttention } from '../account/attention.ts';
import { checkPromptly } from '../account/checks.ts';
import { lostAccessOf, regainAccess } from '../consent/access.ts';
import { failureOf } from '../failures.ts';
import { isInterrupted } from '../unless-interrupted.ts';

/** Returns when an adapter works. Does nothing if that was proven before. */
export async function obtainQuarantine(account: Account): Promise<void> {
  if (account.view.runId !== null || account.state === 'awaitingTargets') return;
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
    const telling = new CancellationScope();
    const told = telling.run(() => tellOverdue(account)).catch(() => undefined);
    try {
      while (account.view.quarantine?.adapter === null) {
        await checkPromptly(account, async () => {
          const proof = proofOf(account, QUARANTINE_ADAPTERS);
          const known = knownOf(account, proof.named);
          keep(account, await waitForQuarantine({ ...proof, known }), proof.named);
        });
      }
    } finally {
      telling.cancel();
      await told;
    }
  });
  await sayRecovered(account);
}

/** What is shown. It says nothing about a mailbox that was named since: anything about that one is news. */
function knownOf({ view }: Account, named: string | null): readonly QuarantineFinding[] {
  const { quarantine } = view;
  return quarantine && namedIn(quarantine) === named ? quarantine.findings : [];
}

const namedIn = ({ named = null }: QuarantineView): string | null => named;

/** Shows operators when a list of allowed applications has had no effect for too long. Ends by cancellation. */
async function tellOverdue(account: Account): Promise<never> {
  for (;;) {
    const setAt = account.view.quarantine?.allowListSetAt;
    const changed = () => account.view.quarantine?.allowListSetAt !== setAt;
    const left = setAt === undefined ? 0 : allowListDeadline(setAt) - Date.now();
    const summary = 'The allowed applications take effect';
    if (left <= 0) await condition(changed);
    else if (!(await condition(changed, left, { summary }))) account.show();
  }
}

/** Makes sure that the adapter in use still works. If it does not, another one may. */
export async function confirmQuarantine(account: Account): Promise<void> {
  const { adapter } = account.view.quarantine ?? { adapter: null };
  const inUse = adapter !== null && usable(adapter) ? [adapter] : QUARANTINE_ADAPTERS;
  const { found, named } = await findingsOf(account, inUse);
  const works = workingAdapter(found);
  if (works === null) await secureQuarantine(account);
  else if (works !== adapter || saysMore(account, found, named)) keep(account, found, named);
}

/** Whether something else is found about the mailbox that is named than what is shown. */
function saysMore(
  { view }: Account,
  found: readonly QuarantineFinding[],
  named: string | null,
): boolean {
  const { quarantine } = view;
  if (!quarantine || namedIn(quarantine) !== named) return true;
  const outcomesOf = (findings: readonly QuarantineFinding[]) =>
    findings.filter(({ userId }) => userId === named).map(({ outcome }) => outcome);
  const tried = new Set(found.map(({ adapter }) => adapter));
  const shown = quarantine.findings.filter(({ adapter }) => tried.has(adapter));
  return named !== null && outcomesOf(found).join() !== outcomesOf(shown).join();
}

/** Tries all adapters, and keeps what was found. */
async function proved(account: Account): Promise<boolean> {
  const { found, named } = await findingsOf(account, QUARANTINE_ADAPTERS);
  keep(account, found, named);
  return workingAdapter(found) !== null;
}

/** Waits for consents that were revoked. */
async function findingsOf(
  account: Account,
  adapters: readonly QuarantineAdapter[],
): Promise<{ found: readonly QuarantineFinding[]; named: string | null }> {
  const proof = proofOf(account, adapters);
  const { named } = proof;
  try {
    return { found: await proveQuarantine({ ...proof, known: null }), named };
  } catch (error) {
    if (isInterrupted(error)) throw error;
    const lost = lostAccessOf(error);
    // Whatever it was, it must not end the account.
    if (lost === null) {
      const { type } = failureOf(error);
      return { found: adapters.map((adapter) => failedBy(adapter, type)), named };
    }
    await regainAccess(account, lost);
    return findingsOf(account, adapters);
  }
}

const usable = (adapter: QuarantineAdapter): boolean =>
  adapter !== 'ews' || !ewsHasEnded(Date.now());

function proofOf(account: Account, adapters: readonly QuarantineAdapter[]) {
  const { tenantId, reference } = account;
  const { canaryUserId: named = null } = account.view;
  return { ...reference, tenantId, named, adapters: adapters.filter(usable) };
}

/** Shows the findings, and which adapter follows from them. */
function keep(account: Account, found: readonly QuarantineFinding[], named: string | null): void {
  const { quarantine } = account.view;
  const ended = { adapter: 'ews', outcome: 'ended', userId: null, code: null } as const;
  const tried = new Set(found.map((finding) => finding.adapter));
  const untried = (quarantine?.findings ?? []).filter(
    (finding) => !tried.has(finding.adapter) && usable(finding.adapter),
  );
  const findings = [...found, ...untried, ...(usable('ews') ? [] : [ended])];
  const adapter = workingAdapter(findings);
  const kept = quarantine && quarantine.adapter === adapter ? quarantine.since : null;
  const now = new Date().toISOString();
  const since = kept ?? now;
  const triedAt = tried.has('ews') ? now : quarantine?.ewsTriedAt;
  const ewsTried = triedAt === undefined ? {} : { ewsTriedAt: triedAt };
  // Once an adapter works, nobody waits for Exchange Web Services any more.
  const setAt = adapter === null ? quarantine?.allowListSetAt : undefined;
  const waiting = setAt === undefined ? {} : { allowListSetAt: setAt };
  const view = { adapter, since, findings, named, ...ewsTried, ...waiting };
  // Step 1 leaves a finding too, but says nothing about the quarantine.
  const again = kept !== null && quarantine?.named !== undefined;
  account.note(
    { quarantine: view },
    again ? 'quarantine.found' : `quarantine.${adapter ?? 'none'}`,
  );
  for (const kind of [...tried].map((each) => CONSENT_OF_ADAPTER[each]))
    noteGrant(account, kind, found);
}

/** Shows a consent that was given or withdrawn since it was proven. */
function noteGrant(account: Account, kind: ConsentKind, found: readonly QuarantineFinding[]): void {
  const { status } = consentView(account.view, kind);
  if (lacksGrant(found, kind)) {
    if (status === 'granted') account.setConsent(kind, 'revoked');
  } else if (showsGrant(found, kind) && status !== 'granted' && status !== 'notNeeded') {
    account.setConsent(kind, 'granted');
  }
}
