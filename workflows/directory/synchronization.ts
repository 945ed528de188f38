/** Synchronizes our copy of the tenant, and handles failures. */
import { CancellationScope, uuid4 } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { AccountView } from '../../domain/account.ts';
import type { TokenFailure } from '../../domain/failures.ts';
import type { Account } from '../account/account.ts';
import { waitForRetry, withAttention } from '../account/attention.ts';
import { inbox } from '../account/inbox.ts';
import {
  allowHeldRemovals,
  publishDirectory,
  rejectHeldRemovals,
  removalSteps,
} from '../activity-proxies.ts';
import { lostAccessOf, regainAccess } from '../consent/access.ts';
import { failureOf } from '../failures.ts';
import {
  agreeOnLateChoice,
  chooseAgain,
  chosenMethod,
  isChoice,
  resumeChoice,
} from '../targets/targets.ts';
import { isInterrupted } from '../unless-interrupted.ts';
import type { Copy } from './copy.ts';
import { sentenceOf, waitForDecision } from './held-removals.ts';
import { noteNewMailboxes } from './mailboxes.ts';
import { readOptions } from './read-options.ts';
import type { Occasion } from './requests.ts';

/** `rejected`: an administrator rejected the removals; the directory is unchanged. */
type Synchronized = 'published' | 'rejected';

interface Current {
  /** Why the current synchronization started, or the last one; null before the first. */
  occasion: Occasion | null;
  /** How it ended; null while it runs. */
  outcome: Synchronized | null;
  /** It follows one that failed, and reads everything. */
  retried: boolean;
  /** Whether the tenant had a license for the service. Missing in older histories. */
  licensed?: boolean;
}

const current = inbox<Current>('synchronization', () => ({
  occasion: null,
  outcome: null,
  retried: false,
}));

export const currentOccasion = (account: Account): Occasion | null => current(account).occasion;

/** Whether there was something to protect, as far as the license goes. Older histories do not tell. */
export const foundLicense = (account: Account): boolean => current(account).licensed ?? true;

/** Returns when the directory is published or its removals are rejected. Failures are shown and waited out. */
export async function synchronize(account: Account, copy: Copy, occasion: Occasion): Promise<void> {
  if (account.state !== 'synchronizing') begin(account, occasion);
  if (await agreeOnLateChoice(account)) await startNewSynchronization(account);
  for (let losses = 0; current(account).outcome === null;) {
    const outcome = await attempt(account, copy, occasion);
    if (typeof outcome === 'string') end(account, outcome);
    // A database crash empties the staging tables: the missing data is read again.
    else if (outcome?.type === 'IncompleteRun' && losses < MAX_LOSSES) losses += 1;
    else if (outcome) await resolveFailure(account, outcome);
  }
}

function begin(account: Account, occasion: Occasion): void {
  Object.assign(current(account), { occasion, outcome: null, retried: false });
  account.change({ runId: uuid4() }, 'synchronization.started');
  account.moveTo('synchronizing');
}

function end(account: Account, outcome: Synchronized): void {
  current(account).outcome = outcome;
  if (outcome === 'published') noteNewMailboxes(account);
}

/** How often a synchronization may lose its staged data before a person is asked to act. */
const MAX_LOSSES = 3;

/** @returns the outcome or the failure; null if the tenant must be read again. */
type Attempted = Synchronized | SynchronizationFailure | null;

const attempt = (account: Account, copy: Copy, occasion: Occasion): Promise<Attempted> =>
  orFailure(async () => {
    await copy.read(account, synchronizationOf(account), readOptions(account, occasion));
    return publish(account, occasion);
  });

async function orFailure(work: () => Promise<Synchronized | null>): Promise<Attempted> {
  try {
    return await work();
  } catch (error) {
    if (isInterrupted(error) || !(error instanceof ActivityFailure)) throw error;
    return { ...failureOf(error), lost: lostAccessOf(error) };
  }
}

interface SynchronizationFailure extends ReturnType<typeof failureOf> {
  /** Why the access is lost, if that is what it reports. */
  readonly lost: TokenFailure | null;
}

/** @returns null if the tenant must be read again. */
async function publish(account: Account, occasion: Occasion): Promise<Synchronized | null> {
  const synchronization = synchronizationOf(account);
  const options = readOptions(account, occasion, true);
  const published = await publishDirectory.executeWithOptions(options, [synchronization]);
  if (published.held) return decide(account, occasion, sentenceOf(account.view.service, published));
  if (published.licensed !== undefined) current(account).licensed = published.licensed;
  return 'published';
}

/** @returns null if the tenant must be read again. */
async function decide(
  account: Account,
  occasion: Occasion,
  message: string,
): Promise<Synchronized | null> {
  const synchronization = synchronizationOf(account);
  switch (await waitForDecision(account, message)) {
    case 'reject':
      await CancellationScope.nonCancellable(() => rejectHeldRemovals(synchronization));
      return 'rejected';
    case 'allow':
      await CancellationScope.nonCancellable(() => allowHeldRemovals(synchronization));
      return publishAllowed(account, occasion);
    case 'readAgain':
      await startNewSynchronization(account);
      return null;
  }
}

/** The staged data may be lost after weeks of waiting. A new synchronization then needs a new decision. */
async function publishAllowed(account: Account, occasion: Occasion): Promise<Synchronized | null> {
  try {
    return await publish(account, occasion);
  } catch (error) {
    if (isInterrupted(error) || failureOf(error).type !== 'IncompleteRun') throw error;
    await startNewSynchronization(account);
    return null;
  }
}

function synchronizationOf(account: Account) {
  const { reference, tenantId, runId } = account;
  const { retried } = current(account);
  return { ...reference, tenantId, runId, method: chosenMethod(account), retried };
}

async function resolveFailure(account: Account, failure: SynchronizationFailure): Promise<void> {
  if (failure.lost) await regainAccess(account, failure.lost);
  else if (failure.type === 'TargetsUnknown') await chooseTargetsAgain(account, failure.message);
  else await waitForCheck(account, failure.message);
}

/** Waits in a new history for what a synchronization waited for before. */
export async function resumeFailure(
  account: Account,
  { reason, message }: NonNullable<AccountView['attention']>,
): Promise<void> {
  if (isChoice(reason)) {
    await resumeChoice(account, reason, message);
    // Chosen again before the first synchronization, it has not begun yet.
    if (account.state === 'synchronizing') await startNewSynchronization(account);
  } else if (reason === 'synchronizationFailed') await waitForCheck(account, message);
  else await resumeDecision(account, message);
}

async function resumeDecision(account: Account, message: string): Promise<void> {
  const occasion = current(account).occasion ?? 'first';
  const outcome = await orFailure(() => decide(account, occasion, message));
  if (typeof outcome === 'string') end(account, outcome);
  else if (outcome) await resolveFailure(account, outcome);
}

async function chooseTargetsAgain(account: Account, message: string): Promise<void> {
  await chooseAgain(account, 'targetsUnknown', message);
  await startNewSynchronization(account);
}

async function waitForCheck(account: Account, message: string): Promise<void> {
  await withAttention(account, 'synchronizationFailed', message, () => waitForRetry(account));
  current(account).retried = true;
  await startNewSynchronization(account);
}

/** Starts a new synchronization: the stored data of the failed one may be what made it fail. */
async function startNewSynchronization(account: Account): Promise<void> {
  // Not cancelled, or a new history would go on with a synchronization that has ended.
  await CancellationScope.nonCancellable(() =>
    removalSteps.stopSynchronization.executeWithOptions(
      { summary: 'End the failed synchronization' },
      [account.reference],
    ),
  );
  account.change({ runId: uuid4() }, 'synchronization.started');
}
