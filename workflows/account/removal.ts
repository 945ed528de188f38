/** The compensation: removes an account completely, so that a new one can be provisioned. */
import { allHandlersFinished, condition } from '@temporalio/workflow';
import { REMOVAL_STEPS, type RemovalStep } from '../../domain/account.ts';
import { notify, removalSteps } from '../activity-proxies.ts';
import type { Account } from './account.ts';
import { untilUndone } from './unexpected.ts';

export async function remove(account: Account): Promise<void> {
  account.moveTo('removing');
  for (const step of REMOVAL_STEPS) {
    account.setRemovalStep(step);
    // From here on the store rejects late claims for the account.
    await account.recorded();
    await untilUndone(account, () => undo(account, step));
  }
  account.moveTo('removed');
  await account.recorded();
  await condition(allHandlersFinished);
}

function undo(account: Account, step: RemovalStep): Promise<void> {
  if (step === 'notify')
    return notify({
      ...account.reference,
      kind: 'removed',
      reason: null,
      incident: 0,
      tenantId: account.view.tenantId,
    });
  const summary = `Removal: ${step}`;
  return removalSteps[step].executeWithOptions({ summary }, [account.reference]);
}
