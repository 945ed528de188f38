/** The life that the accounts of all services share, around the story that each of them tells. */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import type { Service } from '../../domain/services/services.ts';
import { accountQuery } from '../account.messages.ts';
import { Account, type AccountSnapshot } from '../account/account.ts';
import { receiveChecks } from '../account/checks.ts';
import { newAccount } from '../account/new-account.ts';
import { remove } from '../account/removal.ts';
import { untilItWorks } from '../account/unexpected.ts';
import { receiveConsents } from '../consent/consent-messages.ts';
import { receiveHeldRemovals } from '../directory/held-removals.ts';
import { receiveRequests } from '../directory/requests.ts';
import { receiveSchedules } from '../directory/schedule.ts';
import { receiveTargets } from '../targets/targets.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import { resumeAttention } from './resume-attention.ts';

export interface ProvisionInput {
  readonly organizationId: string;
  /** Set by the API, which has already written it to the audit trail. */
  readonly accountId?: string;
  /** Missing in older histories. An older account is checked as soon as it continues in a new one. */
  readonly checksHealth?: boolean;
  /** The account's state; set only by continue-as-new. */
  readonly resumed?: AccountSnapshot;
}

/** Told from the beginning in every history: each part begins with what the account has reached. */
export type Story = (account: Account) => Promise<never>;

type Receive = (account: Account) => void;

/** Handlers must be set before the workflow first waits. */
const COMMON: readonly Receive[] = [
  receiveChecks,
  receiveConsents,
  receiveTargets,
  receiveRequests,
  receiveSchedules,
  receiveHeldRemovals,
];

/**
 * Lives the account's life: until it is removed, which is a cancellation, and on in a new history
 * whenever this one has become long. `receive` sets the handlers of this service alone.
 */
export async function live(
  service: Service,
  input: ProvisionInput,
  story: Story,
  receive: readonly Receive[] = [],
): Promise<void> {
  const account = new Account(input.resumed ?? newAccount(service, input), input);
  setHandler(accountQuery, () => account.view);
  for (const each of [...COMMON, ...receive]) each(account);
  void CancellationScope.nonCancellable(() => account.keepRecorded());
  try {
    await unlessInterrupted(
      () => account.hasLongHistory,
      () => tell(account, input, story),
    );
    await continueInNewHistory(account);
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => remove(account));
    throw error;
  }
}

async function tell(account: Account, { resumed }: ProvisionInput, story: Story): Promise<void> {
  if (resumed) account.show();
  else account.change({}, 'account.opened');
  await untilItWorks(account, async () => {
    await resumeAttention(account);
    return story(account);
  });
}

async function continueInNewHistory(account: Account): Promise<void> {
  await condition(() => account.isRecorded && allHandlersFinished());
  const { organizationId } = account.view;
  await continueAsNew<(input: ProvisionInput) => Promise<void>>({
    organizationId,
    checksHealth: true,
    resumed: account.snapshot,
  });
}
