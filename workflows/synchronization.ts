/** Copying the tenant's users and groups, and what can come in between. */
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
import { type Occasion, readingOptions } from './reading-options.ts';
import { removalsDecided } from './removals.ts';

/** `rejected`: an administrator kept the directory as it was. */
export type Synchronized = 'published' | 'rejected';

/** Returns when the directory is published or kept; what stops it is shown and waited out. */
export async function synchronize(account: Account, occasion: Occasion): Promise<Synchronized> {
  account.change({ runId: uuid4() }, 'synchronization.started');
  account.moveTo('synchronizing');
  for (let losses = 0; ;) {
    const outcome = await attempt(account, occasion);
    if (typeof outcome === 'string') return outcome;
    // A crash of the database takes with it what was staged: what is missing is read again.
    if (outcome?.type === 'IncompleteRun' && losses < LOSSES) losses += 1;
    else if (outcome) await overcome(account, outcome);
  }
}

/** Times that a run may lose what it has read before somebody is asked. */
const LOSSES = 3;

/** @returns what stopped it, or null when the tenant is to be read anew. */
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
  const run = runOf(account);
  const options = readingOptions(account, occasion);
  if (run.method === 'selected') {
    const userIds = account.targets?.userIds ?? [];
    await synchronizeTargets.executeWithOptions(options, [{ ...run, userIds }]);
  } else {
    await synchronizeDirectory.executeWithOptions(options, [run]);
  }
}

/** @returns null when the tenant is to be read anew. */
async function publish(account: Account, occasion: Occasion): Promise<Synchronized | null> {
  const run = runOf(account);
  const options = readingOptions(account, occasion, true);
  const published = await publishDirectory.executeWithOptions(options, [run]);
  if (!published.held) return 'published';
  switch (await removalsDecided(account, published)) {
    case 'reject':
      await rejectRemovals(run);
      return 'rejected';
    case 'allow':
      await allowRemovals(run);
      return publishAllowed(account, occasion);
    case 'readAnew':
      await beginAnew(account);
      return null;
  }
}

/** What was staged may be gone after weeks of waiting; a new run will be judged anew. */
async function publishAllowed(account: Account, occasion: Occasion): Promise<Synchronized | null> {
  try {
    return await publish(account, occasion);
  } catch (error) {
    if (isCancellation(error) || failureOf(error).type !== 'IncompleteRun') throw error;
    await beginAnew(account);
    return null;
  }
}

function runOf(account: Account) {
  const { reference, tenantId, runId, targets } = account;
  return { ...reference, tenantId, runId, method: targets?.method ?? ('all' as const) };
}

async function overcome(
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
  await beginAnew(account);
}

async function waitForCheck(account: Account, message: string): Promise<void> {
  const checks = account.checkRequests;
  await withAttention(account, 'synchronizationFailed', message, () =>
    condition(() => account.checkRequests !== checks),
  );
  await beginAnew(account);
}

/** A run of its own: the one that stopped may have stored what made it stop. */
async function beginAnew(account: Account): Promise<void> {
  await removal.stopSynchronization.executeWithOptions({ summary: 'End the run that stopped' }, [
    account.reference,
  ]);
  account.change({ runId: uuid4() }, 'synchronization.started');
}
