/** Synchronizes the tenant's users and groups, and handles failures. */
import { condition, isCancellation, uuid4 } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { FailureType } from '../domain/failures.ts';
import type { Account } from './account.ts';
import {
  allowRemovals,
  publishDirectory,
  rejectRemovals,
  removal,
  synchronizeDirectory,
  synchronizeTargets,
} from './activity-proxies.ts';
import { withAttention } from './attention.ts';
import { regainConsent } from './consent.ts';
import { failureOf } from './failures.ts';
import { type Occasion, readOptions } from './read-options.ts';
import { waitForDecision } from './removals.ts';

/** `rejected`: an administrator rejected the removals; the directory is unchanged. */
export type Synchronized = 'published' | 'rejected';

/** Returns when the directory is published or its removals are rejected. Failures are shown and waited out. */
export async function synchronize(account: Account, occasion: Occasion): Promise<Synchronized> {
  account.change({ runId: uuid4() }, 'synchronization.started');
  account.moveTo('synchronizing');
  for (let losses = 0; ;) {
    const outcome = await attempt(account, occasion);
    if (typeof outcome === 'string') return outcome;
    // A database crash empties the staging tables: the missing data is read again.
    if (outcome?.type === 'IncompleteRun' && losses < MAX_LOSSES) losses += 1;
    else if (outcome) await resolveFailure(account, outcome);
  }
}

/** How often a synchronization may lose its staged data before a person is asked to act. */
const MAX_LOSSES = 3;

/** @returns the outcome or the failure; null if the tenant must be read again. */
async function attempt(
  account: Account,
  occasion: Occasion,
): Promise<Synchronized | ReturnType<typeof failureOf> | null> {
  try {
    await read(account, occasion);
    return await publish(account, occasion);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return failureOf(error);
  }
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
  if (!published.held) return 'published';
  switch (await waitForDecision(account, published)) {
    case 'reject':
      await rejectRemovals(synchronization);
      return 'rejected';
    case 'allow':
      await allowRemovals(synchronization);
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
    if (isCancellation(error) || failureOf(error).type !== 'IncompleteRun') throw error;
    await startNewSynchronization(account);
    return null;
  }
}

function synchronizationOf(account: Account) {
  const { reference, tenantId, runId, targets } = account;
  return { ...reference, tenantId, runId, method: targets?.method ?? ('all' as const) };
}

async function resolveFailure(
  account: Account,
  failure: { type: FailureType; message: string },
): Promise<void> {
  switch (failure.type) {
    case 'ConsentRevoked':
      return regainConsent(account, 'graph');
    case 'TargetsUnknown':
      return chooseTargetsAgain(account, failure.message);
    default:
      return waitForCheck(account, failure.message);
  }
}

async function chooseTargetsAgain(account: Account, message: string): Promise<void> {
  const refused = account.targets;
  await withAttention(account, 'targetsUnknown', message, () =>
    condition(() => account.targets !== refused),
  );
  await startNewSynchronization(account);
}

async function waitForCheck(account: Account, message: string): Promise<void> {
  const checks = account.checkRequests;
  await withAttention(account, 'synchronizationFailed', message, () =>
    condition(() => account.checkRequests !== checks),
  );
  await startNewSynchronization(account);
}

/** Starts a new synchronization: the stored data of the failed one may be what made it fail. */
async function startNewSynchronization(account: Account): Promise<void> {
  await removal.stopSynchronization.executeWithOptions(
    { summary: 'End the failed synchronization' },
    [account.reference],
  );
  account.change({ runId: uuid4() }, 'synchronization.started');
}
