/** Synchronizations that are due: requested by a person, or by the schedule. */
import { requestSynchronizationUpdate } from '../account.messages.ts';
import type { Account } from '../account/account.ts';
import { inbox } from '../account/inbox.ts';
import { onUpdate } from '../account/receive.ts';
import { refusal } from '../failures.ts';

/** Why a synchronization starts. */
export type Occasion = 'first' | 'requested' | 'scheduled';

interface Requests {
  pending: Exclude<Occasion, 'first'> | null;
}

const requests = inbox<Requests>('requests', () => ({ pending: null }));

export function receiveRequests(account: Account): void {
  onUpdate(
    account,
    requestSynchronizationUpdate,
    () => void (requests(account).pending = 'requested'),
    (asked) => requireSynchronizable(account, asked),
  );
}

/** Until it has run, a request of a person counts for more than the schedule. */
export function requestScheduled(account: Account): void {
  requests(account).pending ??= 'scheduled';
}

export const pendingRequest = (account: Account): Requests['pending'] => requests(account).pending;

/** Requests for a synchronization while one ran have joined it. */
export function clearRequests(account: Account): void {
  requests(account).pending = null;
}

/** While removals are held, the synchronization has not ended, and a request joins it. */
function requireSynchronizable(account: Account, asked: { accountId: string }): void {
  const { method, state, attention } = account.view;
  if (!account.isAbout(asked)) throw refusal('WrongState');
  if (method === 'selected') throw refusal('SynchronizationNotAvailable');
  const held = attention?.reason === 'removalsHeld';
  if (state !== 'protected' && state !== 'synchronizing' && !held) throw refusal('WrongState');
}
