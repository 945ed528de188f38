/** Watches what was proven before, as long as an account is protected, and acts on what is found. */
import { condition } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import { consentView } from '../../domain/account.ts';
import { consentHasEnded, consentsOf, readingConsent } from '../../domain/consents.ts';
import { FAILURES } from '../../domain/failures.ts';
import type { HealthFinding } from '../../domain/health.ts';
import type { Account } from '../account/account.ts';
import { sayRecovered, withAttention } from '../account/attention.ts';
import { checkPromptly, checksRequested } from '../account/checks.ts';
import { inbox } from '../account/inbox.ts';
import { verifyRegrant, watchHealth } from '../activity-proxies.ts';
import { regainAccess, unlessLost } from '../consent/access.ts';
import { grantOf } from '../consent/consent.ts';
import { isInterrupted } from '../unless-interrupted.ts';

interface Health {
  /** Found, and not acted on yet. */
  finding: HealthFinding | null;
}

const health = inbox<Health>('health', () => ({ finding: null }));

export const hasFinding = (account: Account): boolean => health(account).finding !== null;

/** Returns when something is found. It waits in the activity, which costs no history while all is well. */
export async function watch(account: Account): Promise<void> {
  if (!account.checksHealth) return;
  for (;;) {
    try {
      health(account).finding = await checkPromptly(account, () => watchHealth(watchOf(account)));
      return;
    } catch (error) {
      if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
      await condition(() => false, '1 day', { summary: 'Check the health again' });
    }
  }
}

function watchOf(account: Account) {
  const { reference, tenantId, view } = account;
  const others = consentsOf(view.service)
    .filter((kind) => kind !== readingConsent(view.service) && !consentHasEnded(kind, Date.now()))
    .map((consent) => ({ consent, status: consentView(view, consent).status }))
    .filter(({ status }) => status === 'granted' || status === 'revoked')
    .map(({ consent, status }) => ({ consent, granted: status === 'granted' }));
  return {
    ...reference,
    tenantId,
    others,
    adapter: view.quarantine?.adapter ?? null,
    named: view.canaryUserId ?? null,
    requests: checksRequested(account),
  };
}

/** Returns when what was found is over. @param confirmQuarantine proves again that the quarantine works */
export async function actOnFinding(
  account: Account,
  confirmQuarantine: (account: Account) => Promise<void>,
): Promise<void> {
  const { finding } = health(account);
  if (finding === null) return;
  health(account).finding = null;
  switch (finding.kind) {
    case 'accessLost':
      return regainAccess(account, finding.failure);
    case 'readingRefused':
      return waitUntilReadable(account);
    case 'quarantineLost':
      return confirmQuarantine(account);
    case 'consentChanged':
      return account.setConsent(finding.consent, finding.granted ? 'granted' : 'revoked');
  }
}

/** Asks a person to act, and returns when Microsoft lets us read again. */
export async function waitUntilReadable(account: Account): Promise<void> {
  const kind = readingConsent(account.view.service);
  const { sentence } = FAILURES.AccessRefused;
  const lost = await withAttention(
    account,
    'readingRefused',
    sentence,
    () =>
      unlessLost(async () => {
        await checkPromptly(account, () => verifyRegrant(grantOf(account, kind)));
      }),
    kind,
  );
  if (lost) await regainAccess(account, lost);
  else await sayRecovered(account);
}
