import { CancellationScope, condition } from '@temporalio/workflow';
import { ActivityFailure, type Duration } from '@temporalio/common';
import type { AccountView, Attention } from '../../domain/account.ts';
import type { AttentionReason } from '../../domain/reasons.ts';
import type { ConsentKind } from '../../domain/consents.ts';
import type { Account } from './account.ts';
import { notify } from '../activity-proxies.ts';
import { checksRequested } from './checks.ts';
import { inbox } from './inbox.ts';

/** What needs a person, and the revision that its notifications carry. */
interface Incident {
  readonly reason: AttentionReason;
  readonly number: number;
  /** ISO 8601. Missing in older histories, as is the consent. */
  readonly since?: string;
  readonly consent?: ConsentKind | null;
}

interface Waiting {
  /** Notified, and not over yet: the reasons since everything worked. */
  incidents: readonly Incident[];
  /** How often a check had been requested when a person was last asked to act: a later request is the answer. */
  checksBefore: number;
  /** Where to return to from `attentionRequired`. */
  before: Pick<AccountView, 'state' | 'consentStep'>;
  /** What needed attention when something unexpected came in between. It is taken up again afterwards. */
  covered: Attention | null;
}

const waiting = inbox<Waiting>('attention', () => ({
  incidents: [],
  checksBefore: 0,
  before: { state: 'awaitingConsent', consentStep: null },
  covered: null,
}));

/**
 * Moves to `attentionRequired`, notifies the organization once, and returns to the previous state
 * when `mended` resolves. An account that continued as new while it waited goes on waiting.
 */
export async function withAttention<T>(
  account: Account,
  reason: AttentionReason,
  message: string,
  mended: () => Promise<T>,
  consent: ConsentKind | null = null,
): Promise<T> {
  if (account.view.attention?.reason !== reason) ask(account, { reason, message, consent });
  await raise(account, reason, consent);
  const result = await mended();
  goBack(account);
  return result;
}

/** To the problem that this one came on top of, if there is one, else to the state from before. */
function goBack(account: Account): void {
  const { covered, before } = waiting(account);
  if (covered === null) return account.moveTo(before.state, { consentStep: before.consentStep });
  waiting(account).covered = null;
  replace(account, covered);
}

function replace(account: Account, attention: Attention): void {
  const change = { attention, stateSince: new Date().toISOString() };
  account.change(change, 'account.attentionRequired', { reason: attention.reason });
}

function ask(account: Account, attention: Attention): void {
  const kept = waiting(account);
  kept.checksBefore = checksRequested(account);
  if (account.view.attention !== null) {
    // Something else went wrong during that wait.
    kept.covered = account.view.attention;
    return replace(account, attention);
  }
  const { state, consentStep } = account.view;
  kept.before = { state, consentStep };
  account.moveTo('attentionRequired', { attention });
}

/** Returns when a person has asked for another try since the account needed attention, or after `longest`. */
export async function waitForRetry(account: Account, longest?: Duration): Promise<void> {
  const requested = () => checkedSinceAsked(account);
  if (longest === undefined) await condition(requested);
  else await condition(requested, longest, { summary: 'Try again' });
}

/** Whether a check was requested since a person was asked to act. */
export const checkedSinceAsked = (account: Account): boolean =>
  checksRequested(account) !== waiting(account).checksBefore;

/** One notification for each reason, however often it comes back before the end. */
export async function raise(
  account: Account,
  reason: AttentionReason,
  consent: ConsentKind | null = null,
): Promise<void> {
  const { incidents } = waiting(account);
  if (incidents.some((incident) => incident.reason === reason)) return;
  const since = new Date().toISOString();
  const incident = { reason, number: account.view.revision, since, consent };
  waiting(account).incidents = [...incidents, incident];
  await tell(account, 'attentionRequired', incident);
}

/** Says once that the account works again. Call it once the work has really gone on. */
export async function sayRecovered(account: Account): Promise<void> {
  const latest = waiting(account).incidents.at(-1);
  if (latest === undefined) return;
  waiting(account).incidents = [];
  await tell(account, 'recovered', latest);
}

/** Not cancelled: the incident was noted already. The account goes on without a notification that cannot be written. */
async function tell(
  account: Account,
  kind: 'attentionRequired' | 'recovered',
  { reason, number, since, consent }: Incident,
): Promise<void> {
  try {
    await CancellationScope.nonCancellable(() =>
      notify({
        ...account.reference,
        kind,
        reason,
        incident: number,
        tenantId: account.view.tenantId,
        consent,
        since,
      }),
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
  }
}
