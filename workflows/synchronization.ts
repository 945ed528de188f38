/** Copying the tenant's users and groups, and what can come in between. */
import { condition, isCancellation, uuid4 } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { FailureType } from '../domain/failures.ts';
import type { Account } from './account.ts';
import {
  publishDirectory,
  removal,
  synchronizeGroups,
  synchronizeTargets,
  synchronizeUsers,
} from './activity-proxies.ts';
import { withAttention } from './attention.ts';
import { regainConsent } from './consent.ts';
import { failureOf } from './failures.ts';

/** Returns when the directory is published; what stops it is shown and waited out. */
export async function synchronize(account: Account): Promise<void> {
  account.change({ runId: uuid4() }, 'synchronization.started');
  account.moveTo('synchronizing');
  while (!(await attempt(account))) {
    // What stopped the run is mended.
  }
}

async function attempt(account: Account): Promise<boolean> {
  try {
    await readAndPublish(account);
    return true;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    await overcome(account, failureOf(error));
    return false;
  }
}

async function readAndPublish(account: Account): Promise<void> {
  const run = {
    ...account.reference,
    tenantId: account.tenantId,
    runId: account.runId,
    method: account.targets?.method ?? 'all',
  };
  if (run.method === 'selected') {
    await synchronizeTargets({ ...run, userIds: account.targets?.userIds ?? [] });
  } else {
    await synchronizeUsers(run);
    await synchronizeGroups(run);
  }
  await publishDirectory(run);
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

/** A run of its own: the one that failed may have stored what made it fail. */
async function beginAnew(account: Account): Promise<void> {
  await removal.stopSynchronization.executeWithOptions({ summary: 'End the run that failed' }, [
    account.reference,
  ]);
  account.change({ runId: uuid4() }, 'synchronization.started');
}
