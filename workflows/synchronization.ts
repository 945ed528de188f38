/** Synchronizes the tenant's users and groups, and handles failures. */
import { CancellationScope, condition, uuid4 } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { AccountView } from '../domain/account.ts';
import type { TokenFailure } from '../domain/failures.ts';
import type { Account } from './account.ts';
import {
  allowRemovals,
  publishDirectory,
  rejectRemovals,
  removal,
  synchronizeDirectory,
  synchronizeTargets,
} from './activity-proxies.ts';
import { waitForRetry, withAttention } from './attention.ts';
import { lostAccessOf, regainAccess } from './access.ts';
import { failureOf } from './failures.ts';
import type { Occasion, Synchronized } from './progress.ts';
import { readOptions } from './read-options.ts';
import { sentenceOf, waitForDecision } from './removals.ts';
import { isInterrupted } from './unless-interrupted.ts';

/** Returns when the directory is published or its removals are rejected. Failures are shown and waited out. */
export async function synchronize(account: Account, occasion: Occasion): Promise<Synchronized> {
  const { progress } = account;
  if (account.state !== 'synchronizing') begin(account, occasion);
  for (let losses = 0; progress.outcome === null;) {
    const outcome = await attempt(account, occasion);
    if (typeof outcome === 'string') progress.outcome = outcome;
    // A database crash empties the staging tables: the missing data is read again.
    else if (outcome?.type === 'IncompleteRun' && losses < MAX_LOSSES) losses += 1;
    else if (outcome) await resolveFailure(account, outcome);
  }
  return progress.outcome;
}

function begin(account: Account, occasion: Occasion): void {
  Object.assign(account.progress, { occasion, outcome: null, retried: false });
  account.change({ runId: uuid4() }, 'synchronization.started');
  account.moveTo('synchronizing');
}

/** How often a synchronization may lose its staged data before a person is asked to act. */
const MAX_LOSSES = 3;

/** @returns the outcome or the failure; null if the tenant must be read again. */
type Attempted = Synchronized | SynchronizationFailure | null;

const attempt = (account: Account, occasion: Occasion): Promise<Attempted> =>
  orFailure(async () => {
    await read(account, occasion);
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

async function read(account: Account, occasion: Occasion): Promise<void> {
  const synchronization = synchronizationOf(account);
  const options = readOptions(account, occasion);
  if (synchronization.method === 'selected') {
    const userIds = account.targets?.userIds ?? [];
    await synchronizeTargets.executeWithOptions(options, [{ ...synchronization, userIds }]);
  } else {
    await synchronizeDirectory.executeWithOptions(options, [synchronization]);
  }
}

/** @returns null if the tenant must be read again. */
async function publish(account: Account, occasion: Occasion): Promise<Synchronized | null> {
  const synchronization = synchronizationOf(account);
  const options = readOptions(account, occasion, true);
  const published = await publishDirectory.executeWithOptions(options, [synchronization]);
  return published.held ? decide(account, occasion, sentenceOf(published)) : 'published';
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
      await CancellationScope.nonCancellable(() => rejectRemovals(synchronization));
      return 'rejected';
    case 'allow':
      await CancellationScope.nonCancellable(() => allowRemovals(synchronization));
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
  const { reference, tenantId, runId, targets, progress } = account;
  const { retried } = progress;
  return { ...reference, tenantId, runId, method: targets?.method ?? ('all' as const), retried };
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
  if (reason === 'targetsUnknown') await chooseTargetsAgain(account, message);
  else if (reason === 'synchronizationFailed') await waitForCheck(account, message);
  else await resumeDecision(account, message);
}

async function resumeDecision(account: Account, message: string): Promise<void> {
  const occasion = account.progress.occasion ?? 'first';
  const outcome = await orFailure(() => decide(account, occasion, message));
  if (typeof outcome === 'string') account.progress.outcome = outcome;
  else if (outcome) await resolveFailure(account, outcome);
}

async function chooseTargetsAgain(account: Account, message: string): Promise<void> {
  const { progress } = account;
  await withAttention(account, 'targetsUnknown', message, () =>
    condition(() => progress.submissions !== progress.asked.submissions),
  );
  await startNewSynchronization(account);
}

async function waitForCheck(account: Account, message: string): Promise<void> {
  await withAttention(account, 'synchronizationFailed', message, () => waitForRetry(account));
  account.progress.retried = true;
  await startNewSynchronization(account);
}

/** Starts a new synchronization: the stored data of the failed one may be what made it fail. */
async function startNewSynchronization(account: Account): Promise<void> {
  // Not cancelled, or a new history would go on with a synchronization that has ended.
  await CancellationScope.nonCancellable(() =>
    removal.stopSynchronization.executeWithOptions({ summary: 'End the failed synchronization' }, [
      account.reference,
    ]),
  );
  account.change({ runId: uuid4() }, 'synchronization.started');
}
