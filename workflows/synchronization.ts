/** Copying the tenant's users and groups, and what can come in between. */
import { ApplicationFailure, condition, isCancellation, uuid4 } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import { FAILURES, type FailureType, isFailureType } from '../domain/failures.ts';
import type { Account } from './account.ts';
import {
  publishDirectory,
  removal,
  synchronizeGroups,
  synchronizeTargets,
  synchronizeUsers,
  waitForRegrant,
} from './activity-proxies.ts';
import { lookingPromptly, withAttention } from './attention.ts';

/** Returns when the directory is published; what stops it is shown and waited out. */
export async function synchronize(account: Account): Promise<void> {
  account.change({ runId: uuid4() }, 'synchronization.started');
  account.moveTo('synchronizing');
  while (!(await attempt(account))) {
    // What stopped the run is mended: it goes on from its last checkpoint.
  }
}

async function attempt(account: Account): Promise<boolean> {
  try {
    await readAndPublish(account);
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
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
      return regainConsent(account);
    case 'TargetsUnknown':
      return chooseTargetsAgain(account, failure.message);
    default:
      return waitForCheck(account, failure.message);
  }
}

/** The grant may come back by our own consent step or behind our back; either mends it. */
async function regainConsent(account: Account): Promise<void> {
  account.setConsent('graph', 'revoked');
  const grant = { ...account.reference, kind: 'graph', tenantId: account.tenantId } as const;
  await withAttention(account, 'graphConsentRevoked', FAILURES.ConsentRevoked.sentence, () =>
    lookingPromptly(account, () => waitForRegrant(grant)),
  );
  account.setConsent('graph', 'granted');
}

async function chooseTargetsAgain(account: Account, message: string): Promise<void> {
  const refused = account.targets;
  await withAttention(account, 'targetsUnknown', message, () =>
    condition(() => account.targets !== refused),
  );
  await removal.stopSynchronization(account.reference);
  account.change({ runId: uuid4() }, 'synchronization.started');
}

async function waitForCheck(account: Account, message: string): Promise<void> {
  const checks = account.checkRequests;
  await withAttention(account, 'synchronizationFailed', message, () =>
    condition(() => account.checkRequests !== checks),
  );
}

function failureOf(error: unknown): { type: FailureType; message: string } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && isFailureType(cause.type)) {
    return { type: cause.type, message: cause.message };
  }
  return { type: 'Internal', message: FAILURES.Internal.sentence };
}
