/** The guard against mass removal: an administrator decides, in minutes or in weeks. */
import { condition } from '@temporalio/workflow';
import { ALREADY_DECIDED } from '../../domain/failures.ts';
import {
  type DecidedHeldRemovals,
  decideHeldRemovalsUpdate,
  heldRemovalsDecidedSignal,
} from '../account.messages.ts';
import { type Service, SERVICES } from '../../domain/services/services.ts';
import type { Account } from '../account/account.ts';
import { checkedSinceAsked, withAttention } from '../account/attention.ts';
import { checksRequested } from '../account/checks.ts';
import { inbox } from '../account/inbox.ts';
import { onSignal, onUpdate } from '../account/receive.ts';
import { refusal } from '../failures.ts';

export type Decision = 'allow' | 'reject' | 'readAgain';

/** How many removals are held. */
interface HeldRemovals {
  readonly users: number;
  readonly groups: number;
  readonly sites?: number;
}

type Decided = Pick<DecidedHeldRemovals, 'runId' | 'decision'>;

interface Decisions {
  /** On the removals of a synchronization that is held, or is about to be. */
  decided: Decided | null;
  /** What was decided last, and is being carried out, or was. Missing in older histories. */
  last?: Decided | null;
}

const decisions = inbox<Decisions>('heldRemovals', () => ({ decided: null }));

export function receiveHeldRemovals(account: Account): void {
  onSignal(account, heldRemovalsDecidedSignal, (decided) => heldRemovalsDecided(account, decided));
  onUpdate(
    account,
    decideHeldRemovalsUpdate,
    (decided) => heldRemovalsDecided(account, decided),
    (decided) => requireUndecided(account, decided),
  );
}

/**
 * Waits for the decision on the removals of a held synchronization. A check that is requested instead
 * means that the tenant should be read again, because it may have been fixed.
 */
export async function waitForDecision(account: Account, message: string): Promise<Decision> {
  const waits = account.state === 'attentionRequired';
  const checks = checksRequested(account);
  const checked = () => (waits ? checkedSinceAsked(account) : checksRequested(account) !== checks);
  const answered = () => decisionOf(account) !== null || checked();
  // Asked anew, whatever became of an earlier decision.
  if (decisionOf(account) === null) decisions(account).last = null;
  if (!waits) account.change({}, 'synchronization.removalsHeld');
  // The store knows before the workflow that the synchronization is held, so the decision may already be here.
  if (waits || !answered()) {
    await withAttention(account, 'removalsHeld', message, () => condition(answered));
  }
  const decision = decisionOf(account);
  decisions(account).last = decisions(account).decided;
  decisions(account).decided = null;
  if (decision) account.change({}, ACTIONS[decision]);
  return decision ?? 'readAgain';
}

const ACTIONS = {
  allow: 'synchronization.heldRemovalsAllowed',
  reject: 'synchronization.heldRemovalsRejected',
} as const;

/** Ignores a decision on another synchronization. */
function decisionOf(account: Account): keyof typeof ACTIONS | null {
  const { decided } = decisions(account);
  return decided?.runId === account.view.runId ? decided.decision : null;
}

/** The first decision counts. It may arrive before the workflow knows that the synchronization is held. */
function heldRemovalsDecided(account: Account, { runId, decision }: DecidedHeldRemovals): void {
  const known = decision === 'allow' || decision === 'reject';
  const current = runId === account.view.runId;
  if (!current || !known || madeOn(account, runId)) return;
  decisions(account).decided = { runId, decision };
}

/** Of two people who decide at the same moment, the second one learns what the first one decided. */
function requireUndecided(account: Account, asked: DecidedHeldRemovals): void {
  const { runId, decision } = asked;
  if (!account.isAbout(asked) || runId !== account.view.runId) throw refusal('WrongState');
  const made = madeOn(account, runId);
  if (made && made.decision !== decision) throw refusal(ALREADY_DECIDED[made.decision]);
}

function madeOn(account: Account, runId: string): Decided | null {
  const { decided, last = null } = decisions(account);
  return [decided, last].find((each) => each?.runId === runId) ?? null;
}

/** OneDrive's personal sites are told as what they hold: a drive each. */
const SITE_NOUNS = { usersAndGroups: 'site', sites: 'site', drives: 'drive' } as const;

export function sentenceOf(service: Service, { users, groups, sites = 0 }: HeldRemovals): string {
  const site = SITE_NOUNS[SERVICES[service].copies];
  const parts = [counted(users, 'user'), counted(groups, 'group'), counted(sites, site)];
  const removed = parts.filter((part) => part !== null).join(' and ');
  return `The last synchronization would remove ${removed} from the directory. Nothing was removed. Review the affected ${sites > 0 ? `${site}s` : 'users and groups'}, then allow or reject the removals.`;
}

function counted(count: number, noun: string): string | null {
  if (count === 0) return null;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
